//! `/v1/plugins/{id}/impact`: stored decisions with a candidate in place, as NDJSON.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use serde_json::{Map, Value as Json};

use super::changing::wanted;
use crate::api::problem::{Code, Problem};
use crate::api::replay::{running, tell};
use crate::api::search::read_range;
use crate::api::stream::{self, Outlet};
use crate::api::{Api, blocking, body};
use crate::impact::{Extent, News, Trial};
use crate::service::Turn;
use crate::wire::impact::{write_summary, write_tried};
use crate::wire::replay::{write_news, write_progress};
use crate::wire::{InputError, InputProblem};

/// What the candidate is, as for an activation.
const CANDIDATE: [&str; 6] =
    ["digest", "signature", "mode", "large_memory", "allow_stubbed_wasi", "settings"];

/// Takes a candidate through the gate and tries it on stored decisions. If it ends early, the connection
/// is cut.
pub async fn impact(
    State(api): State<Arc<Api>>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let json = body::read(request).await?;
    let (candidate, about) = parted(json);
    let wanted = wanted(id.map(|Path(id)| id).unwrap_or_default(), &candidate, &CANDIDATE)?;
    let (extent, each) =
        about_decisions(about).map_err(|wrong| Problem::of_input(Code::InvalidSearch, wrong))?;
    let turn = api.service.take_turn().ok_or_else(running)?;
    let trying = Arc::clone(&api);
    let trial = blocking(move || Ok(trying.service.trial(&wanted)?)).await?;
    let write = move |out: &mut Outlet| write(&api, &turn, &trial, &extent, each, out);
    Ok(stream::answer("application/x-ndjson", write))
}

/// What the candidate is, and everything else.
fn parted(json: Json) -> (Json, Json) {
    match json {
        Json::Object(object) => {
            let (candidate, about): (Map<_, _>, Map<_, _>) =
                object.into_iter().partition(|(key, _)| CANDIDATE.contains(&key.as_str()));
            (Json::Object(candidate), Json::Object(about))
        }
        other => (other, Json::Object(Map::new())),
    }
}

/// On which decisions, and whether each that would be another is told.
fn about_decisions(mut about: Json) -> Result<(Extent, bool), InputError> {
    let mut taken = |key: &str| about.as_object_mut().and_then(|object| object.remove(key));
    let (last, each) = (taken("last"), taken("each"));
    let scope = read_range(&about)?;
    let wrong = |key: &str, says: &str| InputError::from(InputProblem::at(key, says));
    let number = |json: Json| {
        json.as_u64()
            .filter(|last| *last > 0)
            .ok_or_else(|| wrong("/last", "wants a number of records, from 1 on"))
    };
    let yes_no = |json: Json| json.as_bool().ok_or_else(|| wrong("/each", "wants true or false"));
    let last = last.filter(|json| !json.is_null()).map(number).transpose()?;
    Ok((Extent { scope, last }, each.map_or(Ok(true), yes_no)?))
}

fn write(
    api: &Api,
    turn: &Turn,
    trial: &Trial,
    extent: &Extent,
    each: bool,
    out: &mut Outlet,
) -> Result<(), String> {
    let summary = api.service.impact(turn, trial, extent, |news| match news {
        News::Tried(tried) => !each || tell(&write_tried(tried), out).is_ok(),
        News::Progress(progress) => {
            tell(&write_news("progress", write_progress(&progress, "tried")), out).is_ok()
        }
    });
    let summary = summary.map_err(|error| error.to_string())?;
    if !summary.complete {
        return Err("nobody waits for it any more, or the server was told to stop".to_owned());
    }
    tell(&write_news("summary", write_summary(&summary)), out).map_err(|error| error.to_string())
}
