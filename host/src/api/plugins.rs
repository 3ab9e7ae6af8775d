//! `/v1/plugins`: what is put to work, and what it says of itself.

mod changing;
mod impact;
mod shadow;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use praetor_decision::manifest::Confidence;
use praetor_sandbox::Provenance;
use serde_json::{Map, Value as Json, json};

use super::problem::{Code, Problem};
use super::{Api, body, write_time};
use crate::config::Mode;
use crate::engine::Binding;
use crate::service::Refusal;
use crate::signing::Signature;
use crate::wire::manifest::{ability_name, kind_name, write_manifest};
use crate::wire::period::write_period;

pub use changing::{activate, answer_change, seen, tagged, upload};
pub use impact::impact;
pub use shadow::{end, shadow};

/// Every binding in a few words.
pub async fn list(State(api): State<Arc<Api>>) -> Response {
    let (schedule, now) = (api.service.schedule(), api.service.now());
    let summary = |binding| {
        let mut object = summary(binding);
        object.insert("serving".into(), (binding.period.holds(now) && binding.mode != Mode::Off).into());
        Json::Object(object)
    };
    let plugins: Vec<Json> = schedule.bindings.iter().map(summary).collect();
    let refused: Vec<Json> = api.service.refusals().iter().map(write_refusal).collect();
    let list = json!({ "generation": schedule.number, "plugins": plugins, "refused": refused });
    tagged(body::json(list.to_string()), schedule.number)
}

/// The whole manifest of one binding.
pub async fn one(
    State(api): State<Arc<Api>>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let generation = api.service.generation();
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let found = generation.bindings.iter().find(|binding| binding.manifest.id == id.as_str());
    let Some(binding) = found else {
        let ids: Vec<&str> = generation.bindings.iter().map(|b| b.manifest.id.as_str()).collect();
        return Err(Problem::new(Code::PluginNotFound, unknown(&id, &ids)));
    };
    let mut object = write_manifest(&binding.manifest);
    object.append(&mut bound(binding));
    Ok(body::json(Json::Object(object).to_string()))
}

fn unknown(id: &str, ids: &[&str]) -> String {
    let distance = |name: &&&str| strsim::damerau_levenshtein(name, id);
    let nearest = ids.iter().min_by_key(distance).filter(|name| distance(name) <= 3);
    match nearest {
        Some(nearest) => format!("no plugin is bound under this id; did you mean `{nearest}`?"),
        None => format!("no plugin is bound under this id; bound are: {}", ids.join(", ")),
    }
}

fn write_refusal(refusal: &Refusal) -> Json {
    let Refusal { at, record } = refusal;
    json!({
        "id": record.plugin.as_str(),
        "digest": record.digest.to_string(),
        "step": record.step.as_str(),
        "code": record.code.as_str(),
        "says": record.says,
        "actor": record.actor.as_str(),
        "recorded_at": write_time(*at),
    })
}

fn summary(binding: &Binding) -> Map<String, Json> {
    let manifest = &binding.manifest;
    let confident = |wanted| manifest.rules.iter().filter(|rule| rule.confidence == wanted).count();
    let mut object = Map::new();
    object.insert("id".into(), manifest.id.as_str().into());
    object.insert("version".into(), manifest.version.as_str().into());
    object.insert("kind".into(), kind_name(manifest.kind).into());
    object.insert("title".into(), manifest.title.as_str().into());
    object.insert("legal_order".into(), manifest.legal_order.as_str().into());
    object.insert("rules".into(), manifest.rules.len().into());
    let confidence = json!({
        "high": confident(Confidence::High),
        "medium": confident(Confidence::Medium),
        "low": confident(Confidence::Low),
    });
    object.insert("confidence".into(), confidence);
    object.append(&mut bound(binding));
    object
}

/// What the operator decided about it. Settings by their keys alone: a value may be a secret of
/// the contract.
fn bound(binding: &Binding) -> Map<String, Json> {
    let settings: Map<String, Json> = serde_json::from_slice(&binding.settings_json).unwrap_or_default();
    let mut object = Map::new();
    object.insert("plugin".into(), binding.plugin.manifest().id.as_str().into());
    object.insert("digest".into(), binding.plugin.digest().to_string().into());
    object.insert("signature".into(), signed(&binding.signature));
    if let Some(Provenance { by, source }) = binding.plugin.provenance() {
        object.insert("provenance".into(), json!({ "built_by": by, "source": source }));
    }
    object.insert("mode".into(), binding.mode.as_str().into());
    object.append(&mut write_period(binding.period));
    object.insert("abilities".into(), binding.plugin.abilities().map(ability_name).collect());
    object.insert("settings_set".into(), settings.keys().map(String::as_str).collect());
    object
}

/// How it stands with the signature.
fn signed(signature: &Signature) -> Json {
    match signature {
        Signature::NotAsked => json!({ "state": "not-asked" }),
        Signature::By(names) => json!({ "state": "signed", "by": names }),
        Signature::Doubtful(error) => {
            json!({ "state": "doubtful", "code": error.code(), "says": error.to_string() })
        }
    }
}
