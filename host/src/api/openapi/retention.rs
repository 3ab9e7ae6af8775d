//! The route of the ledger's own retention.

use serde_json::{Map, Value as Json, json};

use super::paths::{POST, answers};

/// The route.
pub fn paths() -> Map<String, Json> {
    let apply = json!({ "type": "boolean", "default": false, "description":
        "Does it; else the answer is a dry run and nothing is changed." });
    let schema = json!({ "type": "object", "additionalProperties": false, "properties": { "apply": apply } });
    let content = json!({ "application/json": { "schema": schema, "example": { "apply": false } } });
    let mut operation = json!({
        "operationId": "retain-log",
        "summary": "What the ledger lets go of by the classes of the config: keys whose time is over, then segments in which no decision can be read any more. Wants the role `operate`.",
        "tags": ["log"],
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", "The plan, and what was done if it was applied.", &POST);
    if let Some(answer) = operation.pointer_mut("/responses/200/content") {
        *answer = json!({ "application/json": { "schema": plan() } });
    }
    Map::from_iter([("/v1/log/retention".to_owned(), json!({ "post": operation }))])
}

fn plan() -> Json {
    let number = json!({ "type": "integer" });
    let day = json!({ "type": ["string", "null"], "format": "date" });
    let quarter = json!({ "type": "object", "properties": {
        "quarter": { "type": "string", "description": "`2026-Q4`." },
        "expires_on": { "type": ["string", "null"], "format": "date", "description": "The first day, in UTC, on which its keys are kept no more; null: never." },
        "expired": { "type": "boolean" },
        "keys": number,
        "held": { "type": "integer", "description": "Keys that would have to go, and stay for a hold." },
        "decisions": number,
    } });
    let class = json!({ "type": "object", "properties": {
        "class": { "type": ["string", "null"], "description": "Null: what is in no class, and is kept for ever." },
        "keep": { "type": ["string", "null"], "description": "Null: not in the config, and kept for ever." },
        "quarters": { "type": "array", "items": quarter },
    } });
    let segments = json!({ "type": "object", "properties": {
        "size": number, "full": number, "deleted": number, "unfinished": number,
        "deletable": { "type": "array", "items": number },
        "decisions": number, "readable": number, "uncovered": number,
        "minimum_index": { "type": "integer", "description": "All entries before it are in deleted segments (C2SP tlog-tiles)." },
    } });
    json!({
        "type": "object",
        "required": ["applied", "day", "classes", "segments", "holds", "everything_held", "next_expiry", "notes"],
        "properties": {
            "applied": { "type": "boolean" },
            "day": { "type": "string", "format": "date", "description": "The civil day in UTC for which it was made." },
            "classes": { "type": "array", "items": class },
            "segments": segments,
            "holds": { "type": "array", "items": number },
            "everything_held": { "type": "boolean" },
            "unreadable_decisions": number,
            "next_expiry": day,
            "notes": { "type": "array", "items": { "type": "string" } },
            "done": { "type": "object", "description": "Only if it was applied: counts, and the receipts of the events." },
        },
    })
}
