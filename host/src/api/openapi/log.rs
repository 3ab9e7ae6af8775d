//! The routes that an outsider checks the log with.

use serde_json::{Map, Value as Json, json};

use super::paths::{GET, answers};

/// The problems of the proof of consistency: those of any, and a size that the log never had.
const SIZES: [u16; 9] = [400, 401, 403, 404, 405, 409, 410, 500, 503];

/// The routes.
pub fn paths() -> Map<String, Json> {
    let text = "text/plain";
    let bytes = "application/octet-stream";
    let tile = |summary: &str| log("", summary, bytes);
    let mut paths = json!({
        "/v1/log/checkpoint": { "get": log("get-checkpoint",
            "The latest signed checkpoint (C2SP tlog-checkpoint), at most about a second old.", text) },
        "/v1/log/cosigned": { "get": log("get-cosigned",
            "The latest checkpoint that a witness cosigned (C2SP tlog-cosignature), if the config names one.", text) },
        "/v1/log/key": { "get": log("get-log-key", "The key that verifies the checkpoints (C2SP signed-note).", text) },
        "/v1/log/tile/{level}/{tile}": {
            "get": tile("Hashes of the tree (C2SP tlog-tiles); never changes."),
            "parameters": [path("level", "From 0, the leaves."), path("tile", NUMBER)],
        },
        "/v1/log/tile/entries/{tile}": {
            "get": tile("Entries, encrypted, each after its length in two bytes (C2SP tlog-tiles); never changes."),
            "parameters": [path("tile", NUMBER)],
        },
        "/v1/log/consistency": { "get": consistency() },
        "/v1/decisions/{id}/proof": {
            "get": operation("prove-decision", "decisions",
                "A proof that the decision stands in the log, complete in itself (C2SP tlog-proof); `extra` is the entry, encrypted. Wants the role `audit`.", text),
            "parameters": [path("id", "The decision."), cosigned()],
        },
    });
    paths.as_object_mut().map(std::mem::take).unwrap_or_default()
}

const NUMBER: &str = "The number in groups of three digits, `067`, `x001/x234/067`, and for a tile that is not full its width, `067.p/17`.";

fn log(id: &str, summary: &str, content: &str) -> Json {
    let summary =
        format!("{summary} Wants the role `audit`, or no token if the config sets `ledger.public_log`.");
    operation(id, "log", &summary, content)
}

fn operation(id: &str, tag: &str, summary: &str, content: &str) -> Json {
    let mut operation = json!({ "summary": summary, "tags": [tag] });
    if let (false, Some(object)) = (id.is_empty(), operation.as_object_mut()) {
        object.insert("operationId".into(), id.into());
    }
    answers(&mut operation, "", summary, &GET);
    if let Some(answer) = operation.pointer_mut("/responses/200/content") {
        *answer = json!({ content: { "schema": { "type": "string" } } });
    }
    operation
}

fn consistency() -> Json {
    let size = |name: &str| json!({ "name": name, "in": "query", "required": true, "schema": { "type": "integer" } });
    let summary =
        "The hashes (RFC 6962, 2.1.2) that show the log of one size to be the beginning of that of another.";
    let mut operation = log("prove-consistency", summary, "application/json");
    answers(&mut operation, "", summary, &SIZES);
    if let Some(object) = operation.as_object_mut() {
        object.insert("parameters".into(), json!([size("from"), size("to")]));
    }
    operation
}

fn cosigned() -> Json {
    json!({
        "name": "cosigned",
        "in": "query",
        "description": "Under the latest checkpoint that a witness cosigned, with its cosignatures.",
        "schema": { "type": "boolean", "default": false },
    })
}

fn path(name: &str, says: &str) -> Json {
    json!({ "name": name, "in": "path", "required": true, "description": says, "schema": { "type": "string" } })
}
