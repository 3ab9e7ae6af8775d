//! The routes, with examples.

use serde_json::{Map, Value as Json, json};

use super::answers::statuses;
use crate::limits::IDEMPOTENCY_KEY_BYTES_MAX;

/// Every route.
pub fn paths() -> Json {
    let mut paths = json!({
        "/v1/decisions/sharing": { "post": decide("sharing",
            "May these data be shared with this recipient for this purpose, or used so by the controller itself?") },
        "/v1/decisions/retention": { "post": decide("retention", "How long may or must these data be kept?") },
        "/v1/decisions/rights": { "post": decide("rights", "What is owed to this person who exercises a right?") },
        "/v1/decisions/incident": { "post": decide("incident", "What does this breach of personal data ask for?") },
        "/v1/decisions/batch": { "post": batch() },
        "/v1/decisions/search": { "post": search() },
        "/v1/decisions/{id}": { "get": get("A stored decision, as it was answered.", "decision", true), "parameters": [id()] },
        "/v1/plugins": { "get": get("The plugins at work.", "plugins", false), "post": super::changing::upload() },
        "/v1/plugins/{id}": { "get": get("A plugin's whole manifest.", "", false), "parameters": [id()] },
        "/v1/dictionary": { "get": get("Every kind of entity and fact that a question may use.", "", false) },
        "/openapi.json": { "get": get("This description.", "", false) },
        "/healthz": { "get": open("The process runs.", None) },
        "/readyz": { "get": open("Decisions can be made and stored.", Some("The ledger does not serve.")) },
    });
    if let Some(object) = paths.as_object_mut() {
        object.append(&mut super::export::paths());
        object.append(&mut super::subjects::paths());
        object.append(&mut super::log::paths());
        object.append(&mut super::replay::paths());
        object.append(&mut super::due::paths());
        object.append(&mut super::upkeep::paths());
        object.append(&mut super::retention::paths());
        object.append(&mut super::changing::paths());
    }
    paths
}

fn decide(kind: &str, summary: &str) -> Json {
    let mut operation = json!({
        "operationId": format!("decide-{kind}"),
        "summary": summary,
        "tags": ["decisions"],
        "parameters": [explain(), idempotency_key()],
        "requestBody": body("question", &example(kind)),
    });
    answers(&mut operation, "decision", "The decision, stored before it was answered.", &DECIDE);
    replayed(&mut operation);
    operation
}

fn batch() -> Json {
    let questions = ["sharing", "retention"].map(|kind| {
        let mut question = example(kind);
        if let Some(object) = question.as_object_mut() {
            object.insert("kind".into(), kind.into());
        }
        question
    });
    let schema = json!({
        "type": "array",
        "maxItems": crate::limits::BATCH_QUESTIONS_MAX,
        "items": { "$ref": "#/components/schemas/question-of-batch" },
    });
    let mut operation = json!({
        "operationId": "decide-batch",
        "summary": "Many questions at once; each is decided by itself, a wrong one has a problem in its place.",
        "tags": ["decisions"],
        "parameters": [idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema, "example": questions } } },
    });
    answers(&mut operation, "batch", "A decision or a problem for each question.", &POST);
    replayed(&mut operation);
    operation
}

fn search() -> Json {
    let example = json!({ "from": "2026-11-01T00:00:00Z", "kind": "sharing", "effect": "deny", "limit": 20 });
    let mut operation = json!({
        "operationId": "search-decisions",
        "summary": "Stored decisions by subject, kind, effect, plugin, rule, jurisdiction, period and due day, in either direction of time.",
        "tags": ["decisions"],
        "requestBody": body("search", &example),
    });
    answers(&mut operation, "page", "A page of decisions.", &POST);
    operation
}

fn get(summary: &str, schema: &str, explained: bool) -> Json {
    let mut operation = json!({ "summary": summary });
    if let (true, Some(object)) = (explained, operation.as_object_mut()) {
        object.insert("parameters".into(), json!([explain()]));
    }
    answers(&mut operation, schema, summary, &GET);
    operation
}

