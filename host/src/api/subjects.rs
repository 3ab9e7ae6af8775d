//! `/v1/subjects/...` and `/v1/holds`: what the ledger holds about a person. The person stands in
//! the body, so that nobody is named in an address.

mod export;
pub(super) mod reading;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use praetor_ledger::{Erasure, Hold, HoldOrder, Receipt, Timestamp, Whose};
use serde_json::{Map, Value as Json, json};

use super::answer::write_time;
use super::problem::{Code, Problem};
use super::{Api, body};
use crate::access::Caller;
use reading::Reading;

pub use export::export;

type Answer = Result<Response, Problem>;
type ApiState = State<Arc<Api>>;

/// Erases a person: all that is stored about them is unreadable before this is answered.
pub async fn erase(api: ApiState, Extension(caller): Extension<Caller>, request: Request) -> Answer {
    let json = body::read(request).await?;
    let mut reading = Reading::new(&json, &["id", "at_once"]);
    let (id, at_once) = (reading.id(), reading.yes_no("at_once"));
    reading.finish()?;
    let whose = Whose { subject: id.unwrap_or_default(), actor: caller.name.as_ref().into() };
    let State(api) = api;
    let erasure = super::blocking(move || Ok(api.service.erase(&whose, at_once)?)).await?;
    written(erasure, at_once)
}

fn written(erasure: Erasure, at_once: bool) -> Answer {
    match erasure {
        Erasure::Erased { receipt, keys, complete_by } => {
            let mut object = placed(&receipt);
            object.insert("state".into(), "erased".into());
            object.insert("keys".into(), keys.into());
            let complete_by = complete_by.filter(|_| !at_once).map(write_time);
            object.insert("stale_copies_readable_until".into(), complete_by.into());
            Ok(body::json(Json::Object(object).to_string()))
        }
        Erasure::Refused { holds, until, .. } => Err(Problem::new(Code::SubjectHeld, held(&holds, until))),
    }
}

fn held(holds: &[u64], until: Option<Timestamp>) -> String {
    let numbers: Vec<String> = holds.iter().map(u64::to_string).collect();
    let until = match until {
        Some(until) => format!("until {}; ask again then, or release it", write_time(until)),
        None => "until it is released".to_owned(),
    };
    format!("hold {} forbids to erase this person {until}; the refusal is on record", numbers.join(", "))
}

/// Places a hold on a person, or on everything.
pub async fn hold(api: ApiState, Extension(caller): Extension<Caller>, request: Request) -> Answer {
    let json = body::read(request).await?;
    let mut reading = Reading::new(&json, &["id", "everything", "until", "matter"]);
    let everything = reading.yes_no("everything");
    let subject = if everything { reading.none("id") } else { reading.id() };
    let (until, matter) = (reading.time("until"), reading.matter());
    reading.finish()?;
    let order = HoldOrder { subject, until, matter, actor: caller.name.as_ref().into() };
    let State(api) = api;
    let hold = super::blocking(move || Ok(api.service.hold(&order)?)).await?;
    Ok(body::json(write_hold(&hold).to_string()))
}

/// Releases a hold.
pub async fn release(api: ApiState, Extension(caller): Extension<Caller>, request: Request) -> Answer {
    let json = body::read(request).await?;
    let mut reading = Reading::new(&json, &["hold"]);
    let hold = reading.number("hold");
    reading.finish()?;
    let State(api) = api;
    let released = super::blocking(move || Ok(api.service.release(hold, &caller.name)?)).await?;
    let detail = "no hold has this number; `GET /v1/holds` lists those that are not released";
    let receipt = released.ok_or_else(|| Problem::new(Code::HoldNotFound, detail))?;
    let mut object = placed(&receipt);
    object.insert("state".into(), "released".into());
    object.insert("hold".into(), hold.into());
    Ok(body::json(Json::Object(object).to_string()))
}

/// The holds that are not released.
pub async fn holds(State(api): ApiState) -> Answer {
    let holds = super::blocking(move || Ok(api.service.holds()?)).await?;
    let holds: Vec<Json> = holds.iter().map(write_hold).collect();
    Ok(body::json(json!({ "holds": holds }).to_string()))
}

fn write_hold(hold: &Hold) -> Json {
    json!({
        "hold": hold.number,
        "everything": hold.everything,
        "until": hold.until.map(write_time),
        "matter": hold.matter.as_str(),
        "placed_at": write_time(hold.placed_at),
    })
}

/// Where the event stands in the log.
fn placed(receipt: &Receipt) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("sequence".into(), receipt.sequence.into());
    object.insert("leaf".into(), receipt.leaf.to_string().into());
    object.insert("recorded_at".into(), write_time(receipt.recorded_at).into());
    object
}
