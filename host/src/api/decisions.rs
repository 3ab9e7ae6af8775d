//! `/v1/decisions/{kind}` and `/v1/decisions/{id}`.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Uri;
use axum::response::Response;
use praetor_decision::Kind;
use praetor_ledger::RecordId;
use serde_json::Value as Json;

use super::answer::{self, Written};
use super::problem::{Code, Problem};
use super::{Api, body, idempotency};
use crate::access::Caller;
use crate::service::IdempotencyKey;
use crate::wire::read_question;

type Answer = Result<Response, Problem>;
type ApiState = State<Arc<Api>>;

/// Decides about sharing or an own use.
pub async fn sharing(api: ApiState, caller: Extension<Caller>, request: Request) -> Answer {
    decide(api, caller, request, Kind::Sharing).await
}

/// Decides how long items are kept.
pub async fn retention(api: ApiState, caller: Extension<Caller>, request: Request) -> Answer {
    decide(api, caller, request, Kind::Retention).await
}

/// Decides what is owed to a person who exercises rights.
pub async fn rights(api: ApiState, caller: Extension<Caller>, request: Request) -> Answer {
    decide(api, caller, request, Kind::Rights).await
}

/// Decides what a breach asks for.
pub async fn incident(api: ApiState, caller: Extension<Caller>, request: Request) -> Answer {
    decide(api, caller, request, Kind::Incident).await
}

async fn decide(
    State(api): ApiState,
    Extension(caller): Extension<Caller>,
    request: Request,
    kind: Kind,
) -> Answer {
    let explain = wants_explanation(request.uri())?;
    let key = idempotency::key_of(request.headers())?;
    let question = body::read(request).await?;
    let written = decide_one(&api, &question, Some(kind), (&caller, key.as_ref()), explain).await?;
    Ok(written.into_response())
}

/// Reads, decides, stores and writes one question; under an idempotency key, once.
pub(super) async fn decide_one(
    api: &Arc<Api>,
    question: &Json,
    kind: Option<Kind>,
    (caller, key): (&Caller, Option<&IdempotencyKey>),
    explain: bool,
) -> Result<Written, Problem> {
    let generation = api.service.generation();
    let asked = read_question(question, kind, api.service.today(), generation.dictionary)
        .map_err(|wrong| Problem::of_input(Code::InvalidQuestion, wrong))?;
    let (answered, replayed) = match key {
        Some(key) => idempotency::decide(api, asked, caller, key).await?,
        None => (api.service.decide(asked, &caller.name, None).await?, false),
    };
    let written = answer::write(&answered, explain.then_some(generation.calendars))?;
    Ok(written.replayed(replayed))
}

/// A stored decision, as it was answered.
pub async fn get(State(api): ApiState, id: Result<Path<String>, PathRejection>, uri: Uri) -> Answer {
    let explain = wants_explanation(&uri)?;
    let unknown =
        || Problem::new(Code::DecisionNotFound, "no decision has this id; search lists them by time");
    let id: RecordId = id.ok().and_then(|Path(id)| id.parse().ok()).ok_or_else(unknown)?;
    // May compile a plugin that serves no more, which takes seconds.
    let written = super::blocking(move || {
        let answered = api.service.get(id)?.ok_or_else(unknown)?;
        let generation = api.service.generation();
        answer::write(&answered, explain.then_some(generation.calendars))
    });
    Ok(written.await?.into_response())
}

/// Reads `?explain=true`, the only parameter.
fn wants_explanation(uri: &Uri) -> Result<bool, Problem> {
    match uri.query() {
        None | Some("" | "explain=false") => Ok(false),
        Some("explain" | "explain=true") => Ok(true),
        Some(_) => {
            let detail =
                "the only parameter is `explain`, `true` or `false`; the question goes into the body";
            Err(Problem::new(Code::InvalidParameter, detail))
        }
    }
}
