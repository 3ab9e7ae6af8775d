//! `/v1/log/retention`: what the ledger would let go of, and letting go of it. The dry run is the
//! default.

mod written;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::Value as Json;

use super::problem::{Code, Problem};
use super::{Api, body};
use crate::access::Caller;
use crate::wire::problem::step;
use crate::wire::{InputError, InputProblem};

pub use written::{write_plan, write_retained};

/// The plan; with `"apply": true` what was done.
pub async fn retention(
    State(api): State<Arc<Api>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Problem> {
    let json = body::read(request).await?;
    let apply = wants_apply(&json).map_err(|wrong| Problem::of_input(Code::InvalidRetention, wrong))?;
    let told = super::blocking(move || {
        if apply {
            Ok(write_retained(&api.service.retain(&caller.name)?))
        } else {
            Ok(write_plan(&api.service.retention()?))
        }
    });
    Ok(body::json(told.await?.to_string()))
}

/// Reads `apply`, the only key.
fn wants_apply(json: &Json) -> Result<bool, InputError> {
    let Json::Object(object) = json else {
        return Err(InputProblem::at("", "wants a JSON object, `{}` for the dry run").into());
    };
    if let Some(key) = object.keys().find(|key| *key != "apply") {
        let problem = InputProblem::at(step("", key), format!("`{key}` is not a key of this"));
        return Err(problem.allowing(["apply"]).into());
    }
    match object.get("apply") {
        None => Ok(false),
        Some(Json::Bool(apply)) => Ok(*apply),
        Some(_) => Err(InputProblem::at("/apply", "wants `true` or `false`").into()),
    }
}
