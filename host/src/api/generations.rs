//! `/v1/generations`: what served when, what differs, and the way back.

mod writing;

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::{Value as Json, json};

use super::cursor::Cursors;
use super::plugins::{answer_change, seen};
use super::problem::{Code, Problem};
use super::{Api, blocking, body};
use crate::access::Caller;
use crate::limits::HISTORY_ROWS;
use crate::service::ChangeError;

type Answer = Result<Response, Problem>;
type ApiState = State<Arc<Api>>;

/// Generations and refusals, the latest first.
pub async fn history(State(api): ApiState, uri: Uri) -> Answer {
    let (limit, cursor) = page(uri.query().unwrap_or_default())?;
    let page = blocking(move || {
        let cursors = Cursors { key: api.access.cursor_key(), search: b"generations" };
        let after = cursor.as_deref().map(|cursor| cursors.read(cursor)).transpose()?;
        let history = api.service.history(limit, after)?;
        let entries: Vec<Json> = history.entries.iter().map(writing::write_made).collect();
        let next = history.next.map(|place| cursors.write(place));
        Ok(json!({ "serving": api.service.schedule().number, "entries": entries, "next": next }))
    });
    Ok(body::json(page.await?.to_string()))
}

fn page(query: &str) -> Result<(usize, Option<String>), Problem> {
    let (mut limit, mut cursor) = (HISTORY_ROWS, None);
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some(("limit", number)) => {
                let number = number.parse().ok().filter(|number| (1..=HISTORY_ROWS).contains(number));
                limit = number.ok_or_else(|| {
                    let detail = format!("`limit` wants a whole number from 1 to {HISTORY_ROWS}");
                    Problem::new(Code::InvalidParameter, detail)
                })?;
            }
            Some(("cursor", text)) => cursor = Some(text.to_owned()),
            _ => {
                let detail = "the parameters are `limit` and `cursor`";
                return Err(Problem::new(Code::InvalidParameter, detail));
            }
        }
    }
    Ok((limit, cursor))
}

/// What differs in a generation from another one, by default the one before it.
pub async fn diff(State(api): ApiState, id: Result<Path<String>, PathRejection>, uri: Uri) -> Answer {
    let to = number(id)?;
    let from = match uri.query().unwrap_or_default().split_once('=') {
        None if uri.query().unwrap_or_default().is_empty() => to.saturating_sub(1),
        Some(("from", number)) => number.parse().map_err(|_| wants_from())?,
        _ => return Err(wants_from()),
    };
    let found = blocking(move || Ok(writing::write_diff(from, to, &api.service.diff(from, to)?)));
    Ok(body::json(found.await?.to_string()))
}

fn wants_from() -> Problem {
    Problem::new(Code::InvalidParameter, "the only parameter is `from`, the number of a generation")
}

/// Puts the bindings of an earlier generation to work again.
pub async fn roll_back(
    State(api): ApiState,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Answer {
    let seen = seen(&headers)?;
    let to = number(id)?;
    let done = blocking(move || Ok(api.service.roll_back(to, seen, &caller.name)?));
    Ok(answer_change(&done.await?))
}

fn number(id: Result<Path<String>, PathRejection>) -> Result<u64, Problem> {
    let number = id.ok().and_then(|Path(id)| id.parse().ok());
    number.ok_or_else(|| Problem::new(Code::GenerationNotFound, ChangeError::NoGeneration(0).to_string()))
}
