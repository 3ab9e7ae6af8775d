//! When the places of a decision are due, to the day.

use super::{Date, Place};
use crate::answer::{ClockForm, Strength};
use crate::clock::{Resolved, Timeliness};
use crate::decision::incident::RunningClock;
use crate::decision::retention::{Action, Bound, Effect, ItemRuling, Start, Step};
use crate::decision::rights::{ClockRuling, ClockState, Line};
use crate::decision::{Decision, Owed};
use crate::question::Day;

/// Obligations of the dictionary whose day ends a duty to keep: nothing need be done by then.
pub(super) const KEPT_UNTIL: [&str; 2] = ["keep-copy", "keep-request-record"];

/// When a place is due, and whether it binds; none: nothing is due there.
pub(super) fn date(decision: &Decision, place: Place<'_>) -> Option<(Date, bool)> {
    let as_of = decision.as_of;
    match place {
        Place::Obligation(owed) => Some((of_obligation(owed)?, true)),
        Place::Clock(_, clock) => of_clock(clock, as_of),
        Place::Telling(_, telling) => Some((resolved(telling.due.as_ref()?)?, true)),
        Place::Kept(_, line) => Some((of_kept(line)?, true)),
        Place::Step(_, step) => Some((of_step(step)?, true)),
        Place::AskAgain(item) => Some((of_asking(item)?, false)),
        Place::Notice(_, clock) => of_notice(clock, as_of),
    }
}

/// A last day is due with that day, a last moment with it. What waits for its event has no date.
fn resolved(resolved: &Resolved) -> Option<Date> {
    let (day, moment, stands_still) = match resolved {
        Resolved::Moment(timed) => (resolved.day()?, Some(timed.instant), false),
        Resolved::StandsStill(still) => (still.not_before, None, true),
        Resolved::Day(_) | Resolved::Formula(_) => (resolved.day()?, None, false),
    };
    Some(Date { day, moment, not_before: None, stands_still })
}

const fn whole(day: Day) -> Date {
    Date { day, moment: None, not_before: None, stands_still: false }
}

fn of_obligation(owed: &Owed) -> Option<Date> {
    if owed.attested || KEPT_UNTIL.contains(&owed.obligation.id.as_str()) {
        return None;
    }
    resolved(owed.due.as_ref()?)
}

/// What is met on the day asked about or before; a day after it has not come.
fn is_met(met_on: Option<Day>, as_of: Day) -> bool {
    met_on.is_some_and(|met| met <= as_of)
}

fn of_clock(clock: &ClockRuling, as_of: Day) -> Option<(Date, bool)> {
    let runs = match clock.state {
        ClockState::Judged(judged) => !matches!(judged, Timeliness::OnTime | Timeliness::Late(_)),
        ClockState::Extended | ClockState::NotClaimed | ClockState::NoDate => false,
    };
    if !runs || is_met(clock.met_on, as_of) || clock.form == ClockForm::PersonActs {
        return None;
    }
    let binding = clock.strength == Strength::Statutory && clock.form != ClockForm::TellExtension;
    Some((resolved(clock.latest.as_ref()?)?, binding))
}

fn of_notice(running: &RunningClock, as_of: Day) -> Option<(Date, bool)> {
    let clock = &running.clock;
    if is_met(clock.met_on, as_of) || clock.form == ClockForm::PersonActs {
        return None;
    }
    Some((resolved(running.latest.as_ref()?)?, clock.strength == Strength::Statutory))
}

/// A bound is the last day of keeping: the record is erased on the day after it, neither sooner nor
/// later. Where a person must decide what comes then, that is due on the last day.
fn of_kept(line: &Line) -> Option<Date> {
    let kept = line.kept.as_ref()?;
    let Bound::Through(last) = kept.until else { return None };
    if kept.then_review {
        return Some(whole(last));
    }
    let day = last.tomorrow().ok()?;
    Some(Date { not_before: Some(day), ..whole(day) })
}

/// A step begins with its day, so it is done on that day; what cannot be undone is not done before.
/// To go on keeping, and to hold, is nothing to be done.
fn of_step(step: &Step) -> Option<Date> {
    let Start::On(day) = step.from else { return None };
    match step.action {
        Action::Keep | Action::Hold => None,
        Action::Anonymise | Action::Erase => Some(Date { not_before: Some(day), ..whole(day) }),
        Action::Warn | Action::Restrict | Action::Block | Action::Separate | Action::Review => {
            Some(whole(day))
        }
    }
}

/// Where a schedule is open, or nothing dated ends the record, it is asked about again: else it
/// would be kept for ever because nobody asked.
fn of_asking(item: &ItemRuling) -> Option<Date> {
    let ends = |step: &Step| step.action.is_final() && matches!(step.from, Start::On(_));
    let settled = item.effect == Effect::Settled && item.steps.last().is_some_and(ends);
    if settled { None } else { item.recheck_on.map(whole) }
}
