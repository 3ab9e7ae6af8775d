//! `/v1/decisions/search`: stored decisions by the time at which they were recorded, and by what they
//! say. The filters stand in the body, so that nobody is named in an address.

mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Map, Value as Json, json};

use super::answer::write_time;
use super::cursor::Cursors;
use super::problem::{Code, Problem};
use super::{Api, body};
use crate::service::{Row, Rows, Search, SearchError};
use crate::wire::decision::{effect, kind_name};
use crate::wire::{InputError, InputProblem};

pub use reading::{read_range, read_search};

/// A page of decisions, each in a few words.
pub async fn search(State(api): State<Arc<Api>>, request: Request) -> Result<Response, Problem> {
    let json = body::read(request).await?;
    let asked = read_search(&json).map_err(|wrong| Problem::of_input(Code::InvalidSearch, wrong))?;
    let page = super::blocking(move || page(&api, asked, &json));
    Ok(body::json(page.await?))
}

fn page(api: &Api, mut search: Search, json: &Json) -> Result<Vec<u8>, Problem> {
    let spelling = spelling(json);
    let cursors = Cursors { key: api.access.cursor_key(), search: spelling.as_bytes() };
    let cursor = json.get("cursor").and_then(Json::as_str);
    search.after = cursor.map(|cursor| cursors.read(cursor)).transpose()?;
    let found = api.service.search(&search).map_err(of_search)?;
    let next = found.next.map(|place| cursors.write(place));
    Ok(serde_json::to_vec(&write_rows(&found, next)).unwrap_or_default())
}

/// What a cursor is bound to: everything but the cursor and the size of the page. It never leaves
/// the server, for it names the person.
fn spelling(json: &Json) -> String {
    let keys = json.as_object().into_iter().flatten();
    let bound = keys.filter(|(key, _)| !["cursor", "limit"].contains(&key.as_str()));
    let sorted: BTreeMap<&String, &Json> = bound.collect();
    serde_json::to_string(&sorted).unwrap_or_default()
}

fn of_search(error: SearchError) -> Problem {
    match error {
        SearchError::Ledger(error) => error.into(),
        SearchError::NoSuchOrder(orders) => {
            let orders = orders.iter().map(|order| order.as_str());
            let problem = InputProblem::at("/jurisdiction", "no law of this legal order was ever at work");
            Problem::of_input(Code::InvalidSearch, InputError(vec![problem.allowing(orders)]))
        }
    }
}

/// A page; `next` is where it goes on, as the caller is to name it.
#[must_use]
pub fn write_rows(found: &Rows, next: Option<String>) -> Json {
    let rows: Vec<Json> = found.rows.iter().map(write_row).collect();
    json!({ "rows": rows, "complete": found.next.is_none(), "next": next })
}

fn write_row(row: &Row) -> Json {
    let mut object = Map::new();
    object.insert("id".into(), row.receipt.id.to_string().into());
    object.insert("recorded_at".into(), write_time(row.receipt.recorded_at).into());
    object.insert("sequence".into(), row.receipt.sequence.into());
    object.insert("kind".into(), kind_name(row.kind).into());
    object.insert("generation".into(), row.generation.into());
    match &row.decision {
        Some(decision) => {
            object.insert("effect".into(), effect(decision).into());
            object.insert("as_of".into(), decision.as_of.to_string().into());
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
