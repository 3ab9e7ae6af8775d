//! The routes that make stored decisions again.

use serde_json::{Map, Value as Json, json};

use super::paths::answers;

/// The problems of the replay of one decision.
const ONE: [u16; 6] = [401, 403, 404, 405, 500, 503];

/// The problems of a range: those of a body, and another range that is being replayed.
const RANGE: [u16; 12] = [400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503];

/// The routes.
pub fn paths() -> Map<String, Json> {
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let mut paths = Map::new();
    paths.insert("/v1/decisions/{id}/replay".into(), json!({ "post": one(), "parameters": [id] }));
    paths.insert("/v1/decisions/replay".into(), json!({ "post": range() }));
    paths
}

fn one() -> Json {
    let mut operation = json!({
        "operationId": "replay-decision",
        "tags": ["decisions"],
        "summary": "Makes a stored decision again, of the exact bytes of its plugins, and compares it byte for byte. Wants no body, and the role `audit`.",
    });
    answers(&mut operation, "replayed", "What came of it.", &ONE);
    operation
}

fn range() -> Json {
    let time = |says: &str| json!({ "type": "string", "format": "date-time", "description": says });
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "from": time("Recorded at or after this time."),
            "to": time("Recorded before this time."),
            "kind": { "type": "string", "enum": ["sharing", "retention", "rights", "incident"] },
        },
    });
    let example = json!({ "from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z" });
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    let mut operation = json!({
        "operationId": "replay-decisions",
        "tags": ["decisions"],
        "summary": "Replays all decisions of a time, at a low priority on every core; `{}` replays all. NDJSON: a line of the type `replayed` for each that did not come out the same, one of the type `progress` each second (`done` of `total` records of the log, decisions `replayed`, `rate` a second), and at the end one of the type `summary` with `outcomes` and `complete`; without it the replay was cut short. Closing the connection ends it. One at a time. Wants the role `audit`.",
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", "Lines, as they come.", &RANGE);
    if let Some(answer) = operation.pointer_mut("/responses/200/content") {
        *answer = json!({ "application/x-ndjson": { "schema": { "type": "object" } } });
    }
    operation
}

/// What came of one decision.
pub fn schema() -> Json {
    let call = json!({
        "type": "object",
        "required": ["plugin", "call", "same", "fuel"],
        "properties": {
            "plugin": { "type": "string" },
            "call": { "enum": ["profile", "sharing", "retention", "rights", "incident"] },
            "same": { "type": "boolean" },
            "fuel": { "type": "object", "description": "What the call took `then` and takes `now`; never compared." },
        },
    });
    let difference = json!({
        "type": "object",
        "required": ["path"],
        "properties": {
            "path": { "type": "string", "description": "Where: `plugins.eu-gdpr.sharing.findings[3].effect`." },
            "plugin": { "type": "string" },
            "call": { "type": "string" },
            "rule": { "type": "string", "description": "The rule of the finding." },
            "was": { "description": "What is stored; missing: nothing stands there." },
            "now": { "description": "What came out now; missing: nothing stands there." },
        },
    });
    json!({
        "type": "object",
        "required": ["id", "sequence", "recorded_at", "generation", "outcome", "says", "engine_changed", "calls"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "sequence": { "type": "integer" },
            "recorded_at": { "type": "string", "format": "date-time" },
            "kind": { "enum": ["sharing", "retention", "rights", "incident"], "description": "Missing: a call that the machine was too slow for." },
            "generation": { "type": "integer" },
            "outcome": { "enum": ["same", "different", "not-replayable", "erased", "unavailable"] },
            "says": { "type": "string", "description": "The outcome in a sentence." },
            "engine_changed": { "type": "boolean", "description": "Another engine made the decision than the present one." },
            "environment_changed": { "type": "object", "description": "Engine, dictionary, calendars and version, where they are others: `then` and `now`." },
            "differences": { "type": "array", "items": difference, "description": "If the outcome is `different`." },
            "more_differences": { "type": "boolean", "description": "There are more than are listed." },
            "calls": { "type": "array", "items": call },
        },
    })
}
