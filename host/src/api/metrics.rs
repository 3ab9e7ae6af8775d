//! `/metrics`: figures for Prometheus, in the text form of OpenMetrics. They are read when somebody
//! asks, and none of them is about a person.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use praetor_ledger::stated_size;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::problem::{Code, Problem};
use super::{Api, blocking, body};
use crate::service::Service;
use crate::wire::decision::kind_name;

/// What `prometheus-client` writes.
const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// All figures.
pub async fn scrape(State(api): State<Arc<Api>>) -> Result<Response, Problem> {
    let text = blocking(move || Ok(figures(&api.service))).await?;
    let mut response = body::json(
        text.map_err(|_| Problem::new(Code::Internal, "the figures cannot be written; please report it"))?,
    );
    response.headers_mut().insert(CONTENT_TYPE, OPEN_METRICS);
    Ok(response)
}

fn figures(service: &Service) -> Result<String, std::fmt::Error> {
    let mut registry = Registry::with_prefix("praetor");
    of_ledger(service, &mut registry);
    of_due(service, &mut registry);
    of_checkpoints(service, &mut registry);
    of_decisions(service, &mut registry);
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

/// A figure as it stands now.
fn now(registry: &mut Registry, name: &str, help: &str, value: u64) {
    let gauge = Gauge::<u64, AtomicU64>::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn of_ledger(service: &Service, registry: &mut Registry) {
    let health = service.health();
    now(registry, "ledger_serving", "1 if the ledger stores and reads", health.serving.into());
    now(registry, "ledger_records", "Records in the ledger", health.records);
    now(registry, "ledger_waiting", "Records that wait to be stored", count(health.waiting));
    now(registry, "generation", "The generation that serves", service.generation().number);
    now(registry, "calls_waiting", "Decisions that wait for a plugin thread", count(service.waiting()));
}

/// Left out while they cannot be read: 0 would say that nothing is overdue.
fn of_due(service: &Service, registry: &mut Registry) {
    if let Ok(due) = service.due_counts() {
        now(registry, "due_open", "What decisions want done and is not done", due.open);
        now(registry, "due_overdue", "What of it should have been done before", due.overdue);
    }
}

/// A checkpoint stays the same while nothing happens, so its age says nothing; what it lacks does.
fn of_checkpoints(service: &Service, registry: &mut Registry) {
    let signed = service.checkpoint().ok().and_then(|checkpoint| stated_size(&checkpoint)).unwrap_or(0);
    now(registry, "checkpoint_size", "Records under the latest checkpoint", signed);
    let behind = service.health().records.saturating_sub(signed);
    now(registry, "checkpoint_behind", "Records that no checkpoint covers yet", behind);
    let failures = Family::<[(&str, String); 2], Gauge<u64, AtomicU64>>::default();
    let sent = service.published();
    if sent.is_empty() {
        return;
    }
    for (number, receiver) in sent.iter().enumerate() {
        let labels = [("to", receiver.to.to_owned()), ("number", number.to_string())];
        failures.get_or_create(&labels).set(receiver.failures.into());
    }
    let help = "Attempts to send a checkpoint that failed since the last that succeeded";
    registry.register("checkpoint_failures", help, failures);
}

fn of_decisions(service: &Service, registry: &mut Registry) {
    let decided = Family::<[(&str, &str); 1], Counter>::default();
    for (kind, number) in service.decided() {
        decided.get_or_create(&[("kind", kind_name(kind))]).inc_by(number);
    }
    registry.register("decisions", "Decisions that were stored since the start", decided);
}
