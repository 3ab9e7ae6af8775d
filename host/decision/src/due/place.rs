//! The places of a decision that can have a date.

use super::{Cause, DueKind};
use crate::decision::incident::{Duty, RunningClock};
use crate::decision::retention::{Action, ItemRuling, Step};
use crate::decision::rights::{ClockRuling, Line, RequestRuling, Telling};
use crate::decision::{Decision, FindingRef, Owed, Ruling};
use crate::question::{EntityId, Name};

/// Where a decision can say that something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'d> {
    /// An obligation.
    Obligation(&'d Owed),
    /// A clock of a request.
    Clock(&'d RequestRuling, &'d ClockRuling),
    /// Somebody to be told of what was decided on a request.
    Telling(&'d RequestRuling, &'d Telling),
    /// A line whose erasure has to wait.
    Kept(&'d RequestRuling, &'d Line),
    /// A step of an item's schedule.
    Step(&'d ItemRuling, &'d Step),
    /// The day to ask again about an item.
    AskAgain(&'d ItemRuling),
    /// A clock of a duty to notify.
    Notice(&'d Duty, &'d RunningClock),
}

/// Every place of a decision, in the order of the numbers.
#[must_use]
pub fn places(decision: &Decision) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = decision.obligations.iter().map(Place::Obligation).collect();
    match &decision.ruling {
        Ruling::Sharing(_) => {}
        Ruling::Retention(ruling) => places.extend(ruling.items.iter().flat_map(of_item)),
        Ruling::Rights(ruling) => places.extend(ruling.requests.iter().flat_map(of_request)),
        Ruling::Incident(ruling) => places.extend(ruling.duties.iter().flat_map(of_duty)),
    }
    places
}

fn of_item(item: &ItemRuling) -> impl Iterator<Item = Place<'_>> {
    item.steps.iter().map(move |step| Place::Step(item, step)).chain([Place::AskAgain(item)])
}

fn of_request(request: &RequestRuling) -> impl Iterator<Item = Place<'_>> {
    let clocks = request.clocks.iter().map(move |clock| Place::Clock(request, clock));
    let tellings = request.tellings.iter().map(move |telling| Place::Telling(request, telling));
    let lines = request.lines.iter().map(move |line| Place::Kept(request, line));
    clocks.chain(tellings).chain(lines)
}

fn of_duty(duty: &Duty) -> impl Iterator<Item = Place<'_>> {
    duty.clocks.iter().map(move |clock| Place::Notice(duty, clock))
}

impl Place<'_> {
    pub(super) const fn kind(&self) -> DueKind {
        match self {
            Self::Obligation(_) => DueKind::Obligation,
            Self::Clock(..) => DueKind::Clock,
            Self::Telling(..) => DueKind::Telling,
            Self::Kept(..) | Self::Step(..) => DueKind::Step,
            Self::AskAgain(_) => DueKind::AskAgain,
            Self::Notice(..) => DueKind::Notice,
        }
    }

    pub(super) fn name(&self) -> Name {
        match self {
            Self::Obligation(owed) => owed.obligation.id.clone(),
            Self::Clock(_, clock) => clock.form.as_str().into(),
            Self::Telling(_, telling) => telling.action.clone(),
            Self::Kept(_, line) => after_keeping(line).as_str().into(),
            Self::Step(_, step) => step.action.as_str().into(),
            Self::AskAgain(_) => "ask-again".into(),
            Self::Notice(duty, _) => duty.audience.as_str().into(),
        }
    }

    pub(super) fn about(&self) -> Option<EntityId> {
        match self {
            Self::Obligation(_) | Self::Notice(..) => None,
            Self::Clock(request, _) => Some(request.request),
            Self::Telling(_, telling) => Some(telling.recipient),
            Self::Kept(_, line) => Some(line.entity),
            Self::Step(item, _) | Self::AskAgain(item) => Some(item.item),
        }
    }

    pub(super) fn causes(&self) -> Vec<Cause> {
        let findings = |from: &[FindingRef]| from.iter().copied().map(Cause::Finding).collect();
        match self {
            Self::Obligation(owed) => findings(&owed.from),
            Self::Clock(_, clock) => findings(&[clock.from]),
            Self::Telling(_, telling) => findings(&telling.from),
            Self::Kept(_, line) => {
                let floors = line.kept.iter().flat_map(|kept| &kept.floors);
                floors.map(|floor| Cause::Rule(floor.plugin.clone(), floor.rule.clone())).collect()
            }
            Self::Step(_, step) => findings(&step.because),
            Self::AskAgain(_) => vec![],
            Self::Notice(_, clock) => findings(&[clock.from]),
        }
    }
}

/// What is done when an erasure need not wait any more.
fn after_keeping(line: &Line) -> Action {
    let review = line.kept.as_ref().is_some_and(|kept| kept.then_review);
    if review { Action::Review } else { Action::Erase }
}
