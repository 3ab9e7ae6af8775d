//! The HTTP API: its routes on one screen, one noun a file.

mod answer;
mod around;
mod batch;
mod body;
mod cursor;
mod decisions;
mod dictionary;
mod due;
mod export;
mod generations;
mod health;
mod idempotency;
mod json;
mod log;
mod metrics;
mod openapi;
mod plugins;
mod problem;
mod replay;
mod retention;
mod search;
mod server;
mod stream;
mod subjects;
mod upkeep;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::access::Access;
use crate::service::Service;

pub use answer::{Written, write as write_answer, write_time};
pub use json::{JsonFault, read_json};
pub use openapi::document as openapi_document;
pub use problem::{Code, Problem};
pub use retention::{write_plan, write_retained};
pub use search::{read_range, read_search, write_rows};
pub use server::{Server, StartError};
pub use upkeep::write as write_backup;

/// What every route works with.
#[derive(Debug)]
pub struct Api {
    /// Decides and stores.
    pub service: Service,
    /// Who may ask.
    pub access: Access,
    /// The log is given without a token.
    pub public_log: bool,
}

/// All routes. Everything but the two health routes wants a token; each group wants its role.
pub fn router(api: Arc<Api>) -> Router {
    let changing = post(plugins::upload).route_layer(from_fn(around::wants_operate));
    let decide = Router::new()
        .route("/v1/decisions/sharing", post(decisions::sharing))
        .route("/v1/decisions/retention", post(decisions::retention))
        .route("/v1/decisions/rights", post(decisions::rights))
        .route("/v1/decisions/incident", post(decisions::incident))
        .route("/v1/decisions/batch", post(batch::decide))
        .route("/v1/plugins", get(plugins::list).merge(changing))
        .route("/v1/plugins/{id}", get(plugins::one))
        .route("/v1/dictionary", get(dictionary::whole))
        .route("/openapi.json", get(openapi::serve))
        .route_layer(from_fn(around::wants_decide));
    let audit = Router::new()
        .route("/v1/decisions/search", post(search::search))
        .route("/v1/decisions/export", post(export::export))
        .route("/v1/decisions/{id}", get(decisions::get))
        .route("/v1/decisions/{id}/proof", get(log::proof))
        .route("/v1/decisions/{id}/replay", post(replay::one))
        .route("/v1/decisions/replay", post(replay::range))
        .route_layer(from_fn(around::wants_audit));
    let operate = Router::new()
        .route("/v1/subjects/erase", post(subjects::erase))
        .route("/v1/subjects/hold", post(subjects::hold))
        .route("/v1/subjects/release", post(subjects::release))
        .route("/v1/plugins/{id}/activate", post(plugins::activate))
        .route("/v1/plugins/{id}/impact", post(plugins::impact))
        .route("/v1/plugins/{id}/shadow", get(plugins::shadow).delete(plugins::end))
        .route("/v1/generations/{number}/activate", post(generations::roll_back))
        .route("/v1/backup", post(upkeep::back_up))
        .route("/v1/doctor", get(upkeep::examine))
        .route("/v1/log/retention", post(retention::retention))
        .route_layer(from_fn(around::wants_operate));
    let either = Router::new()
        .route("/v1/subjects/export", post(subjects::export))
        .route("/v1/holds", get(subjects::holds))
        .route("/v1/generations", get(generations::history))
        .route("/v1/generations/{number}/diff", get(generations::diff))
        .route("/v1/due", get(due::list))
        .route("/metrics", get(metrics::scrape))
        .route_layer(from_fn(around::wants_audit_or_operate));
    let acting = Router::new()
        .route("/v1/due/{id}", post(due::complete))
        .route_layer(from_fn(around::wants_decide_or_operate));
    let log = Router::new()
        .route("/v1/log/checkpoint", get(log::checkpoint))
        .route("/v1/log/cosigned", get(log::cosigned))
        .route("/v1/log/key", get(log::key))
        .route("/v1/log/consistency", get(log::consistency))
        .route("/v1/log/tile/{*tile}", get(log::tile));
    let log = if api.public_log { log } else { log.route_layer(from_fn(around::wants_audit)) };
    let open = Router::new().route("/healthz", get(health::alive)).route("/readyz", get(health::ready));
    decide
        .merge(audit)
        .merge(operate)
        .merge(either)
        .merge(acting)
        .merge(log)
        .merge(open)
        .fallback(problem::no_route)
        .method_not_allowed_fallback(problem::no_method)
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(Arc::clone(&api), around::around))
        .with_state(api)
}

/// Runs what reads the disk or compiles away from the threads that answer.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| {
        Err(Problem::new(Code::Internal, "Praetor failed while reading; please report it"))
    })
}
