//! `/v1/decisions/batch`: a JSON list of questions in, a list of decisions out, in the same order.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use serde_json::Value as Json;

use super::decisions::decide_one;
use super::problem::{Code, Problem};
use super::{Api, body, idempotency};
use crate::access::Caller;
use crate::limits::{BATCH_AT_ONCE, BATCH_QUESTIONS_MAX};
use crate::service::IdempotencyKey;
use crate::wire::problem::step;
use crate::wire::{InputError, InputProblem};

/// Decides each question by itself. One that is wrong has a problem in its place and stops none
/// of the others. Under an idempotency key each is decided once, by its place in the list.
pub async fn decide(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let key = idempotency::key_of(request.headers())?;
    let questions = questions(body::read(request).await?)?;
    let each = questions.into_iter().enumerate();
    let answers = each.map(|(index, question)| {
        let key = key.as_ref().map(|key| key.item(index));
        one(Arc::clone(&api), (caller.clone(), key), index, question)
    });
    let answers: Vec<(Vec<u8>, Again)> = stream::iter(answers).buffered(BATCH_AT_ONCE).collect().await;
    let decided = || answers.iter().filter_map(|(_, again)| *again);
    let replayed = decided().next().is_some() && decided().all(|again| again);
    let mut response = body::json(joined(&answers));
    if replayed {
        idempotency::mark_replayed(&mut response);
    }
    Ok(response)
}

/// Whether a decision is that of an earlier attempt; none: it is a problem.
type Again = Option<bool>;

async fn one(
    api: Arc<Api>,
    (caller, key): (Caller, Option<IdempotencyKey>),
    index: usize,
    question: Json,
) -> (Vec<u8>, Again) {
    match decide_one(&api, &question, None, (&caller, key.as_ref()), false).await {
        Ok(written) => {
            let again = written.is_replayed();
            (written.bytes, Some(again))
        }
        Err(problem) => (written(&problem.below(&step("", index))), None),
    }
}

fn questions(json: Json) -> Result<Vec<Json>, Problem> {
    match json {
        Json::Array(questions) if questions.len() <= BATCH_QUESTIONS_MAX => Ok(questions),
        Json::Array(questions) => {
            let found = questions.len();
            let detail = format!("{found} questions; a batch has at most {BATCH_QUESTIONS_MAX}");
            Err(Problem::new(Code::BatchTooLong, detail))
        }
        _ => {
            let detail = "a batch is a JSON list of questions, each with its `kind`";
            Err(Problem::of_input(Code::InvalidBatch, InputError(vec![InputProblem::at("", detail)])))
        }
    }
}

fn written(problem: &Problem) -> Vec<u8> {
    serde_json::to_vec(&problem.write(None)).unwrap_or_default()
}

fn joined(answers: &[(Vec<u8>, Again)]) -> Vec<u8> {
    let mut list = vec![b'['];
    for (index, (answer, _)) in answers.iter().enumerate() {
        if index > 0 {
            list.push(b',');
        }
        list.extend_from_slice(answer);
    }
    list.push(b']');
    list
}
