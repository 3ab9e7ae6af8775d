//! The clocks of each law, the earliest day for the answer, and the extension that all allow.

use std::collections::{BTreeMap, BTreeSet};

use super::request::{Request, Spoken};
use crate::answer::rights::Effect;
use crate::answer::{Clock, ClockForm, Strength};
use crate::clock::{Resolved, judge, resolve};
use crate::decision::FindingRef;
use crate::decision::rights::{ClockRuling, ClockState, Extension};
use crate::question::Day;
use crate::term::Term;

/// The clocks of a request, by voice and form. Every governing voice that sets one counts, even
/// if it refuses: a refusal must be told in time too, and a date too early is no breach.
pub(super) fn clocks(request: &Request<'_>) -> Vec<ClockRuling> {
    let valid = extended(request);
    let mut clocks: Vec<ClockRuling> = request
        .spoken
        .iter()
        .filter_map(|spoken| match &spoken.finding.effect {
            Effect::Clock(clock) => Some(ruling(request, spoken, clock, &valid)),
            _ => None,
        })
        .collect();
    clocks.sort_by_key(|clock| (clock.from.voice, clock.form, clock.from));
    clocks
}

/// The voices whose law says that the claimed extension is valid, and none of its rules not.
fn extended(request: &Request<'_>) -> BTreeSet<u16> {
    let mut said: BTreeMap<u16, bool> = BTreeMap::new();
    for spoken in &request.spoken {
        if let Effect::Extension(valid) = spoken.finding.effect {
            *said.entry(spoken.from.voice).or_insert(true) &= valid;
        }
    }
    said.into_iter().filter(|(_, valid)| *valid).map(|(voice, _)| voice).collect()
}

fn ruling(
    request: &Request<'_>,
    spoken: &Spoken<'_>,
    clock: &Clock,
    extended: &BTreeSet<u16>,
) -> ClockRuling {
    let hearing = request.hearing;
    let mut problem = None;
    let mut date = |term: &Option<Term>| {
        let resolved = resolve(term.as_ref()?, hearing.calendars, hearing.question);
        resolved.map_err(|error| problem = Some(error.to_string())).ok()
    };
    let (latest, target) = (date(&clock.latest), date(&clock.target));
    let valid = extended.contains(&spoken.from.voice) && has_extended(request, spoken.from.voice);
    let state = match clock.form {
        ClockForm::Respond if valid => ClockState::Extended,
        ClockForm::RespondExtended if !valid => ClockState::NotClaimed,
        _ if clock.latest.is_some() && latest.is_none() => ClockState::NoDate,
        _ => ClockState::Judged(judge(clock, latest.as_ref(), hearing.question.as_of)),
    };
    ClockRuling {
        from: spoken.from,
        form: clock.form,
        latest,
        target,
        at_once: clock.at_once,
        strength: clock.strength,
        met_on: clock.met_on,
        state,
        problem,
    }
}

fn has_extended(request: &Request<'_>, voice: u16) -> bool {
    request.spoken.iter().filter(|spoken| spoken.from.voice == voice).any(|spoken| {
        matches!(&spoken.finding.effect, Effect::Clock(clock) if clock.form == ClockForm::RespondExtended)
    })
}

/// The day by which a clock must be kept. A clock that stands still counts with the earliest day
/// that it can still come to.
fn last_day(clock: &ClockRuling) -> Option<Day> {
    match clock.latest.as_ref()? {
        Resolved::StandsStill(still) => Some(still.not_before),
        resolved => resolved.day(),
    }
}

/// The earliest statutory last day for the answer, with the clock that sets it. The person's own
/// periods, good practice and extensions have no part in it.
pub(super) fn respond_by(clocks: &[ClockRuling]) -> Option<(Day, FindingRef)> {
    let respond = clocks.iter().filter(|clock| binds(clock, ClockForm::Respond));
    respond.filter_map(|clock| last_day(clock).map(|day| (day, clock.from))).min()
}

fn binds(clock: &ClockRuling, form: ClockForm) -> bool {
    clock.form == form && clock.strength == Strength::Statutory
}

/// An extension exists only if every law still running has one.
pub(super) fn extension(request: &Request<'_>, clocks: &[ClockRuling]) -> Extension {
    let as_of = request.hearing.question.as_of;
    let open = |clock: &&ClockRuling| clock.met_on.is_none_or(|met| met > as_of);
    let running: BTreeSet<u16> = clocks
        .iter()
        .filter(|clock| binds(clock, ClockForm::Respond))
        .filter(open)
        .map(|clock| clock.from.voice)
        .collect();
    let invalid = request.spoken.iter().any(|spoken| {
        running.contains(&spoken.from.voice) && spoken.finding.effect == Effect::Extension(false)
    });
    if invalid {
        return Extension::Invalid;
    }
    let first = |form| {
        let of_form = clocks.iter().filter(|clock| clock.form == form);
        let running = of_form.filter(|clock| running.contains(&clock.from.voice));
        running.filter_map(last_day).min()
    };
    let every_law = running.iter().all(|voice| has_extended(request, *voice));
    if running.is_empty() || !every_law {
        return Extension::None;
    }
    let until = first(ClockForm::RespondExtended);
    let valid = extended(request);
    if running.iter().all(|voice| valid.contains(voice)) {
        return Extension::Valid { until };
    }
    Extension::Available { until, tell_by: first(ClockForm::TellExtension) }
}
