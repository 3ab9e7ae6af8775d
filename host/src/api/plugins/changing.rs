//! Uploading a plugin and putting it to work.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use praetor_ledger::Digest;
use serde_json::{Map, Value as Json, json};

use super::bound;
use crate::access::Caller;
use crate::api::problem::{Code, Problem};
use crate::api::subjects::reading::Reading;
use crate::api::{Api, blocking, body, write_time};
use crate::config::Mode;
use crate::engine::Period;
use crate::gate::Proof;
use crate::limits::SIGNATURE_BYTES_MAX;
use crate::service::{Activated, Activation};

type Answer = Result<Response, Problem>;

/// Keeps a plugin's bytes; nothing is put to work. The gate looks at them when they are.
pub async fn upload(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let bytes = body::read_wasm(request).await?;
    let length = bytes.len();
    let digest = blocking(move || Ok(api.service.keep_plugin(bytes.to_vec(), "", &caller.name)?));
    let digest = digest.await?.to_string();
    Ok(body::json(json!({ "digest": digest, "bytes": length }).to_string()))
}

const KEYS: [&str; 8] =
    ["digest", "signature", "mode", "large_memory", "allow_stubbed_wasi", "settings", "from", "until"];
const MODES: [(&str, Mode); 3] = [("enforce", Mode::Enforce), ("shadow", Mode::Shadow), ("off", Mode::Off)];

/// Takes a plugin through the gate and puts it to work.
pub async fn activate(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Answer {
    let seen = seen(request.headers())?;
    let json = body::read(request).await?;
    let wanted = wanted(id.map(|Path(id)| id).unwrap_or_default(), &json, &KEYS)?;
    let done = blocking(move || Ok(api.service.activate(&wanted, seen, &caller.name)?));
    Ok(answer_change(&done.await?))
}

/// Reads what is to be put to work, of these keys.
pub(super) fn wanted(id: String, json: &Json, keys: &[&'static str]) -> Result<Activation, Problem> {
    let mut reading = Reading::new(json, keys);
    let digest: Option<Digest> = json.get("digest").and_then(Json::as_str).and_then(|text| text.parse().ok());
    if digest.is_none() && json.get("digest").is_some() {
        reading.wrong("/digest", "wants the SHA-256 of an uploaded plugin, 64 hexadecimal digits");
    }
    let settings = json.get("settings").and_then(Json::as_object).cloned();
    if settings.is_none() && json.get("settings").is_some() {
        reading.wrong("/settings", "wants an object with the settings that the plugin's manifest names");
    }
    let mode = reading.one_of("mode", &MODES);
    let mut stated = |key| {
        let value = reading.yes_no(key);
        json.get(key).map(|_| value)
    };
    let (large_memory, allow_stubbed_wasi) = (stated("large_memory"), stated("allow_stubbed_wasi"));
    let signature = json.get("signature").and_then(Json::as_str).map(str::to_owned);
    let fits = signature.as_ref().is_some_and(|text| text.len() as u64 <= SIGNATURE_BYTES_MAX);
    if !fits && json.get("signature").is_some() {
        reading.wrong("/signature", "wants the text of the plugin's `.sig` file");
    }
    let period = Period { from: reading.time("from"), until: reading.time("until") };
    if period.is_empty() {
        reading.wrong("/until", "wants a time after `from`");
    }
    reading.finish_as(Code::InvalidActivation)?;
    let watched = None;
    Ok(Activation {
        id,
        digest,
        signature,
        mode,
        large_memory,
        allow_stubbed_wasi,
        settings,
        period,
        watched,
    })
}

/// The generation that the caller has seen; none: whatever serves.
pub fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(stated) = headers.get(IF_MATCH) else {
        let detail =
            "send the number of the generation that you have seen as `If-Match: \"7\"`, or `If-Match: *`";
        return Err(Problem::new(Code::IfMatchMissing, detail));
    };
    let stated = stated.to_str().unwrap_or_default().trim();
    if stated == "*" {
        return Ok(None);
    }
    let number = stated.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let number = number.and_then(|number| number.parse().ok());
    number.map(Some).ok_or_else(|| {
        let detail = "`If-Match` wants the number of a generation in quotes, as `ETag` has it, or `*`";
        Problem::new(Code::InvalidParameter, detail)
    })
}

/// What serves now.
pub fn answer_change(done: &Activated) -> Response {
    let schedule = &done.schedule;
    let bindings: Vec<Json> = schedule
        .bindings
        .iter()
        .map(|binding| {
            let mut object = Map::new();
            object.insert("id".into(), binding.manifest.id.as_str().into());
            object.insert("version".into(), binding.manifest.version.as_str().into());
            object.append(&mut bound(binding));
            Json::Object(object)
        })
        .collect();
    let recorded_at = done.receipt.map(|receipt| write_time(receipt.recorded_at));
    let answer = json!({
        "generation": schedule.number,
        "changed": done.receipt.is_some(),
        "recorded_at": recorded_at,
        "gate": done.proofs.iter().map(write_proof).collect::<Vec<Json>>(),
        "bindings": bindings,
    });
    tagged(body::json(answer.to_string()), schedule.number)
}

fn write_proof((id, proof): &(String, Proof)) -> Json {
    json!({
        "id": id,
        "cases": proof.cases,
        "cases_with_other_plugins": proof.left_out,
        "fuel_most": proof.peak.fuel,
        "memory_most": proof.peak.memory,
    })
}

/// An answer with the number of the generation as its tag.
pub fn tagged(mut response: Response, generation: u64) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{generation}\"")) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}
