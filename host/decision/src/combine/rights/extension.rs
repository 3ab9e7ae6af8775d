//! Whether a claimed extension counts, and which extension all laws allow.
//!
//! The work is divided: a plugin says whether the reason is one that its law allows, and gives the
//! clock for telling the person. Holidays are the host's, so whether the person was told in time
//! is judged here. What cannot be judged does not count: the first day stands, which is never too
//! late for the person.

use std::collections::{BTreeMap, BTreeSet};

use super::clocks::{binds, last_day};
use super::request::{Request, Spoken};
use crate::answer::ClockForm;
use crate::answer::rights::Effect;
use crate::clock::Timeliness;
use crate::decision::rights::{ClockRuling, ClockState, Extension};
use crate::question::{Day, Name};

/// The reason of an extension that was told too late.
const INVALID: &str = "r-extension-invalid";

/// What has become of the extension that one law was said to allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claimed {
    /// The reason is allowed, and the person was told in time.
    Valid,
    /// The reason is allowed, the person has not been told, and there is still time for it.
    Untold,
    /// It does not count, for these reasons.
    Invalid(BTreeSet<Name>),
}

/// What has become of the extension, by voice. All rules of a law must say that it is allowed.
pub(super) fn claims(request: &Request<'_>, clocks: &[ClockRuling]) -> BTreeMap<u16, Claimed> {
    let mut claims = BTreeMap::new();
    for spoken in &request.spoken {
        let voice = spoken.from.voice;
        let said = match spoken.finding.effect {
            Effect::Extension(true) if gives(clocks, voice) => told(clocks, voice),
            Effect::Extension(false) => Claimed::Invalid([reason(spoken)].into()),
            _ => continue,
        };
        let sum = match (claims.remove(&voice), said) {
            (Some(Claimed::Invalid(mut one)), Claimed::Invalid(other)) => {
                one.extend(other);
                Claimed::Invalid(one)
            }
            (Some(invalid @ Claimed::Invalid(_)), _) => invalid,
            (_, said) => said,
        };
        claims.insert(voice, sum);
    }
    claims
}

fn reason(spoken: &Spoken<'_>) -> Name {
    let reason = &spoken.finding.source.reason;
    if reason.is_empty() { INVALID.into() } else { reason.clone() }
}

/// Whether a law knows an extended period.
fn gives(clocks: &[ClockRuling], voice: u16) -> bool {
    clocks.iter().any(|clock| clock.from.voice == voice && clock.form == ClockForm::RespondExtended)
}

/// Whether the person was told in time, by every clock of the law that binds. A law without such
/// a clock leaves nothing to judge by, so its extension does not count; one that asks for no
/// telling says so with a clock that has no last day and was met.
fn told(clocks: &[ClockRuling], voice: u16) -> Claimed {
    let ours = clocks.iter().filter(|clock| clock.from.voice == voice);
    let states: Vec<ClockState> =
        ours.filter(|clock| binds(clock, ClockForm::TellExtension)).map(|clock| clock.state).collect();
    let met = |state: &ClockState| *state == ClockState::Judged(Timeliness::OnTime);
    let open = |state: &ClockState| *state == ClockState::Judged(Timeliness::Pending);
    if states.is_empty() || !states.iter().all(|state| met(state) || open(state)) {
        Claimed::Invalid([INVALID.into()].into())
    } else if states.iter().all(met) {
        Claimed::Valid
    } else {
        Claimed::Untold
    }
}

/// An extension exists only if every law still running has one.
pub(super) fn ruling(request: &Request<'_>, clocks: &[ClockRuling]) -> Extension {
    let as_of = request.hearing.question.as_of;
    let open = |clock: &&ClockRuling| clock.met_on.is_none_or(|met| met > as_of);
    let answering = || clocks.iter().filter(|clock| binds(clock, ClockForm::Respond));
    let running: BTreeSet<u16> = answering().filter(open).map(|clock| clock.from.voice).collect();
    // Once every law has its answer, what is left to say is whether the extension counted.
    let all: BTreeSet<u16> = answering().map(|clock| clock.from.voice).collect();
    let judged = if running.is_empty() { &all } else { &running };
    let claims = claims(request, clocks);
    let reasons: BTreeSet<Name> = judged.iter().flat_map(|voice| invalid(claims.get(voice))).collect();
    if !reasons.is_empty() {
        return Extension::Invalid { reasons: reasons.into_iter().collect() };
    }
    let until = first(clocks, judged, ClockForm::RespondExtended);
    if !judged.is_empty() && judged.iter().all(|voice| claims.get(voice) == Some(&Claimed::Valid)) {
        return Extension::Valid { until };
    }
    let possible = |voice: &u16| claims.get(voice) == Some(&Claimed::Valid) || still_possible(clocks, *voice);
    if running.is_empty() || !running.iter().all(possible) {
        return Extension::None;
    }
    Extension::Available { until, tell_by: first(clocks, &running, ClockForm::TellExtension) }
}

fn invalid(claimed: Option<&Claimed>) -> BTreeSet<Name> {
    match claimed {
        Some(Claimed::Invalid(reasons)) => reasons.clone(),
        _ => BTreeSet::new(),
    }
}

/// Whether a law knows an extended period, and the time to tell the person is not over.
fn still_possible(clocks: &[ClockRuling], voice: u16) -> bool {
    let over = |clock: &ClockRuling| {
        let late = matches!(clock.state, ClockState::Judged(Timeliness::Late(_) | Timeliness::Overdue(_)));
        clock.from.voice == voice && binds(clock, ClockForm::TellExtension) && late
    };
    gives(clocks, voice) && !clocks.iter().any(over)
}

fn first(clocks: &[ClockRuling], voices: &BTreeSet<u16>, form: ClockForm) -> Option<Day> {
    let of_form = clocks.iter().filter(|clock| clock.form == form && voices.contains(&clock.from.voice));
    of_form.filter_map(last_day).min()
}
