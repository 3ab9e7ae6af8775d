//! The routes about what is due, and the figures.

use serde_json::{Map, Value as Json, json};

use super::paths::{GET, answers};
use crate::limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX};

/// The problems of a completion: those of a body, and something that is closed.
const POST: [u16; 12] = [400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 500, 503];

/// The routes.
pub fn paths() -> Map<String, Json> {
    let mut paths = Map::new();
    paths.insert("/v1/due".into(), json!({ "get": list() }));
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" },
        "description": "The id of the list: a decision's, a point, and a number." });
    paths.insert("/v1/due/{id}".into(), json!({ "post": complete(), "parameters": [id] }));
    paths.insert("/metrics".into(), json!({ "get": metrics() }));
    paths
}

fn list() -> Json {
    let mut operation = json!({
        "operationId": "list-due",
        "tags": ["due"],
        "summary": "What must happen by when, as decisions say, the earliest first. Wants the role `audit` or `operate`.",
        "parameters": [
            query("before", "Only what has its last day before this date.", &json!({ "type": "string", "format": "date" })),
            query("state", "What must still be done, what was done or waived, or both.",
                &json!({ "enum": ["open", "closed", "all"], "default": "open" })),
            query("overdue", "Only what should have been done before now.", &json!({ "type": "boolean", "default": false })),
            query("limit", "Items of a page.",
                &json!({ "type": "integer", "minimum": 1, "maximum": PAGE_ROWS_MAX, "default": PAGE_ROWS_DEFAULT })),
            query("cursor", "`next` of the page before.", &json!({ "type": "string" })),
        ],
    });
    answers(&mut operation, "due-page", "A page of what is due.", &GET);
    operation
}

fn query(name: &str, says: &str, schema: &Json) -> Json {
    json!({ "name": name, "in": "query", "description": says, "schema": schema })
}

fn complete() -> Json {
    let schema = json!({
        "type": "object",
        "required": ["outcome", "reference"],
        "additionalProperties": false,
        "properties": {
            "outcome": { "enum": ["done", "failed", "waived"], "description": "`failed` leaves it due." },
            "reference": { "type": "string", "description":
                "Where more is written about it. It stays in the log for ever: never a name." },
            "on": { "type": "string", "format": "date", "description":
                "The day on which it happened, today if it is left out." },
        },
    });
    let example = json!({ "outcome": "done", "reference": "ticket-123", "on": "2026-11-30" });
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    let mut operation = json!({
        "operationId": "complete-due",
        "tags": ["due"],
        "summary": "Records that something due was done, failed or is waived; it is on the disk before it is answered. Wants the role `decide` or `operate`, to waive `operate`.",
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", "What was recorded, with its place in the log.", &POST);
    operation
}

fn metrics() -> Json {
    let mut operation = json!({
        "operationId": "get-metrics",
        "tags": ["operation"],
        "summary": "Figures for Prometheus (OpenMetrics text). Wants the role `audit` or `operate`.",
    });
    answers(&mut operation, "", "The figures.", &GET);
    if let Some(answer) = operation.pointer_mut("/responses/200/content") {
        *answer = json!({ "application/openmetrics-text": { "schema": { "type": "string" } } });
    }
    operation
}

/// The schemas of the answers.
pub fn schemas() -> Map<String, Json> {
    let text = |says: &str| json!({ "type": "string", "description": says });
    let flag = |says: &str| json!({ "type": "boolean", "description": says });
    let day = |says: &str| json!({ "type": "string", "format": "date", "description": says });
    let last = json!({ "type": "object", "description":
        "What was recorded last: `outcome`, the day `on` which it happened, `reference`, `by` which token, `recorded_at`, `sequence`." });
    let item = json!({
        "type": "object",
        "required": ["id", "due", "state", "overdue", "binding", "kind", "name", "rules", "question", "decision"],
        "properties": {
            "id": text("Stays the same for ever."),
            "due": day("The last day, whole: on it, it is in time."),
            "at": { "type": "string", "format": "date-time", "description": "The last moment, where it lies within the day." },
            "not_before": day("The first day on which it may be done: before it, a duty to keep may run."),
            "state": { "enum": ["open", "done", "waived"] },
            "overdue": flag("Now, in the time zone of the controller."),
            "binding": flag("It must be done. Else it is good practice, a day to ask again, or the telling of an extension, and never overdue."),
            "stands_still": flag("The clock stands still: `due` is the earliest that the last day can be."),
            "kind": { "enum": ["obligation", "clock", "telling", "step", "ask-again", "notice"] },
            "name": text("An obligation of the dictionary, the form of a clock, an action, or who must be told."),
            "about": text("The caller's name of the request, the item or the recipient."),
            "says": text("What to do, in a sentence."),
            "rules": { "type": "array", "items": { "type": "string" } },
            "question": { "enum": ["sharing", "retention", "rights", "incident"] },
            "decision": { "type": "string", "format": "uuid" },
            "erased": flag("The decision was erased with the key of its subject; what is due stays."),
            "deleted": flag("The time for which the decision is kept is over."),
            "unreadable": flag("An alarm: the decision cannot be read."),
            "failures": { "type": "integer", "description": "How often it was tried in vain." },
            "last": last,
        },
    });
    let page = json!({
        "type": "object",
        "required": ["items", "complete", "next"],
        "properties": {
            "items": { "type": "array", "items": { "$ref": "#/components/schemas/due-item" } },
            "complete": flag("There is nothing more."),
            "next": { "type": ["string", "null"], "description": "The cursor of the next page." },
        },
    });
    [("due-item".to_owned(), item), ("due-page".to_owned(), page)].into_iter().collect()
}
