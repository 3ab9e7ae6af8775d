//! `/healthz` and `/readyz`: the only routes without a token, so they name nothing but ids.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value as Json, json};

use super::{Api, body};

/// The process runs and answers.
pub async fn alive() -> Response {
    body::json(r#"{"status":"ok"}"#)
}

/// Whether decisions can be made and stored, part by part.
pub async fn ready(State(api): State<Arc<Api>>) -> Response {
    let (health, generation) = (api.service.health(), api.service.generation());
    // A binding is part of a generation only once its plugin was loaded and checked.
    let plugins = generation.bindings.iter().map(|binding| {
        let (manifest, mode) = (&binding.manifest, binding.mode.as_str());
        json!({ "id": manifest.id.as_str(), "version": manifest.version.as_str(), "mode": mode, "ready": true })
    });
    let refused = api.service.refusals();
    let refused = refused.iter().map(|refusal| {
        let (id, code) = (refusal.record.plugin.as_str(), refusal.record.code.as_str());
        json!({ "id": id, "code": code, "step": refusal.record.step.as_str() })
    });
    // What they are and how they do, and not where: this is answered to everybody.
    let published = api.service.published().into_iter();
    let published = published.map(|to| json!({ "to": to.to, "size": to.size, "failures": to.failures }));
    let counted = Arc::clone(&api);
    let due = super::blocking(move || Ok(counted.service.due_counts()?)).await.ok();
    let due = due.map(|due| json!({ "open": due.open, "overdue": due.overdue }));
    let state = json!({
        "ready": health.serving,
        "generation": generation.number,
        "ledger": { "ready": health.serving, "records": health.records, "waiting": health.waiting },
        "due": due,
        "checkpoints": published.collect::<Vec<Json>>(),
        "plugins": plugins.collect::<Vec<Json>>(),
        "refused": refused.collect::<Vec<Json>>(),
        "calls_waiting": api.service.waiting(),
    });
    let mut response = body::json(state.to_string());
    if !health.serving {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    response
}
