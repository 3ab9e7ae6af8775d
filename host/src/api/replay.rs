//! `/v1/decisions/{id}/replay` and `/v1/decisions/replay`: stored decisions are made again and compared
//! byte for byte; a range as NDJSON, a line for each that did not come out the same.

use std::io::{self, Write};
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use praetor_ledger::RecordId;
use serde_json::Value as Json;

use super::problem::{Code, Problem};
use super::search::read_range;
use super::stream::{self, Outlet};
use super::{Api, blocking, body};
use crate::replay::{News, Scope};
use crate::service::Turn;
use crate::wire::replay::{write_news, write_outcome, write_progress, write_replayed, write_summary};

type Answer = Result<Response, Problem>;
type ApiState = State<Arc<Api>>;

/// Replays one decision.
pub async fn one(State(api): ApiState, id: Result<Path<String>, PathRejection>) -> Answer {
    let unknown =
        || Problem::new(Code::DecisionNotFound, "no decision has this id; search lists them by time");
    let id: RecordId = id.ok().and_then(|Path(id)| id.parse().ok()).ok_or_else(unknown)?;
    // May compile a plugin that serves no more, which takes seconds.
    let replayed = blocking(move || api.service.replay(id)?.ok_or_else(unknown)).await?;
    Ok(body::json(Json::Object(write_replayed(&replayed)).to_string()))
}

/// Replays a range, and tells while it goes on. If it ends early, the connection is cut.
pub async fn range(State(api): ApiState, request: Request) -> Answer {
    let json = body::read(request).await?;
    let wanted = read_range(&json).map_err(|wrong| Problem::of_input(Code::InvalidSearch, wrong))?;
    let turn = api.service.take_turn().ok_or_else(running)?;
    Ok(stream::answer("application/x-ndjson", move |out| write(&api, &turn, &wanted, out)))
}

/// Another one has the cores.
pub(super) fn running() -> Problem {
    let detail = "another replay of a range, or another trial of a plugin, is running, and there is one at a \
                  time; ask again when it has ended, or close its connection, which ends it";
    Problem::new(Code::ReplayRunning, detail)
}

fn write(api: &Api, turn: &Turn, wanted: &Scope, out: &mut Outlet) -> Result<(), String> {
    let summary = api.service.replay_range(turn, wanted, |news| {
        let line = match news {
            News::Replayed(replayed) => write_news("replayed", write_outcome(replayed)),
            News::Progress(progress) => write_news("progress", write_progress(&progress, "replayed")),
        };
        tell(&line, out).is_ok()
    });
    let summary = summary.map_err(|error| error.to_string())?;
    if !summary.complete {
        return Err("nobody waits for it any more, or the server was told to stop".to_owned());
    }
    tell(&write_news("summary", write_summary(&summary)), out).map_err(|error| error.to_string())
}

/// Each line goes out at once. That nobody takes it shows here.
pub(super) fn tell(line: &Json, out: &mut Outlet) -> io::Result<()> {
    writeln!(out, "{line}")?;
    out.flush()
}
