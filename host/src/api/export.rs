//! `/v1/decisions/export`: decisions in bulk, as NDJSON or Parquet. Reading them is an access, so it
//! is on record before the first byte.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use praetor_ledger::ExtractOrder;
use serde_json::Value as Json;
use tokio::sync::Semaphore;

use super::problem::{Code, Problem};
use super::subjects::reading::Reading;
use super::{Api, blocking, body, stream};
use crate::access::Caller;
use crate::export::{Export, FORMATS, Format};
use crate::limits::EXPORTS_AT_ONCE;
use crate::wire::question::KINDS;

/// The exports that run in this process.
static RUNNING: Semaphore = Semaphore::const_new(EXPORTS_AT_ONCE);

/// What was asked for.
struct Asked {
    order: ExtractOrder,
    format: Format,
    with_proofs: bool,
}

/// Gives decisions in bulk.
pub async fn export(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = read(&body::read(request).await?, &caller)?;
    let place = RUNNING.try_acquire().map_err(|_| {
        let detail = format!("{EXPORTS_AT_ONCE} exports run already; ask again when one has ended");
        Problem::new(Code::ExportsBusy, detail)
    })?;
    let (begun, Asked { order, format, with_proofs }) = (Arc::clone(&api), asked);
    let extract = blocking(move || Ok(begun.service.extract(&order)?)).await?;
    Ok(stream::answer(format.media_type(), move |out| {
        let _place = place;
        let export = Export { archive: &api.service, extract: &extract, format, with_proofs };
        export.write(out, &mut |_| {}).map(drop)
    }))
}

fn read(json: &Json, caller: &Caller) -> Result<Asked, Problem> {
    let keys = ["from", "to", "kind", "format", "by_reference", "with_proofs"];
    let mut reading = Reading::new(json, &keys);
    let (from, until) = (reading.time("from"), reading.time("to"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        reading.wrong("/to", "lies before `from`; no decision was recorded then");
    }
    let kinds = reading.one_of("kind", &KINDS).into_iter().collect();
    let format = reading.one_of("format", FORMATS);
    if json.get("format").is_none() {
        let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
        reading.wrong("/format", format!("is missing; wants one of {}", names.join(", ")));
    }
    let (by_reference, with_proofs) = (reading.yes_no("by_reference"), reading.yes_no("with_proofs"));
    if with_proofs && format.is_some_and(|format| format != Format::Ndjson) {
        reading.wrong("/with_proofs", "has its place only beside the format `ndjson`");
    }
    reading.finish_as(Code::InvalidExport)?;
    let format = format.unwrap_or(Format::Ndjson);
    let (actor, name) = (caller.name.as_ref().into(), format.name().into());
    let order = ExtractOrder { actor, from, until, kinds, format: name, by_reference };
    Ok(Asked { order, format, with_proofs })
}
