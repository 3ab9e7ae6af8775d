//! The routes that keep the ledger whole.

use serde_json::{Map, Value as Json, json};

use super::paths::{GET, answers};

/// The problems of a backup: those of any route, and one that is refused.
const BACKUP: [u16; 9] = [400, 401, 403, 404, 405, 409, 410, 500, 503];

/// The routes.
pub fn paths() -> Map<String, Json> {
    let summary = "Brings the backup in the configured folders up to now, beside live traffic. NDJSON: `progress` \
                   with `copied` and `of`, and `end` with `complete`, or `failed` with the problem. Wants the role \
                   `operate`; the caller names no folder.";
    let mut backup = json!({ "operationId": "make-backup", "summary": summary, "tags": ["upkeep"] });
    answers(&mut backup, "", summary, &BACKUP);
    if let Some(answer) = backup.pointer_mut("/responses/200/content") {
        *answer = json!({ "application/x-ndjson": { "schema": { "type": "object" } } });
    }
    let summary = "Looks over the ledger and where it is kept: each check with its state (`ok`, `warn`, `fail`), \
                   what was seen, and the next step. Wants the role `operate`.";
    let mut doctor = json!({ "operationId": "examine", "summary": summary, "tags": ["upkeep"] });
    answers(&mut doctor, "", summary, &GET);
    let mut paths = Map::new();
    paths.insert("/v1/backup".into(), json!({ "post": backup }));
    paths.insert("/v1/doctor".into(), json!({ "get": doctor }));
    paths
}
