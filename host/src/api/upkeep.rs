//! `/v1/backup` and `/v1/doctor`: what keeps the ledger whole. Neither takes a path from a caller.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use futures_util::stream;
use praetor_ledger::BackedUp;
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;

use super::problem::{Code, Problem};
use super::{Api, blocking, body};
use crate::access::Caller;
use crate::doctor;
use crate::limits::BACKUP_LINE_MILLISECONDS;

type Answer = Result<Response, Problem>;
type Line = Result<Bytes, Problem>;

/// Looks over the ledger and where it is kept.
pub async fn examine(State(api): State<Arc<Api>>) -> Answer {
    let checks = blocking(move || Ok(api.service.examine())).await?;
    Ok(body::json(doctor::write(&checks).to_string()))
}

/// Makes a backup into the configured folders: NDJSON with the progress, and `end` as the last line. What
/// is refused before anything was copied is a problem.
pub async fn back_up(State(api): State<Arc<Api>>, Extension(caller): Extension<Caller>) -> Answer {
    let (lines, mut receiver) = mpsc::unbounded_channel::<Line>();
    drop(tokio::task::spawn_blocking(move || run(&api, &caller.name, &lines)));
    let ended = || Problem::new(Code::Internal, "the backup ended without a word; please report it");
    let first = receiver.recv().await.ok_or_else(ended)??;
    let rest = stream::unfold((Some(first), receiver), |(first, mut receiver)| async {
        let line = match first {
            Some(first) => first,
            // What fails on the way is the last line: the status is sent already.
            None => receiver.recv().await?.unwrap_or_else(|problem| failed(&problem)),
        };
        Some((Ok::<_, std::convert::Infallible>(line), (None, receiver)))
    });
    let mut response = Response::new(Body::from_stream(rest));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

/// Goes on though nobody reads: a backup that was begun is worth its end.
fn run(api: &Api, actor: &str, lines: &mpsc::UnboundedSender<Line>) {
    let mut told: Option<Instant> = None;
    let done = api.service.back_up(actor, &mut |copied, of| {
        let pause = Duration::from_millis(BACKUP_LINE_MILLISECONDS);
        if told.is_none_or(|told| told.elapsed() >= pause) {
            told = Some(Instant::now());
            let _ = lines.send(Ok(line(&json!({ "type": "progress", "copied": copied, "of": of }))));
        }
    });
    let _ = lines.send(done.map(|done| line(&write(&done))).map_err(Problem::from));
}

/// What a backup holds now.
#[must_use]
pub fn write(done: &BackedUp) -> Json {
    json!({
        "type": "end",
        "complete": true,
        "origin": done.origin,
        "entries": done.size,
        "copied": done.copied,
        "keys": done.keys,
        "epoch": done.epoch,
        "bytes": done.bytes,
        "sequence": done.receipt.map(|receipt| receipt.sequence),
    })
}

fn failed(problem: &Problem) -> Bytes {
    let mut json = problem.write(None);
    if let Some(object) = json.as_object_mut() {
        let type_of_problem = object.insert("type".into(), "failed".into());
        object.insert("problem".into(), type_of_problem.unwrap_or_default());
        object.insert("complete".into(), false.into());
    }
    line(&json)
}

fn line(json: &Json) -> Bytes {
    let mut line = serde_json::to_vec(json).unwrap_or_default();
    line.push(b'\n');
    line.into()
}
