//! Shifts of decisions as JSON.

use praetor_decision::Name;
use serde_json::{Map, Value as Json, json};

use super::decision::kind_name;
use super::replay::{seconds, write_progress};
use crate::api::write_time;
use crate::impact::{Summary, Tried, Verdict};
use crate::shift::{Change, Group, Groups, Shift};

/// What would become of a decision; its type comes first: `shifted`, `not-compared`.
#[must_use]
pub fn write_tried(tried: &Tried) -> Json {
    let (word, rest) = match &tried.verdict {
        Verdict::Same => ("same", Map::new()),
        Verdict::Erased => ("erased", Map::new()),
        Verdict::Shifted(shift) => ("shifted", write_shift(shift)),
        Verdict::NotCompared(why) => ("not-compared", Map::from_iter([("says".into(), why.as_str().into())])),
    };
    let receipt = &tried.receipt;
    let mut object = Map::new();
    object.insert("type".into(), word.into());
    object.insert("id".into(), receipt.id.to_string().into());
    object.insert("sequence".into(), receipt.sequence.into());
    object.insert("recorded_at".into(), write_time(receipt.recorded_at).into());
    object.extend(rest);
    Json::Object(object)
}

/// How a decision shifts.
#[must_use]
pub fn write_shift(shift: &Shift) -> Map<String, Json> {
    let changes: Vec<Json> = shift.changes.iter().map(write_change).collect();
    let mut object = Map::new();
    object.insert("kind".into(), kind_name(shift.kind).into());
    object.insert("weight".into(), shift.weight.as_str().into());
    object.insert("was".into(), shift.was.as_str().into());
    object.insert("now".into(), shift.now.as_str().into());
    object.insert("changes".into(), changes.into());
    object.insert("more_changes".into(), shift.more.into());
    object.insert("rules_gone".into(), names(&shift.rules_gone));
    object.insert("rules_new".into(), names(&shift.rules_new));
    object
}

fn write_change(change: &Change) -> Json {
    json!({ "weight": change.weight.as_str(), "says": change.says })
}

fn names(names: &[Name]) -> Json {
    names.iter().map(Name::as_str).collect()
}

/// What came of all.
#[must_use]
pub fn write_summary(summary: &Summary) -> Map<String, Json> {
    let mut object = write_progress(&summary.progress, "tried");
    let outcomes = json!({
        "same": summary.same,
        "shifted": summary.shifted.count(),
        "erased": summary.erased,
        "not-compared": summary.not_compared,
    });
    object.insert("outcomes".into(), outcomes);
    object.append(&mut write_groups(&summary.shifted));
    object.insert("seconds".into(), seconds(&summary.progress));
    object.insert("complete".into(), summary.complete.into());
    object
}

/// Shifts by what they have in common: from what to what, and by rule.
#[must_use]
pub fn write_groups(groups: &Groups) -> Map<String, Json> {
    let moved = groups.moved().into_iter().map(|(moved, count)| {
        json!({ "kind": kind_name(moved.kind), "was": moved.was.as_str(), "now": moved.now.as_str(), "count": count })
    });
    let mut object = Map::new();
    object.insert("moved".into(), moved.collect());
    object.insert("groups".into(), groups.list().iter().map(write_group).collect());
    object.insert("ungrouped".into(), groups.ungrouped.into());
    object
}

fn write_group(group: &Group) -> Json {
    let examples: Vec<String> = group.examples.iter().map(ToString::to_string).collect();
    json!({
        "weight": group.weight.as_str(),
        "kind": kind_name(group.moved.kind),
        "was": group.moved.was.as_str(),
        "now": group.moved.now.as_str(),
        "rules_gone": names(&group.rules_gone),
        "rules_new": names(&group.rules_new),
        "count": group.count,
        "examples": examples,
    })
}
