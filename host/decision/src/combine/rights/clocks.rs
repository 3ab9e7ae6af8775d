//! The clocks of each law and the earliest day for the answer.

use super::extension::{self, Claimed};
use super::request::{Request, Spoken};
use crate::answer::rights::Effect;
use crate::answer::{Clock, ClockForm, Strength};
use crate::clock::{Resolved, judge, resolve};
use crate::decision::FindingRef;
use crate::decision::rights::{ClockRuling, ClockState};
use crate::question::Day;
use crate::term::Term;

/// The clocks of a request, by voice and form. Every governing voice that sets one counts, even
/// if it refuses: a refusal must be told in time too, and a date too early is no breach.
pub(super) fn clocks(request: &Request<'_>) -> Vec<ClockRuling> {
    let mut clocks: Vec<ClockRuling> = request
        .spoken
        .iter()
        .filter_map(|spoken| match &spoken.finding.effect {
            Effect::Clock(clock) => Some(ruling(request, spoken, clock)),
            _ => None,
        })
        .collect();
    clocks.sort_by_key(|clock| (clock.from.voice, clock.form, clock.from));
    let claims = extension::claims(request, &clocks);
    for clock in &mut clocks {
        let valid = claims.get(&clock.from.voice) == Some(&Claimed::Valid);
        clock.state = match clock.form {
            ClockForm::Respond if valid => ClockState::Extended,
            ClockForm::RespondExtended if !valid => ClockState::NotClaimed,
            _ => clock.state,
        };
    }
    clocks
}

fn ruling(request: &Request<'_>, spoken: &Spoken<'_>, clock: &Clock) -> ClockRuling {
    let hearing = request.hearing;
    let mut problem = None;
    let mut date = |term: &Option<Term>| {
        let resolved = resolve(term.as_ref()?, hearing.calendars, hearing.question);
        resolved.map_err(|error| problem = Some(error.to_string())).ok()
    };
    let (latest, target) = (date(&clock.latest), date(&clock.target));
    let state = match (&clock.latest, &latest) {
        (Some(_), None) => ClockState::NoDate,
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

/// The day by which a clock must be kept. A clock that stands still counts with the earliest day
/// that it can still come to.
pub(super) fn last_day(clock: &ClockRuling) -> Option<Day> {
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

/// Whether a clock measures this and is more than good practice.
pub(super) fn binds(clock: &ClockRuling, form: ClockForm) -> bool {
    clock.form == form && clock.strength == Strength::Statutory
}
