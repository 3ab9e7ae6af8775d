//! The routes about persons and holds.

use serde_json::{Map, Value as Json, json};

use super::paths::{GET, answers};

/// The problems of these routes: those of a body, and a hold that forbids.
const PROBLEMS: [u16; 12] = [400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 500, 503];

/// The routes.
pub fn paths() -> Map<String, Json> {
    let id = json!({ "type": "string", "description": "The person, as questions have it in `subject.id`." });
    let at_once = json!({ "type": "boolean", "default": false, "description":
        "Makes stale copies of the keys worthless now, not only by the configured deadline." });
    let everything = json!({ "type": "boolean", "default": false, "description":
        "Holds the whole ledger; then without `id`." });
    let until = json!({ "type": ["string", "null"], "format": "date-time" });
    let matter = json!({ "type": "string", "description":
        "The reference of the matter. It stays in the log for ever: never a name." });
    let hold = json!({ "type": "integer", "description": "The hold's number." });
    let person = json!({ "id": "user-4711" });
    let routes = [
        (
            "erase",
            "Makes everything that is stored about a person unreadable. Wants the role `operate`.",
            json!({ "id": id, "at_once": at_once }),
            person.clone(),
        ),
        (
            "export",
            "Everything that is stored about a person, as NDJSON: a head, a record a line with its leaf and the address of its proof, and an end with `complete`. Logged. Wants the role `audit` or `operate`.",
            json!({ "id": id }),
            person,
        ),
        (
            "hold",
            "Forbids to erase or delete, a person or everything. Wants the role `operate`.",
            json!({ "id": id, "everything": everything, "until": until, "matter": matter }),
            json!({ "id": "user-4711", "until": "2027-06-30T00:00:00Z", "matter": "case-2026-17" }),
        ),
        (
            "release",
            "Ends a hold. Wants the role `operate`.",
            json!({ "hold": hold }),
            json!({ "hold": 4711 }),
        ),
    ];
    let mut paths: Map<String, Json> = routes
        .into_iter()
        .map(|(verb, summary, keys, example)| {
            (format!("/v1/subjects/{verb}"), post(verb, summary, &keys, &example))
        })
        .collect();
    let mut holds = json!({ "operationId": "list-holds", "tags": ["subjects"],
        "summary": "The holds that are not released. Wants the role `audit` or `operate`." });
    answers(&mut holds, "", "The holds.", &GET);
    paths.insert("/v1/holds".into(), json!({ "get": holds }));
    paths
}

fn post(verb: &str, summary: &str, keys: &Json, example: &Json) -> Json {
    let schema = json!({ "type": "object", "additionalProperties": false, "properties": keys });
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    let mut operation = json!({
        "operationId": format!("{verb}-subject"),
        "summary": summary,
        "tags": ["subjects"],
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", summary, &PROBLEMS);
    if verb == "export" {
        let content = json!({ "application/x-ndjson": { "schema": { "type": "object" } } });
        if let Some(answer) = operation.pointer_mut("/responses/200/content") {
            *answer = content;
        }
    }
    json!({ "post": operation })
}
