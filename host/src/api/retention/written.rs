//! The plan and its outcome as JSON; the command prints the same.

use praetor_ledger::{ClassPlan, QuarterPlan, Receipt, Retained, RetentionPlan, SegmentPlan};
use serde_json::{Value as Json, json};

use crate::api::answer::write_time;

/// What would go, and what stays.
#[must_use]
pub fn write_plan(plan: &RetentionPlan) -> Json {
    json!({
        "applied": false,
        "day": plan.day.to_string(),
        "classes": plan.classes.iter().map(write_class).collect::<Vec<_>>(),
        "segments": write_segments(&plan.segments),
        "holds": plan.holds,
        "everything_held": plan.everything_held,
        "unreadable_decisions": plan.unreadable,
        "next_expiry": plan.next.map(|day| day.to_string()),
        "notes": notes(plan),
    })
}

/// What went.
#[must_use]
pub fn write_retained(retained: &Retained) -> Json {
    let mut written = write_plan(&retained.plan);
    let done = json!({
        "keys": retained.keys,
        "segments": retained.segments,
        "decisions": retained.decisions,
        "receipts": retained.receipts.iter().map(write_receipt).collect::<Vec<_>>(),
        "stale_copies_readable_until": retained.complete_by.map(write_time),
    });
    if let Some(object) = written.as_object_mut() {
        object.insert("applied".into(), true.into());
        object.insert("done".into(), done);
    }
    written
}

fn write_class(class: &ClassPlan) -> Json {
    json!({
        "class": class.name.as_deref(),
        "keep": class.keep.map(|keep| keep.to_string()),
        "quarters": class.quarters.iter().map(write_quarter).collect::<Vec<_>>(),
    })
}

fn write_quarter(quarter: &QuarterPlan) -> Json {
    json!({
        "quarter": quarter.quarter,
        "expires_on": quarter.expires_on.map(|day| day.to_string()),
        "expired": quarter.expired,
        "keys": quarter.keys,
        "held": quarter.held,
        "decisions": quarter.decisions,
    })
}

fn write_segments(segments: &SegmentPlan) -> Json {
    json!({
        "size": segments.size,
        "full": segments.full,
        "deleted": segments.deleted,
        "unfinished": segments.unfinished,
        "deletable": segments.deletable,
        "decisions": segments.decisions,
        "readable": segments.readable,
        "uncovered": segments.uncovered,
        "minimum_index": segments.minimum_index,
    })
}

fn write_receipt(receipt: &Receipt) -> Json {
    json!({
        "sequence": receipt.sequence,
        "leaf": receipt.leaf.to_string(),
        "recorded_at": write_time(receipt.recorded_at),
    })
}

/// Why something stays that one might expect to go.
fn notes(plan: &RetentionPlan) -> Vec<String> {
    let mut notes = vec![];
    if plan.everything_held {
        notes.push("a hold on everything is active: nothing goes until it ends".to_owned());
    }
    for class in &plan.classes {
        let keys: u64 = class.quarters.iter().map(|quarter| quarter.keys).sum();
        let decisions: u64 = class.quarters.iter().map(|quarter| quarter.decisions).sum();
        match (&class.name, class.keep) {
            (None, _) => notes.push(format!(
                "no class: {decisions} decisions are kept for ever; a class in `[[ledger.retention]]` is for those that come after it"
            )),
            (Some(name), None) => notes.push(format!(
                "the class `{name}` is not in the config any more: its {keys} keys are kept for ever"
            )),
            _ => {}
        }
    }
    let held: u64 = plan.classes.iter().flat_map(|class| &class.quarters).map(|quarter| quarter.held).sum();
    if held > 0 && !plan.everything_held {
        notes.push(format!("{held} keys stay for a hold"));
    }
    if plan.segments.deleted > 0 || !plan.segments.deletable.is_empty() {
        notes.push("the file does not shrink: the space of what is deleted is used again".to_owned());
    }
    notes
}
