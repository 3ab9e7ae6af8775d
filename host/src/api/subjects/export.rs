//! `/v1/subjects/export`: everything the ledger holds about a person, as NDJSON, one record a line,
//! with its place, its leaf and where its proof is. It is streamed, and on record before the first line.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use futures_util::stream;
use praetor_ledger::{Disclosure, Stored, Whose};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;

use super::reading::Reading;
use super::{Answer, ApiState, placed};
use crate::access::Caller;
use crate::api::{Api, answer, blocking, body};
use crate::limits::EXPORT_PAGES_AHEAD;
use crate::service::ServiceError;

/// Gives everything about a person.
pub async fn export(api: ApiState, Extension(caller): Extension<Caller>, request: Request) -> Answer {
    let json = body::read(request).await?;
    let mut reading = Reading::new(&json, &["id"]);
    let id = reading.id();
    reading.finish()?;
    let whose = Whose { subject: id.unwrap_or_default(), actor: caller.name.as_ref().into() };
    let State(api) = api;
    let asked = Arc::clone(&api);
    let disclosure = blocking(move || Ok(asked.service.disclose(&whose)?)).await?;
    let (lines, receiver) = mpsc::channel(EXPORT_PAGES_AHEAD);
    drop(tokio::task::spawn_blocking(move || Export { api, disclosure, lines }.run()));
    let body = stream::unfold(receiver, |mut receiver| async {
        let page: Bytes = receiver.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(page), receiver))
    });
    let mut response = Response::new(Body::from_stream(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

struct Export {
    api: Arc<Api>,
    disclosure: Disclosure,
    lines: mpsc::Sender<Bytes>,
}

impl Export {
    /// Writes page by page. If it ends early, the last line is missing, and so is `complete`.
    fn run(self) {
        let mut head = placed(&self.disclosure.receipt);
        head.insert("type".into(), "export".into());
        head.insert("keys".into(), self.disclosure.keys.len().into());
        let (mut page, mut from, mut given) = (line(&Json::Object(head)), Some(0), 0_u64);
        while let Some(next) = from {
            let found = match self.api.service.disclosed(&self.disclosure, next) {
                Ok(found) => found,
                Err(error) => return tracing::error!(%error, "an export was cut short"),
            };
            from = found.next;
            for stored in found.records {
                given += 1;
                page.append(&mut self.record(stored));
            }
            if !page.is_empty() && self.lines.blocking_send(std::mem::take(&mut page).into()).is_err() {
                return;
            }
        }
        let end = line(&json!({ "type": "end", "records": given, "complete": true }));
        let _ = self.lines.blocking_send(end.into());
    }

    fn record(&self, stored: Stored) -> Vec<u8> {
        let receipt = stored.receipt;
        let told = self.api.service.retell(stored);
        let written = told.map(|told| told.and_then(|answered| answer::write(&answered, None).ok()));
        let proof = format!("/v1/decisions/{}/proof", receipt.id);
        match written {
            Ok(Some(written)) => {
                let start = format!("{{\"type\":\"decision\",\"proof\":\"{proof}\",");
                let rest = written.bytes.get(1..).unwrap_or_default();
                [start.as_bytes(), rest, b"\n"].concat()
            }
            Ok(None) | Err(_) => {
                let mut object = placed(&receipt);
                object.insert("type".into(), "decision".into());
                object.insert("id".into(), receipt.id.to_string().into());
                object.insert("proof".into(), proof.into());
                let erased = matches!(written, Err(ServiceError::Erased));
                object.insert(if erased { "erased" } else { "unreadable" }.into(), true.into());
                line(&Json::Object(object))
            }
        }
    }
}

fn line(json: &Json) -> Vec<u8> {
    let mut line = serde_json::to_vec(json).unwrap_or_default();
    line.push(b'\n');
    line
}
