//! Reading a request's body: its type, its size, its time, and its JSON.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value as Json;

use super::json::{JsonFault, read_json};
use super::problem::{Code, Problem};
use crate::limits::{BODY_BYTES_MAX, BODY_SECONDS, NESTING_MAX};
use crate::wire::{InputError, InputProblem};

/// Reads the body as strict JSON.
///
/// # Errors
/// Another type than JSON, too large, too slow, cut short, or not the JSON that is accepted.
pub async fn read(request: Request) -> Result<Json, Problem> {
    wants_json(request.headers())?;
    let bytes = receive(request).await?;
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

async fn receive(request: Request) -> Result<Bytes, Problem> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if announced
        .and_then(|length| length.parse().ok())
        .is_some_and(|bytes: u64| bytes > BODY_BYTES_MAX as u64)
    {
        return Err(too_large());
    }
    let collected = Limited::new(request.into_body(), BODY_BYTES_MAX);
    let collected = tokio::time::timeout(Duration::from_secs(BODY_SECONDS), collected.collect());
    match collected.await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => {
            Err(Problem::new(Code::BodyUnreadable, "the connection ended within the body; send it again"))
        }
        Err(_) => {
            let detail = format!("the body did not arrive within {BODY_SECONDS} seconds");
            Err(Problem::new(Code::BodyTimeout, detail))
        }
    }
}

fn too_large() -> Problem {
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
