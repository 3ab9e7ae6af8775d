//! Reading a request's body: its type, its size, its time, and its JSON.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use praetor_sandbox::LoadError;
use praetor_sandbox::limits::COMPONENT_BYTES;
use serde_json::Value as Json;

use super::json::{JsonFault, read_json};
use super::problem::{Code, Problem};
use crate::limits::{BODY_BYTES_MAX, BODY_SECONDS, NESTING_MAX, UPLOAD_SECONDS};
use crate::wire::{InputError, InputProblem};

/// Reads the body as strict JSON.
///
/// # Errors
/// Another type than JSON, too large, too slow, cut short, or not the JSON that is accepted.
pub async fn read(request: Request) -> Result<Json, Problem> {
    wants_json(request.headers())?;
    let bytes = receive(request, QUESTION).await?;
    read_json(&bytes).map_err(problem_of)
}

fn wants_json(headers: &HeaderMap) -> Result<(), Problem> {
    let stated = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (essence, parameter) = stated.split_once(';').unwrap_or((stated, ""));
    let parameter = parameter.trim().to_ascii_lowercase().replace('"', "");
    let json = essence.trim().eq_ignore_ascii_case("application/json");
    if !json || !["", "charset=utf-8"].contains(&parameter.as_str()) {
        let detail = "send the body as UTF-8 with the header `Content-Type: application/json`";
        return Err(Problem::new(Code::UnsupportedMediaType, detail));
    }
    match headers.get(CONTENT_ENCODING).map(|value| value.as_bytes()) {
        None | Some(b"identity") => Ok(()),
        Some(_) => {
            let detail = "the body is compressed; send it without `Content-Encoding`";
            Err(Problem::new(Code::UnsupportedMediaType, detail))
        }
    }
}

/// Reads the body as the bytes of a plugin.
///
/// # Errors
/// Another type than `application/wasm`, too large, too slow, or cut short.
pub async fn read_wasm(request: Request) -> Result<Bytes, Problem> {
    let stated = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !stated.is_some_and(|stated| stated.trim().eq_ignore_ascii_case("application/wasm")) {
        let detail = "send the plugin's bytes with the header `Content-Type: application/wasm`";
        return Err(Problem::new(Code::UnsupportedMediaType, detail));
    }
    let room = Room { bytes: COMPONENT_BYTES, seconds: UPLOAD_SECONDS, too_large: plugin_too_large };
    receive(request, room).await
}

/// How large a body may be, how long it may take, and what is said of one that is larger, with its bytes
/// where they are known.
struct Room {
    bytes: usize,
    seconds: u64,
    too_large: fn(usize) -> Problem,
}

const QUESTION: Room = Room { bytes: BODY_BYTES_MAX, seconds: BODY_SECONDS, too_large };

fn plugin_too_large(bytes: usize) -> Problem {
    let error = LoadError::TooLarge { bytes, allowed: COMPONENT_BYTES };
    Problem::new(Code::PluginRefused, error.to_string()).of_gate(error.step(), error.code())
}

async fn receive(request: Request, room: Room) -> Result<Bytes, Problem> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced: Option<usize> = announced.and_then(|length| length.parse().ok());
    if let Some(bytes) = announced.filter(|bytes| *bytes > room.bytes) {
        return Err((room.too_large)(bytes));
    }
    let collected = Limited::new(request.into_body(), room.bytes);
    let collected = tokio::time::timeout(Duration::from_secs(room.seconds), collected.collect());
    match collected.await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err((room.too_large)(room.bytes.saturating_add(1)))
        }
        Ok(Err(_)) => {
            Err(Problem::new(Code::BodyUnreadable, "the connection ended within the body; send it again"))
        }
        Err(_) => {
            let detail = format!("the body did not arrive within {} seconds", room.seconds);
            Err(Problem::new(Code::BodyTimeout, detail))
        }
    }
}

fn too_large(_: usize) -> Problem {
    let detail = format!("a body has at most {BODY_BYTES_MAX} bytes; ask in several batches");
    Problem::new(Code::BodyTooLarge, detail)
}

fn problem_of(fault: JsonFault) -> Problem {
    let at = |pointer, detail: String| InputError(vec![InputProblem::at(pointer, detail)]);
    match fault {
        JsonFault::Malformed { says } => Problem::new(Code::MalformedJson, says),
        JsonFault::Duplicate { pointer } => {
            let detail = "the key stands twice in its object; leave one of them out".to_owned();
            Problem::of_input(Code::DuplicateKey, at(pointer, detail))
        }
        JsonFault::TooDeep { pointer } => {
            let detail = format!("more than {NESTING_MAX} levels; a question has four");
            Problem::of_input(Code::NestedTooDeep, at(pointer, detail))
        }
    }
}

/// A body of JSON.
#[must_use]
pub fn json(bytes: impl Into<Body>) -> axum::response::Response {
    let mut response = axum::response::Response::new(bytes.into());
    let json = axum::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
