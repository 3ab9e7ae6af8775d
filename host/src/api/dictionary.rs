//! `/v1/dictionary`: every kind of entity and fact that a question may use.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::response::Response;
use praetor_wit::{Dictionary, FactSpec, KindSpec};
use serde_json::{Map, Value as Json, json};

use super::body;

/// The whole dictionary of questions; it never changes while the server runs.
pub async fn whole() -> Response {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| write(Dictionary::bundled_or_empty()).to_string().into());
    body::json(written.clone())
}

fn write(dictionary: &Dictionary) -> Json {
    let kinds = dictionary.kinds().map(|kind| write_kind(kind, dictionary));
    json!({
        "version": dictionary.version(),
        "fingerprint": dictionary.fingerprint(),
        "kinds": kinds.collect::<Vec<Json>>(),
    })
}

fn write_kind(kind: &KindSpec, dictionary: &Dictionary) -> Json {
    let facts = dictionary.facts_of(&kind.id).map(|fact| write_fact(fact, dictionary));
    json!({
        "id": kind.id,
        "json": kind.json,
        "many": kind.many,
        "meaning": kind.meaning,
        "facts": facts.collect::<Vec<Json>>(),
    })
}

fn write_fact(fact: &FactSpec, dictionary: &Dictionary) -> Json {
    let mut object = Map::new();
    object.insert("name".into(), fact.name.as_str().into());
    object.insert("type".into(), fact.value_type.as_str().into());
    object.insert("event".into(), fact.event.into());
    object.insert("meaning".into(), fact.meaning.as_str().into());
    if !fact.open && fact.value_type.is_named() {
        object.insert("allowed".into(), dictionary.allowed(fact).into());
    }
    if !fact.refers_to.is_empty() {
        object.insert("refers_to".into(), fact.refers_to.iter().map(String::as_str).collect());
    }
    if let Some(unit) = &fact.unit {
        object.insert("unit".into(), unit.as_str().into());
    }
    Json::Object(object)
}
