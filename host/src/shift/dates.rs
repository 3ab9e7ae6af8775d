//! The days of a decision, and how they shift. A day is told by how far it moved, not as it is: it may
//! follow from something that only one person did.

use std::collections::BTreeMap;

use praetor_decision::decision::retention::{Bound, Start};
use praetor_decision::decision::{Decision, Ruling};
use praetor_decision::due::{DueKind, dues};
use praetor_decision::{Day, EntityId};

use super::{Change, Weight};

/// What a day is of, and for which entity.
type Of = (String, Option<EntityId>);

/// Every day that is another one, or is there in one decision only.
pub(super) fn changes(was: &Decision, now: &Decision) -> Vec<Change> {
    let (before, after) = (days(was), days(now));
    let mut changes = vec![];
    for (of, old) in &before {
        let new = after.get(of).map(Vec::as_slice).unwrap_or_default();
        changes.extend(moved(&of.0, old, new));
    }
    let added = after.iter().filter(|(of, _)| !before.contains_key(of));
    changes.extend(added.flat_map(|(of, new)| moved(&of.0, &[], new)));
    changes
}

/// The days of one thing, paired in order.
fn moved<'a>(label: &'a str, was: &'a [Day], now: &'a [Day]) -> impl Iterator<Item = Change> + 'a {
    let pairs = (0..was.len().max(now.len())).map(|at| (was.get(at), now.get(at)));
    pairs.filter_map(move |pair| {
        let how = match pair {
            (Some(was), Some(now)) if was == now => return None,
            (Some(was), Some(now)) => later(*was, *now),
            (Some(_), None) => "no day any more".to_owned(),
            (None, _) => "a day now".to_owned(),
        };
        Some(Change::new(Weight::Dates, format!("{label}: {how}")))
    })
}

fn later(was: Day, now: Day) -> String {
    let days = was.until(now).map_or(0, |span| span.get_days());
    let unit = if days.abs() == 1 { "day" } else { "days" };
    let direction = if days > 0 { "later" } else { "earlier" };
    format!("{} {unit} {direction}", days.abs())
}

fn days(decision: &Decision) -> BTreeMap<Of, Vec<Day>> {
    let mut days: BTreeMap<Of, Vec<Day>> = BTreeMap::new();
    let mut add = |label: String, about, day| days.entry((label, about)).or_default().push(day);
    // A step is taken from the schedule itself: of those that only keep, nothing is due.
    for due in dues(decision).into_iter().filter(|due| due.kind() != DueKind::Step) {
        add(format!("{} {}", due.kind().as_str(), due.name()), due.about(), due.date.day);
    }
    if let Some(day) = decision.valid_until {
        add("valid until".to_owned(), None, day);
    }
    if let Ruling::Retention(ruling) = &decision.ruling {
        for item in &ruling.items {
            let steps = item.steps.iter().skip(1);
            for (step, day) in steps.filter_map(|step| Some((step, begins(&step.from)?))) {
                add(format!("step {}", step.action.as_str()), Some(item.item), day);
            }
        }
    }
    days.values_mut().for_each(|days| days.sort_unstable());
    days
}

fn begins(start: &Start) -> Option<Day> {
    match start {
        Start::On(day) => Some(*day),
        Start::After(Bound::Through(day)) => day.tomorrow().ok(),
        Start::After(_) => None,
    }
}
