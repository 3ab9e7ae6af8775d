//! `/v1/decisions/batch`: a JSON list of questions in, a list of decisions out, in the same order.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use serde_json::Value as Json;

use super::decisions::decide_one;
use super::problem::{Code, Problem};
use super::{Api, body};
use crate::access::Caller;
use crate::limits::{BATCH_AT_ONCE, BATCH_QUESTIONS_MAX};
use crate::wire::problem::step;
use crate::wire::{InputError, InputProblem};

/// Decides each question by itself. One that is wrong has a problem in its place and stops none
/// of the others.
pub async fn decide(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let questions = questions(body::read(request).await?)?;
    let each = questions.into_iter().enumerate();
    let answers = each.map(|(index, question)| one(Arc::clone(&api), caller.clone(), index, question));
    let answers: Vec<Vec<u8>> = stream::iter(answers).buffered(BATCH_AT_ONCE).collect().await;
    Ok(body::json(joined(&answers)))
}

async fn one(api: Arc<Api>, caller: Caller, index: usize, question: Json) -> Vec<u8> {
    match decide_one(&api, &question, None, &caller, false).await {
        Ok(written) => written.bytes,
        Err(problem) => written(&problem.below(&step("", index))),
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

fn joined(answers: &[Vec<u8>]) -> Vec<u8> {
    let mut list = vec![b'['];
    for (index, answer) in answers.iter().enumerate() {
        if index > 0 {
            list.push(b',');
        }
        list.extend_from_slice(answer);
    }
    list.push(b']');
    list
}
