//! `/v1/plugins/{id}/shadow`: what a plugin in shadow would have decided otherwise, and its end.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use praetor_ledger::{Receipt, ShadowRecord};
use serde_json::{Map, Value as Json, json};

use super::changing::{answer_change, seen};
use crate::access::Caller;
use crate::api::cursor::Cursors;
use crate::api::problem::{Code, Problem};
use crate::api::{Api, blocking, body, write_time};
use crate::limits::HISTORY_ROWS;
use crate::service::{Differences, Tally};
use crate::shift::Weight;
use crate::wire::decision::kind_name;
use crate::wire::impact::write_groups;

type Id = Result<Path<String>, PathRejection>;

/// What it has shown: counts, groups with the heaviest first, and a page of the differences.
pub async fn shadow(State(api): State<Arc<Api>>, id: Id, uri: Uri) -> Result<Response, Problem> {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let Page { weight, limit, cursor } = page(uri.query().unwrap_or_default())?;
    let answer = blocking(move || {
        let search = format!("shadow {id} {}", weight.map_or("", Weight::as_str));
        let cursors = Cursors { key: api.access.cursor_key(), search: search.as_bytes() };
        let after = cursor.as_deref().map(|cursor| cursors.read(cursor)).transpose()?;
        let found = api.service.differences(&id, weight, limit, after)?.ok_or_else(none)?;
        let next = found.next.map(|place| cursors.write(place));
        let mut answer = write(&found);
        answer.insert("next".into(), next.into());
        Ok(Json::Object(answer))
    });
    Ok(body::json(answer.await?.to_string()))
}

/// Asks it no more.
pub async fn end(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    id: Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let seen = seen(&headers)?;
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let done = blocking(move || api.service.end_shadow(&id, seen, &caller.name)?.ok_or_else(none));
    Ok(answer_change(&done.await?))
}

fn none() -> Problem {
    let detail = "no plugin is in shadow under this id; `POST /v1/plugins/{id}/activate` with the mode `shadow` \
                  puts one there";
    Problem::new(Code::PluginNotFound, detail)
}

struct Page {
    weight: Option<Weight>,
    limit: usize,
    cursor: Option<String>,
}

fn page(query: &str) -> Result<Page, Problem> {
    let mut page = Page { weight: None, limit: HISTORY_ROWS, cursor: None };
    let wrong = |detail: String| Problem::new(Code::InvalidParameter, detail);
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some(("weight", word)) => {
                let words = Weight::ALL.map(Weight::as_str).join(", ");
                let weight =
                    Weight::named(word).ok_or_else(|| wrong(format!("`weight` is one of {words}")))?;
                page.weight = Some(weight);
            }
            Some(("limit", number)) => {
                let number = number.parse().ok().filter(|number| (1..=HISTORY_ROWS).contains(number));
                let says = format!("`limit` wants a whole number from 1 to {HISTORY_ROWS}");
                page.limit = number.ok_or_else(|| wrong(says))?;
            }
            Some(("cursor", text)) => page.cursor = Some(text.to_owned()),
            _ => return Err(wrong("the parameters are `weight`, `limit` and `cursor`".to_owned())),
        }
    }
    Ok(page)
}

fn write(found: &Differences) -> Map<String, Json> {
    let binding = &found.binding;
    let mut object = Map::new();
    object.insert("id".into(), binding.manifest.id.as_str().into());
    object.insert("version".into(), binding.manifest.version.as_str().into());
    object.insert("digest".into(), binding.plugin.digest().to_string().into());
    object.append(&mut write_tally(&found.tally));
    object.append(&mut write_groups(&found.tally.shifted));
    object.insert("differences".into(), found.rows.iter().map(write_row).collect());
    object
}

fn write_tally(tally: &Tally) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("since".into(), write_time(tally.since).into());
    let counts = [
        ("asked", tally.asked),
        ("same", tally.same),
        ("missed", tally.missed),
        ("failed", tally.failed),
        ("shifted", tally.shifted.count()),
    ];
    object.extend(counts.map(|(name, count)| (name.to_owned(), count.into())));
    object
}

fn write_row((receipt, record): &(Receipt, ShadowRecord)) -> Json {
    let changes =
        record.changes.iter().map(|(weight, says)| json!({ "weight": weight.as_str(), "says": says }));
    let names =
        |names: &[praetor_decision::Name]| -> Vec<String> { names.iter().map(ToString::to_string).collect() };
    json!({
        "decision": record.decision.to_string(),
        "recorded_at": write_time(receipt.recorded_at),
        "kind": kind_name(record.kind),
        "weight": record.weight.as_str(),
        "was": record.was.as_str(),
        "now": record.now.as_str(),
        "changes": changes.collect::<Vec<_>>(),
        "more_changes": record.more,
        "rules_gone": names(&record.rules_gone),
        "rules_new": names(&record.rules_new),
    })
}