fn open(summary: &str, not: Option<&str>) -> Json {
    let content = json!({ "application/json": { "schema": { "type": "object" } } });
    let mut answers = json!({ "200": { "description": summary, "content": content } });
    if let (Some(not), Some(object)) = (not, answers.as_object_mut()) {
        object.insert("503".into(), json!({ "description": not, "content": content }));
    }
    json!({ "summary": summary, "security": [], "responses": answers })
}

/// The problems of a question that can come under an idempotency key.
const DECIDE: [u16; 13] = [400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 500, 503];

/// The problems of requests with a body, and of those without.
pub(super) const POST: [u16; 11] = [400, 401, 403, 404, 405, 408, 413, 415, 422, 500, 503];
pub(super) const GET: [u16; 8] = [400, 401, 403, 404, 405, 410, 500, 503];

pub(super) fn answers(operation: &mut Json, schema: &str, says: &str, problems: &[u16]) {
    let schema = match schema {
        "" => json!({ "type": "object" }),
        name => json!({ "$ref": format!("#/components/schemas/{name}") }),
    };
    let mut answers = Map::new();
    let content = json!({ "application/json": { "schema": schema } });
    answers.insert("200".into(), json!({ "description": says, "content": content }));
    for status in statuses().iter().filter(|status| problems.contains(status)) {
        let reference = format!("#/components/responses/problem-{status}");
        answers.insert(status.to_string(), json!({ "$ref": reference }));
    }
    if let Some(object) = operation.as_object_mut() {
        object.insert("responses".into(), Json::Object(answers));
    }
}

fn body(schema: &str, example: &Json) -> Json {
    let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
    json!({ "required": true, "content": { "application/json": { "schema": schema, "example": example } } })
}

/// Adds the header that says that an answer is that of an earlier attempt.
fn replayed(operation: &mut Json) {
    let header = json!({
        "description": "`true`: every decision in it was made before, under the same `Idempotency-Key`.",
        "schema": { "const": "true" },
    });
    if let Some(answer) = operation.pointer_mut("/responses/200").and_then(Json::as_object_mut) {
        answer.insert("headers".into(), json!({ "Idempotency-Replayed": header }));
    }
}

fn idempotency_key() -> Json {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A fresh UUID for each request. Who sends the request again under the same key within a day, because the answer was lost, gets the decision that is stored; no second one is made. In a batch it counts for each question by its place.",
        "schema": { "type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_BYTES_MAX },
    })
}

fn explain() -> Json {
    json!({
        "name": "explain",
        "in": "query",
        "description": "Adds `explanation`: the decision in sentences.",
        "schema": { "type": "boolean", "default": false },
    })
}

fn id() -> Json {
    json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } })
}

/// A question of each kind.
pub fn example(kind: &str) -> Json {
    match kind {
        "sharing" => json!({
            "as_of": "2026-11-23",
            "subject": { "id": "user-4711", "residence": ["FR"], "age": 34 },
            "items": [{ "id": "prompt", "category": "prompt-text" }],
            "uses": [{ "purpose": "content-generation", "operation": "share", "items": ["prompt"], "recipients": ["ai-model"] }],
            "recipients": [{ "id": "ai-model" }],
        }),
        "retention" => json!({
            "as_of": "2026-11-23",
            "subject": { "id": "user-4711", "residence": ["DE"] },
            "items": [{ "id": "access-log", "category": "log-record", "collected-on": "2026-05-01" }],
        }),
        "rights" => json!({
            "as_of": "2026-11-23",
            "subject": { "id": "user-4711", "residence": ["DE"] },
            "requests": [{ "right": "access", "received-on": "2026-11-20" }],
            "items": [{ "id": "prompt", "category": "prompt-text" }],
        }),
        _ => json!({
            "as_of": "2026-11-23",
            "subject": { "residence": ["DE"] },
            "items": [{ "id": "addresses", "category": "account-email" }],
            "incident": { "aware-at": "2026-11-22T18:00:00+01:00", "persons": 120, "items": ["addresses"] },
        }),
    }
}
