//! `/v1/decisions/search`: stored decisions by the time at which they were recorded. The filters
//! stand in the body, so that nobody is named in an address.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use praetor_ledger::{Order, Timestamp};
use serde_json::{Map, Value as Json, json};

use super::answer::write_time;
use super::cursor::Cursors;
use super::problem::{Code, Problem};
use super::{Api, body};
use crate::limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX};
use crate::replay::Scope;
use crate::service::{Row, Search};
use crate::wire::decision::{effect, kind_name};
use crate::wire::problem::step;
use crate::wire::question::KINDS;
use crate::wire::{InputError, InputProblem};

/// The keys of a search.
const KEYS: [&str; 6] = ["from", "to", "kind", "order", "limit", "cursor"];
/// The keys of a range.
const RANGE_KEYS: [&str; 3] = ["from", "to", "kind"];
const ORDERS: [(&str, Order); 2] =
    [("newest-first", Order::NewestFirst), ("oldest-first", Order::OldestFirst)];

/// Reads which decisions to replay.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_range(json: &Json) -> Result<Scope, InputError> {
    Reading::new(json, &RANGE_KEYS).range()
}

/// A page of decisions, each in a few words.
pub async fn search(State(api): State<Arc<Api>>, request: Request) -> Result<Response, Problem> {
    let json = body::read(request).await?;
    let asked =
        Reading::new(&json, &KEYS).search().map_err(|wrong| Problem::of_input(Code::InvalidSearch, wrong))?;
    let cursor = json.get("cursor").and_then(Json::as_str).map(str::to_owned);
    let page = super::blocking(move || page(&api, asked, cursor.as_deref()));
    Ok(body::json(page.await?))
}

fn page(api: &Api, mut search: Search, cursor: Option<&str>) -> Result<Vec<u8>, Problem> {
    let spelling = spelling(&search);
    let cursors = Cursors { key: api.access.cursor_key(), search: spelling.as_bytes() };
    search.after = cursor.map(|cursor| cursors.read(cursor)).transpose()?;
    let found = api.service.search(&search)?;
    let rows: Vec<Json> = found.rows.iter().map(write_row).collect();
    let page = json!({ "rows": rows, "next": found.next.map(|place| cursors.write(place)) });
    Ok(serde_json::to_vec(&page).unwrap_or_default())
}

/// What a cursor is bound to: everything but the cursor and the size of the page.
fn spelling(search: &Search) -> String {
    format!("{:?} {:?} {:?} {:?}", search.from, search.until, search.kind, search.order)
}

fn write_row(row: &Row) -> Json {
    let mut object = Map::new();
    object.insert("id".into(), row.receipt.id.to_string().into());
    object.insert("recorded_at".into(), write_time(row.receipt.recorded_at).into());
    object.insert("sequence".into(), row.receipt.sequence.into());
    object.insert("kind".into(), kind_name(row.kind).into());
    object.insert("generation".into(), row.generation.into());
    match &row.told {
        Some(told) => {
            object.insert("effect".into(), effect(told).into());
            object.insert("as_of".into(), told.decision.as_of.to_string().into());
        }
        None if row.erased => {
            object.insert("erased".into(), true.into());
        }
        None => {
            object.insert("unreadable".into(), true.into());
        }
    }
    Json::Object(object)
}

/// Reads filters of decisions.
struct Reading<'a> {
    json: &'a Json,
    keys: &'static [&'static str],
    problems: Vec<InputProblem>,
}

impl<'a> Reading<'a> {
    /// A body that may have these keys.
    const fn new(json: &'a Json, keys: &'static [&'static str]) -> Self {
        Self { json, keys, problems: vec![] }
    }

    /// The decisions to replay.
    fn range(mut self) -> Result<Scope, InputError> {
        let Json::Object(object) = self.json else {
            return Err(InputProblem::at("", "a range is a JSON object, `{}` for all decisions").into());
        };
        self.unknown(object);
        let (from, until) = (self.time("from"), self.time("to"));
        let scope = Scope { from, until, kind: self.one_of("kind", &KINDS) };
        if self.problems.is_empty() { Ok(scope) } else { Err(InputError(self.problems)) }
    }

    fn search(mut self) -> Result<Search, InputError> {
        let Json::Object(object) = self.json else {
            return Err(
                InputProblem::at("", "a search is a JSON object, `{}` for the newest decisions").into()
            );
        };
        self.unknown(object);
        let search = Search {
            from: self.time("from"),
            until: self.time("to"),
            kind: self.one_of("kind", &KINDS),
            order: self.one_of("order", &ORDERS).unwrap_or_default(),
            limit: self.limit(),
            after: None,
        };
        if self.json.get("cursor").is_some_and(|cursor| !cursor.is_string()) {
            self.problems.push(InputProblem::at("/cursor", "wants the text of `next`"));
        }
        if self.problems.is_empty() { Ok(search) } else { Err(InputError(self.problems)) }
    }

    fn unknown(&mut self, object: &Map<String, Json>) {
        for key in object.keys().filter(|key| !self.keys.contains(&key.as_str())) {
            let distance = |name: &&&str| strsim::damerau_levenshtein(name, key);
            let nearest = self.keys.iter().min_by_key(distance).filter(|name| distance(name) <= 3).copied();
            let detail = format!("`{key}` is not a filter");
            let problem =
                InputProblem::at(step("", key), detail).allowing(self.keys.iter().copied()).nearest(nearest);
            self.problems.push(problem);
        }
    }

    fn time(&mut self, key: &str) -> Option<Timestamp> {
        let json = self.json.get(key)?;
        let time = json.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        if time.is_none() {
            let detail = "wants a time of RFC 3339 with its offset, `2026-11-23T09:00:00Z`";
            self.problems.push(InputProblem::at(step("", key), detail));
        }
        // Nothing was recorded before 1970.
        time.map(|time| Timestamp(u64::try_from(time.as_microsecond()).unwrap_or(0)))
    }

    fn one_of<T: Copy>(&mut self, key: &str, names: &[(&str, T)]) -> Option<T> {
        let json = self.json.get(key)?;
        let found = names.iter().find(|(name, _)| json.as_str() == Some(name));
        if found.is_none() {
            let allowed = names.iter().map(|(name, _)| *name);
            self.problems.push(InputProblem::at(step("", key), "not one of these").allowing(allowed));
        }
        found.map(|(_, value)| *value)
    }

    fn limit(&mut self) -> usize {
        let Some(json) = self.json.get("limit") else {
            return PAGE_ROWS_DEFAULT;
        };
        let limit = json.as_u64().and_then(|limit| usize::try_from(limit).ok());
        match limit.filter(|limit| (1..=PAGE_ROWS_MAX).contains(limit)) {
            Some(limit) => limit,
            None => {
                let detail = format!("wants a whole number from 1 to {PAGE_ROWS_MAX}");
                self.problems.push(InputProblem::at("/limit", detail));
                PAGE_ROWS_DEFAULT
            }
        }
    }
}
