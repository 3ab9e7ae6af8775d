//! `/v1/due`: what must happen by when, and what became of it.

mod reading;
mod writing;

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Uri;
use axum::response::Response;
use praetor_ledger::{Completed, Completion, DueId, DuePage, Outcome};
use serde_json::{Value as Json, json};

use super::cursor::Cursors;
use super::problem::{Code, Problem};
use super::{Api, body};
use crate::access::{Caller, Role};
use reading::{Asked, asked, said};
use writing::{closed, recorded, write_row};

type Answer = Result<Response, Problem>;
type ApiState = State<Arc<Api>>;

/// A page of what is due, the earliest first.
pub async fn list(State(api): ApiState, uri: Uri) -> Answer {
    let asked = asked(uri.query().unwrap_or_default())?;
    let page = super::blocking(move || page(&api, &asked)).await?;
    Ok(body::json(page.to_string()))
}

fn page(api: &Api, asked: &Asked) -> Result<Json, Problem> {
    let spelling = format!("due {:?} {:?} {}", asked.before, asked.states, asked.overdue);
    let cursors = Cursors { key: api.access.cursor_key(), search: spelling.as_bytes() };
    let page = DuePage {
        before: asked.before,
        states: asked.states,
        overdue: None,
        limit: asked.limit,
        after: asked.cursor.as_deref().map(|cursor| cursors.read(cursor)).transpose()?,
    };
    let found = api.service.due(&page, asked.overdue)?;
    let items: Vec<Json> = found.rows.iter().map(write_row).collect();
    let next = found.next.map(|place| cursors.write(place));
    Ok(json!({ "items": items, "complete": next.is_none(), "next": next }))
}

/// Records that something due was done, that it failed, or that it is waived.
pub async fn complete(
    State(api): ApiState,
    Extension(caller): Extension<Caller>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Answer {
    let json = body::read(request).await?;
    let said = said(&json, api.service.today())?;
    if said.outcome == Outcome::Waived && !caller.may(Role::Operate) {
        let detail = "to waive what is due wants a token with the role `operate`";
        return Err(Problem::new(Code::Forbidden, detail));
    }
    let item: DueId = id.ok().and_then(|Path(id)| id.parse().ok()).ok_or_else(unknown)?;
    let (outcome, reference, on) = (said.outcome, said.reference, said.on);
    let completion = Completion { item, outcome, reference, on, actor: caller.name.as_ref().into() };
    super::blocking(move || match api.service.complete(&completion)? {
        Completed::Recorded(receipt, item) => {
            let row = api.service.due_one(*item);
            Ok(body::json(recorded(&receipt, &row).to_string()))
        }
        Completed::Closed(item) => Err(closed(&item)),
        Completed::Unknown => Err(unknown()),
    })
    .await
}

fn unknown() -> Problem {
    Problem::new(Code::DueNotFound, "nothing is due under this id; `GET /v1/due?state=all` lists everything")
}
