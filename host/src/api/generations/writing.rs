//! Generations and what differs between them, as JSON.

use praetor_decision::Name;
use praetor_ledger::{GenerationRecord, Receipt, RefusalRecord};
use serde_json::{Map, Value as Json, json};

use crate::api::write_time;
use crate::engine::Standing;
use crate::engine::change::{Bound, Changed};
use crate::service::{Diff, Made, RuleChanges};

pub(super) fn write_made(made: &Made) -> Json {
    match made {
        Made::Generation(receipt, record, standing) => generation(receipt, record, standing.as_deref()),
        Made::Refusal(receipt, record) => refusal(receipt, record),
    }
}

fn generation(receipt: &Receipt, record: &GenerationRecord, standing: Option<&Standing>) -> Json {
    let change = standing.and_then(|standing| standing.change.as_ref());
    let changes: Vec<Json> =
        change.into_iter().flat_map(|change| &change.bindings).map(write_changed).collect();
    json!({
        "generation": record.number,
        "what": change.map(|change| change.did.as_str()),
        "actor": record.actor.as_str(),
        "recorded_at": write_time(receipt.recorded_at),
        "sequence": receipt.sequence,
        "before": change.and_then(|change| change.before),
        "back_to": change.and_then(|change| change.back_to),
        "bindings": changes,
        "bound": record.bindings.len(),
    })
}

fn refusal(receipt: &Receipt, record: &RefusalRecord) -> Json {
    json!({
        "what": "refused",
        "actor": record.actor.as_str(),
        "recorded_at": write_time(receipt.recorded_at),
        "sequence": receipt.sequence,
        "plugin": record.plugin.as_str(),
        "digest": record.digest.to_string(),
        "step": record.step.as_str(),
        "code": record.code.as_str(),
        "says": record.says,
    })
}

/// How an id was bound before and after.
fn write_changed(changed: &Changed) -> Json {
    let list = |bound: &[Bound]| bound.iter().map(write_bound).collect::<Vec<Json>>();
    json!({ "id": changed.id.as_str(), "before": list(&changed.before), "after": list(&changed.after) })
}

fn write_bound(bound: &Bound) -> Json {
    let mut object = Map::new();
    object.insert("version".into(), bound.version.as_str().into());
    object.insert("digest".into(), bound.digest.as_str().into());
    object.insert("settings".into(), bound.settings.as_str().into());
    object.insert("mode".into(), bound.mode.as_str().into());
    for (key, holds) in [("large_memory", bound.large_memory), ("allow_stubbed_wasi", bound.stubbed_wasi)] {
        if holds {
            object.insert(key.into(), true.into());
        }
    }
    if let Some(signature) = &bound.signature {
        object.insert("signature".into(), signature.as_str().into());
    }
    let ends = [("from", bound.from), ("until", bound.until)];
    object.extend(ends.into_iter().filter_map(|(key, time)| Some((key.into(), write_time(time?).into()))));
    Json::Object(object)
}

/// What differs between two generations.
pub(super) fn write_diff(from: u64, to: u64, diff: &Diff) -> Json {
    let bindings: Vec<Json> = diff.bindings.iter().map(write_changed).collect();
    let rules: Vec<Json> = diff.rules.iter().map(write_rules).collect();
    json!({ "from": from, "to": to, "bindings": bindings, "rules": rules, "standing": diff.standing })
}

fn write_rules(rules: &RuleChanges) -> Json {
    let ids = |list: &[Name]| list.iter().map(ToString::to_string).collect::<Vec<String>>();
    json!({
        "id": rules.id.as_str(),
        "added": ids(&rules.added),
        "removed": ids(&rules.removed),
        "changed": ids(&rules.changed),
        "unknown": rules.unknown,
    })
}
