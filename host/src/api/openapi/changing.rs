//! The routes that change what serves, and those that tell what did.

use serde_json::{Map, Value as Json, json};

use super::paths::{GET, answers};

/// The problems of a change: those of a body, what stands against it, and what the caller must have seen.
const CHANGE: [u16; 14] = [400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 422, 428, 500, 503];

/// The problems of a trial: those of a body, what the gate refuses, and another trial that is running.
const IMPACT: [u16; 12] = [400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503];

/// The routes that are new.
pub fn paths() -> Map<String, Json> {
    let mut paths = Map::new();
    paths.insert(
        "/v1/plugins/{id}/activate".into(),
        json!({ "post": activate(), "parameters": [in_path("id")] }),
    );
    paths.insert(
        "/v1/generations/{number}/activate".into(),
        json!({ "post": roll_back(), "parameters": [in_path("number")] }),
    );
    paths
        .insert("/v1/plugins/{id}/impact".into(), json!({ "post": impact(), "parameters": [in_path("id")] }));
    paths.insert(
        "/v1/plugins/{id}/shadow".into(),
        json!({ "get": shadow(), "delete": end_shadow(), "parameters": [in_path("id")] }),
    );
    let summary = "What was done to the bindings, the latest first: each generation with who made it, when, of which \
                   one, and how each binding was before and after, and each plugin that was refused. Wants the role \
                   `audit` or `operate`.";
    let query = [in_query("limit", "integer"), in_query("cursor", "string")];
    paths.insert("/v1/generations".into(), json!({ "get": get("list-generations", summary, &query) }));
    let summary = "What differs in a generation from another one, by default the one before it: bindings, rules of \
                   plugins that are others, and what stands beside them. Wants the role `audit` or `operate`.";
    let diff = get("diff-generations", summary, &[in_query("from", "integer")]);
    paths.insert(
        "/v1/generations/{number}/diff".into(),
        json!({ "get": diff, "parameters": [in_path("number")] }),
    );
    paths
}

