//! What is due as JSON.

use praetor_ledger::{DueItem, Noted, Receipt};
use serde_json::{Map, Value as Json, json};

use crate::api::answer::write_time;
use crate::api::problem::{Code, Problem};
use crate::service::{DueRow, Left};
use crate::wire::decision::kind_name;
use crate::wire::value::write_instant;

/// Something due. Lists that would be empty, and what does not apply, are left out.
pub(super) fn write_row(row: &DueRow) -> Json {
    let item = &row.item;
    let mut object = Map::new();
    let mut put = |key: &str, value: Json| drop(object.insert(key.to_owned(), value));
    put("id", item.id.to_string().into());
    put("due", item.day.to_string().into());
    if let Some(moment) = item.moment {
        put("at", write_instant(moment).into());
    }
    if let Some(day) = item.not_before {
        put("not_before", day.to_string().into());
    }
    put("state", state(item).into());
    put("overdue", row.overdue.into());
    put("binding", item.binding.into());
    if item.stands_still {
        put("stands_still", true.into());
    }
    put("kind", item.kind.as_str().into());
    put("name", item.name.as_str().into());
    if let Some(about) = &row.about {
        put("about", about.as_str().into());
    }
    if let Some(says) = &row.says {
        put("says", says.as_str().into());
    }
    put("rules", item.rules.iter().map(rule).collect());
    put("question", kind_name(item.question).into());
    put("decision", item.id.decision.to_string().into());
    match row.decision {
        Left::Whole => {}
        Left::Erased => put("erased", true.into()),
        Left::Deleted => put("deleted", true.into()),
        Left::Unreadable => put("unreadable", true.into()),
    }
    if item.failures > 0 {
        put("failures", item.failures.into());
    }
    if let Some(last) = &item.last {
        put("last", write_noted(last));
    }
    Json::Object(object)
}

/// `plugin/rule`, or the plugin alone where its rule is not known.
fn rule((plugin, rule): &(praetor_decision::Name, praetor_decision::Name)) -> String {
    if rule.is_empty() { plugin.to_string() } else { format!("{plugin}/{rule}") }
}

fn state(item: &DueItem) -> &'static str {
    match &item.last {
        Some(last) if last.outcome.closes() => last.outcome.as_str(),
        _ => "open",
    }
}

fn write_noted(noted: &Noted) -> Json {
    json!({
        "outcome": noted.outcome.as_str(),
        "on": noted.on.to_string(),
        "reference": noted.reference.as_str(),
        "by": noted.actor.as_str(),
        "recorded_at": write_time(noted.recorded_at),
        "sequence": noted.sequence,
    })
}

/// What was recorded, with its place in the log.
pub(super) fn recorded(receipt: &Receipt, row: &DueRow) -> Json {
    json!({
        "sequence": receipt.sequence,
        "leaf": receipt.leaf.to_string(),
        "recorded_at": write_time(receipt.recorded_at),
        "item": write_row(row),
    })
}

/// It is closed: by whom, when, and how.
pub(super) fn closed(item: &DueItem) -> Problem {
    let by = item.last.as_ref().map(|last| {
        let (outcome, actor, at) = (last.outcome.as_str(), &last.actor, write_time(last.recorded_at));
        format!("`{actor}` recorded it as {outcome} at {at} under `{}`; ", last.reference)
    });
    let detail = format!("{}nothing more can be recorded of it", by.unwrap_or_default());
    Problem::new(Code::DueClosed, detail)
}
