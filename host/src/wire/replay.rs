//! Replays as JSON: what the API answers and the command prints.

use praetor_ledger::RecordKind;
use serde_json::{Map, Value as Json, json};

use super::decision::kind_name;
use super::manifest::ability_name;
use crate::api::write_time;
use crate::replay::{CallMade, Changed, Difference, Outcome, Replayed, Summary};
use crate::sweep::Progress;

/// What came of one record, with the fuel of each call.
#[must_use]
pub fn write_replayed(replayed: &Replayed) -> Map<String, Json> {
    let mut object = write_outcome(replayed);
    let calls: Vec<Json> = replayed.calls.iter().map(write_call).collect();
    object.insert("calls".into(), calls.into());
    object
}

/// The same in a line of a range, without the fuel.
#[must_use]
pub fn write_outcome(replayed: &Replayed) -> Map<String, Json> {
    let receipt = &replayed.receipt;
    let mut object = Map::new();
    object.insert("id".into(), receipt.id.to_string().into());
    object.insert("sequence".into(), receipt.sequence.into());
    object.insert("recorded_at".into(), write_time(receipt.recorded_at).into());
    if let RecordKind::Decision(kind) = replayed.kind {
        object.insert("kind".into(), kind_name(kind).into());
    }
    object.insert("generation".into(), replayed.generation.into());
    object.insert("outcome".into(), replayed.outcome.as_str().into());
    object.insert("says".into(), replayed.outcome.says().into());
    object.insert("engine_changed".into(), replayed.engine_changed().into());
    if !replayed.changed.is_empty() {
        let changed = replayed.changed.iter().map(write_changed);
        object.insert("environment_changed".into(), Json::Object(changed.collect()));
    }
    if let Outcome::Different(comparison) = &replayed.outcome {
        let differences: Vec<Json> = comparison.differences.iter().map(write_difference).collect();
        object.insert("differences".into(), differences.into());
        object.insert("more_differences".into(), comparison.more.into());
    }
    object
}

/// How far a range has come; `worked` names what was done with each record: `replayed`.
#[must_use]
pub fn write_progress(progress: &Progress, worked: &str) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert(worked.into(), progress.worked.into());
    object.insert("done".into(), progress.done.into());
    object.insert("total".into(), progress.total.into());
    object.insert("rate".into(), progress.rate().round().into());
    object
}

/// What came of a range.
#[must_use]
pub fn write_summary(summary: &Summary) -> Map<String, Json> {
    let mut object = write_progress(&summary.progress, "replayed");
    let outcomes = json!({
        "same": summary.same,
        "different": summary.different,
        "not-replayable": summary.not_replayable,
        "erased": summary.erased,
        "unavailable": summary.unavailable,
    });
    object.insert("outcomes".into(), outcomes);
    object.insert("engine_changed".into(), summary.engine_changed.into());
    object.insert("seconds".into(), seconds(&summary.progress));
    object.insert("complete".into(), summary.complete.into());
    object
}

/// How long it took.
pub(super) fn seconds(progress: &Progress) -> Json {
    ((progress.elapsed.as_secs_f64() * 1e3).round() / 1e3).into()
}

/// A line of a range: its type, `replayed`, `progress` or `summary`, before the rest.
#[must_use]
pub fn write_news(kind: &str, rest: Map<String, Json>) -> Json {
    let mut object = Map::new();
    object.insert("type".into(), kind.into());
    object.extend(rest);
    Json::Object(object)
}

fn write_call(call: &CallMade) -> Json {
    json!({
        "plugin": call.plugin.as_str(),
        "call": ability_name(call.ability),
        "same": call.same,
        "fuel": { "then": call.fuel.0, "now": call.fuel.1 },
    })
}

fn write_changed(changed: &Changed) -> (String, Json) {
    (changed.what.to_owned(), json!({ "then": changed.then, "now": changed.now }))
}

fn write_difference(difference: &Difference) -> Json {
    let mut object = Map::new();
    object.insert("path".into(), difference.path.as_str().into());
    let named = [
        ("plugin", difference.plugin.as_ref().map(|plugin| plugin.as_str())),
        ("call", difference.call),
        ("rule", difference.rule.as_deref()),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            object.insert(name.into(), value.into());
        }
    }
    for (name, value) in [("was", &difference.was), ("now", &difference.now)] {
        if let Some(value) = value {
            object.insert(name.into(), value.clone());
        }
    }
    Json::Object(object)
}
