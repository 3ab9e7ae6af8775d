//! The route that gives decisions in bulk.

use serde_json::{Map, Value as Json, json};

use super::paths::{POST, answers};
use crate::export::FORMATS;
use crate::wire::question::KINDS;

const SUMMARY: &str = "Decisions in bulk, streamed: NDJSON (a head, a decision a line, an end with counts and \
     `complete`), or Apache Parquet (a row a decision, the head and the end in the file's metadata). On record before \
     the first byte. A copy escapes erasure: the head says until when it is to be deleted. Wants the role `audit`.";

/// The route.
pub fn paths() -> Map<String, Json> {
    let kinds: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    let formats: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
    let yes_no = |says: &str| json!({ "type": "boolean", "default": false, "description": says });
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["format"],
        "properties": {
            "from": { "type": "string", "format": "date-time", "description": "Recorded at or after this time." },
            "to": { "type": "string", "format": "date-time", "description": "Recorded before this time." },
            "kind": { "type": "string", "enum": kinds },
            "format": { "type": "string", "enum": formats },
            "by_reference": yes_no("Only places, times and hashes of the log: nothing is decrypted, so that the copy holds nothing that can be erased."),
            "with_proofs": yes_no("Each line holds its proof file, all under one checkpoint; only beside `ndjson`."),
        },
    });
    let example = json!({ "from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "format": "ndjson" });
    let mut operation = json!({
        "operationId": "export-decisions",
        "summary": SUMMARY,
        "tags": ["decisions"],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema, "example": example } } },
    });
    answers(&mut operation, "", "The export.", &POST);
    if let Some(content) = operation.pointer_mut("/responses/200/content") {
        let each = FORMATS.iter().map(|(_, format)| (format.media_type().to_owned(), json!({})));
        *content = Json::Object(each.collect());
    }
    let mut paths = Map::new();
    paths.insert("/v1/decisions/export".into(), json!({ "post": operation }));
    paths
}
