//! When to ask again.

use super::super::horizon::Horizon;
use super::Heard;
use super::bound::changes;
use crate::answer::retention::Effect as Word;
use crate::decision::retention::{Action, Effect, ItemRuling, Start, Step};
use crate::question::Day;

/// Missing facts and reviews are asked after again within a month: the shortest time in which a
/// person must be answered.
const RECHECK_OPEN_DAYS: u32 = 30;
/// A voice that could not be heard is asked again the next day: the fault may be gone.
const RECHECK_FAULT_DAYS: u32 = 1;
/// What runs without a known end is looked at once a year, so that nothing is kept for ever
/// because nobody asked.
const RECHECK_RUNNING_DAYS: u32 = 365;

/// The earliest known change of an item's schedule after `as_of`, or a bound on how long to wait.
pub(super) fn recheck_on(as_of: Day, ruling: &ItemRuling, heard: &Heard<'_>) -> Option<Day> {
    if ruling.now.is_final() {
        return None;
    }
    let mut horizon = Horizon::after(as_of);
    for day in days(as_of, ruling) {
        horizon.note(Some(day));
    }
    for from in ruling.winners.iter().chain(&ruling.losers) {
        if let Some(finding) = heard.finding(from) {
            horizon.note_source(&finding.source);
            if let Word::NotYetInForce(day) = finding.effect {
                horizon.note(Some(day));
            }
        }
        if let Some(rule) = heard.rule(from) {
            horizon.note_rule(rule);
        }
    }
    for (state, changes_on) in heard.standings() {
        horizon.note_standing(state);
        horizon.note(changes_on);
    }
    horizon.note(patience(ruling).and_then(|days| later(as_of, days)));
    horizon.first()
}

/// The days on which ends pass and steps begin.
fn days(as_of: Day, ruling: &ItemRuling) -> Vec<Day> {
    let mut days = Vec::new();
    for ceiling in &ruling.ceilings {
        changes(&ceiling.until, as_of, &mut days);
        changes(&ceiling.use_until, as_of, &mut days);
    }
    for floor in &ruling.floors {
        changes(&floor.until, as_of, &mut days);
    }
    for step in ruling.steps.iter().chain(&ruling.after_release) {
        if let Start::On(day) = step.from {
            days.push(day);
        }
    }
    days.extend(ruling.holds.iter().filter_map(|hold| hold.released_on));
    days
}

/// The longest time to wait where no date is known, or where something is open.
fn patience(ruling: &ItemRuling) -> Option<u32> {
    match ruling.effect {
        Effect::Undetermined => return Some(RECHECK_FAULT_DAYS),
        Effect::NeedFacts | Effect::NeedsReview => return Some(RECHECK_OPEN_DAYS),
        Effect::Settled => {}
    }
    if ruling.now == Action::Hold {
        return Some(RECHECK_OPEN_DAYS);
    }
    let dated = |step: &Step| matches!(step.from, Start::On(_));
    let ends = ruling.steps.last().is_some_and(|step| step.action.is_final() && dated(step));
    (!ends).then_some(RECHECK_RUNNING_DAYS)
}

fn later(as_of: Day, days: u32) -> Option<Day> {
    as_of.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
