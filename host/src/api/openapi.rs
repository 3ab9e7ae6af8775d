//! `/openapi.json`: the API in OpenAPI 3.1. What a question may hold is generated from the
//! dictionary, so that the document never lags behind the reader.

mod answers;
mod changing;
mod due;
mod export;
mod log;
mod paths;
mod questions;
mod replay;
mod retention;
mod subjects;
mod upkeep;

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::response::Response;
use praetor_wit::Dictionary;
use serde_json::{Value as Json, json};

use super::body;

/// The description; it never changes while the server runs.
pub async fn serve() -> Response {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    body::json(WRITTEN.get_or_init(|| document().to_string().into()).clone())
}

/// The description of the API.
#[must_use]
pub fn document() -> Json {
    let mut schemas = questions::schemas(Dictionary::bundled_or_empty());
    schemas.append(&mut answers::schemas());
    schemas.append(&mut due::schemas());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Praetor",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Decides, for each use of personal data, what every law, every contract and the notice allow.",
            "description": "Every answer is stored before it is given. Errors are RFC 9457 problems with a stable `type`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths::paths(),
        "components": {
            "schemas": schemas,
            "responses": answers::problems(),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "The token of the server's token file." },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references<'j>(json: &'j Json, found: &mut Vec<&'j str>) {
        match json {
            Json::Object(object) => {
                found.extend(object.get("$ref").and_then(Json::as_str));
                object.values().for_each(|value| references(value, found));
            }
            Json::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut found = vec![];
        references(&document, &mut found);
        assert!(found.len() > 40);
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_example_of_a_question_can_be_read() {
        let today = jiff::civil::date(2026, 11, 23);
        for (name, kind) in crate::wire::question::KINDS {
            let read = crate::wire::read_question(
                &paths::example(name),
                Some(kind),
                today,
                Dictionary::bundled().unwrap(),
            );
            assert!(read.is_ok(), "{name}: {}", read.unwrap_err());
        }
    }

    #[test]
    fn a_question_has_every_kind_and_fact_of_the_dictionary() {
        let document = document();
        let dictionary = Dictionary::bundled().unwrap();
        for fact in dictionary.facts() {
            let pointer = format!("/components/schemas/entity-{}/properties/{}", fact.kind, fact.name);
            assert!(document.pointer(&pointer).is_some(), "{}", fact.path());
        }
        for kind in dictionary.kinds() {
            let pointer = format!("/components/schemas/question/properties/{}", kind.json);
            assert!(document.pointer(&pointer).is_some(), "{}", kind.id);
        }
    }
}