/// Uploading a plugin.
pub fn upload() -> Json {
    let summary =
        "Keeps a plugin's bytes and gives their digest; nothing is put to work. Wants the role `operate`.";
    let content = json!({ "application/wasm": { "schema": { "type": "string", "format": "binary" } } });
    let mut operation = json!({
        "operationId": "upload-plugin",
        "summary": summary,
        "tags": ["plugins"],
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", summary, &CHANGE);
    operation
}

fn activate() -> Json {
    let summary = "Takes a plugin through the gate and puts it to work; what is left out stays as it is bound. A \
                   period replaces what is bound in it, which goes on before and after. Requests that run keep the \
                   generation that they have. Wants the role `operate`.";
    let time = json!({ "type": ["string", "null"], "format": "date-time" });
    let schema = json!({ "type": "object", "additionalProperties": false, "properties": {
        "digest": { "type": "string", "description": "The SHA-256 of an uploaded plugin; left out: the bytes that are bound now." },
        "signature": { "type": "string", "description": "The text of its `.sig` file; left out: the one that is known of these bytes." },
        "mode": { "enum": ["enforce", "shadow", "off"] },
        "large_memory": { "type": "boolean" },
        "allow_stubbed_wasi": { "type": "boolean" },
        "settings": { "type": "object", "description": "All settings, as the plugin's manifest names them." },
        "from": time,
        "until": time,
    } });
    let example = json!({ "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "from": "2027-01-01T00:00:00+01:00" });
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    let mut operation = json!({
        "operationId": "activate-plugin",
        "summary": summary,
        "tags": ["plugins"],
        "parameters": [if_match()],
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", summary, &CHANGE);
    operation
}

fn impact() -> Json {
    let summary = "Makes stored decisions again with a plugin in place that has passed the gate, at a low priority on \
                   every core; nothing is put to work. NDJSON: a line of the type `shifted` for each that would be \
                   another, with its `weight`, the effect that `was` and is `now`, `changes` and rules, one of the \
                   type `not-compared` for each that cannot be made again, one of the type `progress` each second, \
                   and at the end one of the type `summary` with `outcomes`, `moved` (from what to what), `groups` \
                   (by effect and rule, the heaviest first, with `examples`) and `complete`; without it it was cut \
                   short. Closing the connection ends it. One at a time, with replays of ranges. Wants the role \
                   `operate`.";
    let time = |says: &str| json!({ "type": "string", "format": "date-time", "description": says });
    let schema = json!({ "type": "object", "additionalProperties": false, "properties": {
        "digest": { "type": "string", "description": "The SHA-256 of an uploaded plugin; left out: the bytes that are bound now." },
        "signature": { "type": "string", "description": "The text of its `.sig` file." },
        "mode": { "enum": ["enforce", "shadow", "off"], "description": "`off`: what if it were switched off. `shadow` is tried as `enforce`." },
        "large_memory": { "type": "boolean" },
        "allow_stubbed_wasi": { "type": "boolean" },
        "settings": { "type": "object", "description": "All settings; left out: those that are bound now." },
        "from": time("Decisions recorded at or after this time."),
        "to": time("Decisions recorded before this time."),
        "kind": { "type": "string", "enum": ["sharing", "retention", "rights", "incident"] },
        "last": { "type": "integer", "minimum": 1, "description": "Only the decisions among so many records at the end of the log." },
        "each": { "type": "boolean", "default": true, "description": "Whether a line is written for each decision, or the summary only." },
    } });
    let example = json!({ "last": 100_000, "each": false });
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    let mut operation = json!({
        "operationId": "impact-of-plugin",
        "summary": summary,
        "tags": ["plugins"],
        "requestBody": { "required": true, "content": content },
    });
    answers(&mut operation, "", "Lines, as they come.", &IMPACT);
    if let Some(answer) = operation.pointer_mut("/responses/200/content") {
        *answer = json!({ "application/x-ndjson": { "schema": { "type": "object" } } });
    }
    operation
}

fn shadow() -> Json {
    let summary = "What a plugin in shadow would have decided otherwise: how often it was `asked`, how many decisions \
                   are the `same` and how many `shifted`, the shifts by effect and rule as `groups`, the heaviest \
                   first, and a page of the `differences`, the latest first. Wants the role `operate`.";
    get(
        "shadow-of-plugin",
        summary,
        &[in_query("weight", "string"), in_query("limit", "integer"), in_query("cursor", "string")],
    )
}

fn end_shadow() -> Json {
    let summary = "Asks a plugin in shadow no more. Wants the role `operate`.";
    let mut operation = json!({
        "operationId": "end-shadow",
        "summary": summary,
        "tags": ["plugins"],
        "parameters": [if_match()],
    });
    answers(&mut operation, "", summary, &CHANGE);
    operation
}

fn roll_back() -> Json {
    let summary = "Puts the bindings of an earlier generation to work again, as a new generation. Wants the role \
                   `operate`.";
    let mut operation = json!({
        "operationId": "activate-generation",
        "summary": summary,
        "tags": ["plugins"],
        "parameters": [if_match()],
    });
    answers(&mut operation, "", summary, &CHANGE);
    operation
}

fn get(id: &str, summary: &str, query: &[Json]) -> Json {
    let mut operation =
        json!({ "operationId": id, "summary": summary, "tags": ["plugins"], "parameters": query });
    answers(&mut operation, "", summary, &GET);
    operation
}

fn in_path(name: &str) -> Json {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
}

fn in_query(name: &str, kind: &str) -> Json {
    json!({ "name": name, "in": "query", "schema": { "type": kind } })
}

fn if_match() -> Json {
    json!({
        "name": "If-Match",
        "in": "header",
        "required": true,
        "description": "The number of the generation that the caller has seen, in quotes, as `ETag` of `GET /v1/plugins` has it; or `*`.",
        "schema": { "type": "string" },
    })
}
