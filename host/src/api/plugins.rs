//! `/v1/plugins`: what is put to work, and what it says of itself.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use praetor_decision::manifest::Confidence;
use praetor_sandbox::Provenance;
use serde_json::{Map, Value as Json, json};

use super::problem::{Code, Problem};
use super::{Api, body};
use crate::engine::{Binding, Generation};
use crate::signing::Signature;
use crate::wire::manifest::{ability_name, kind_name, write_manifest};

/// Every binding in a few words.
pub async fn list(State(api): State<Arc<Api>>) -> Response {
    let generation = api.service.generation();
    let plugins: Vec<Json> =
        generation.bindings.iter().map(|binding| summary(&generation, binding)).collect();
    body::json(json!({ "generation": generation.number, "plugins": plugins }).to_string())
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
    object.append(&mut bound(&generation, binding));
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

fn summary(generation: &Generation, binding: &Binding) -> Json {
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
    object.append(&mut bound(generation, binding));
    Json::Object(object)
}

/// What the operator decided about it. Settings by their keys alone: a value may be a secret of
/// the contract.
fn bound(generation: &Generation, binding: &Binding) -> Map<String, Json> {
    let settings: Map<String, Json> = serde_json::from_slice(&binding.settings_json).unwrap_or_default();
    let mut object = Map::new();
    object.insert("plugin".into(), binding.plugin.manifest().id.as_str().into());
    object.insert("digest".into(), binding.plugin.digest().to_string().into());
    let signature = generation.signatures.get(&binding.plugin.digest());
    object.insert("signature".into(), signed(signature.unwrap_or(&Signature::NotAsked)));
    if let Some(Provenance { by, source }) = binding.plugin.provenance() {
        object.insert("provenance".into(), json!({ "built_by": by, "source": source }));
    }
    object.insert("mode".into(), binding.mode.as_str().into());
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
