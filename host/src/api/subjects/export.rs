//! `/v1/subjects/export`: everything the ledger holds about a person, as NDJSON, one record a line,
//! with its place, its leaf and where its proof is. It is streamed, and on record before the first line.

use std::io::{self, Write};
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use praetor_ledger::{Disclosure, Whose};
use serde_json::{Value as Json, json};

use super::reading::Reading;
use super::{Answer, ApiState, placed};
use crate::access::Caller;
use crate::api::{Api, blocking, body, stream};
use crate::export::{ExportError, Row, decision_line};

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
    Ok(given(api, disclosure))
}

fn given(api: Arc<Api>, disclosure: Disclosure) -> Response {
    stream::answer("application/x-ndjson", move |out| write(&api, &disclosure, out))
}

/// Writes page by page. If it ends early, the last line is missing, and so is `complete`.
fn write(api: &Api, disclosure: &Disclosure, out: &mut impl Write) -> Result<(), ExportError> {
    let mut head = placed(&disclosure.receipt);
    head.insert("type".into(), "export".into());
    head.insert("keys".into(), disclosure.keys.len().into());
    line(out, &Json::Object(head))?;
    let (mut from, mut given) = (Some(0), 0_u64);
    while let Some(next) = from {
        let found = api.service.disclosed(disclosure, next)?;
        from = found.next;
        for row in found.records.into_iter().filter_map(|stored| Row::of(&api.service, stored)) {
            given += 1;
            let fault = || ExportError::Fault(row.receipt.sequence);
            out.write_all(&decision_line(&row, None).ok_or_else(fault)?)?;
        }
    }
    line(out, &json!({ "type": "end", "records": given, "complete": true }))?;
    Ok(())
}

fn line(out: &mut impl Write, json: &Json) -> io::Result<()> {
    writeln!(out, "{json}")
}
