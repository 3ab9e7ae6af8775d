//! What may still change: missing facts, confidence, dates, remarks.

use std::collections::BTreeSet;

use super::cell::Ruled;
use super::clauses::Open;
use super::court::Court;
use super::said::Said;
use crate::answer::StandingState;
use crate::answer::sharing::Effect as Word;
use crate::combine::horizon::Horizon;
use crate::combine::laws_that_may_reach;
use crate::combine::missing::Wanted;
use crate::decision::sharing::Effect;
use crate::decision::{FindingRef, Missing, Remark};
use crate::manifest::Confidence;
use crate::question::Day;

/// The missing facts that can change a cell, and those that cannot change any.
pub(super) fn missing(court: &Court<'_, '_>, ruled: &[Ruled]) -> (Vec<Missing>, Vec<Missing>) {
    let matters: BTreeSet<Open> = ruled.iter().flat_map(|ruled| ruled.matters.iter().copied()).collect();
    let mut wanted = Wanted::default();
    for said in needing(court, ruled) {
        let material = matters.contains(&Open::Best(said.at));
        wanted.note(said.at, &said.finding.source.missing, material);
    }
    for (voice, standing) in court.standings() {
        if standing.state == StandingState::Unclear {
            let material = matters.contains(&Open::Gone(voice)) || matters.contains(&Open::Governs(voice));
            wanted.note(FindingRef::standing(voice), &standing.source.missing, material);
        }
    }
    wanted.lists()
}

/// The lowest confidence among what the results rest on.
pub(super) fn confidence(court: &Court<'_, '_>, ruled: &[Ruled]) -> Confidence {
    let all = grounds(court, ruled).into_iter().map(|at| court.confidence(at));
    all.min().unwrap_or(Confidence::High)
}

/// The first known date on which a result can change.
pub(super) fn valid_until(court: &Court<'_, '_>, ruled: &[Ruled]) -> Option<Day> {
    let mut horizon = Horizon::after(court.hearing.question.as_of);
    let grounds = grounds(court, ruled);
    for (voice, standing) in court.standings() {
        horizon.note_source(&standing.source);
        horizon.note_standing(standing.state);
        if let Some(rule) = court.rule(FindingRef::standing(voice)) {
            horizon.note_rule(rule);
        }
    }
    for said in court.floor.said.iter().filter(|said| plays_a_part(said, &grounds)) {
        horizon.note_source(&said.finding.source);
        if let Word::NotYetInForce(day) = said.finding.effect {
            horizon.note(Some(day));
        }
        if let Some(rule) = said.rule {
            horizon.note_rule(rule);
        }
    }
    horizon.first()
}

/// The remarks on how the decision came about.
pub(super) fn remarks(court: &Court<'_, '_>, ruled: &[Ruled], undated: Vec<FindingRef>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = undated.into_iter().map(Remark::NoDate).collect();
    if court.no_voice {
        remarks.push(Remark::NoVoice);
    } else if court.no_law {
        remarks.push(Remark::NoLawAsked);
    }
    remarks.extend(laws_that_may_reach(court.hearing).cloned().map(Remark::MayReach));
    if no_law_objects(court) && ruled.iter().any(|ruled| ruled.cell.effect.is_yes()) {
        remarks.push(Remark::NoLawObjects(first_law(court)));
    }
    let review = |ruled: &&Ruled| ruled.cell.effect == Effect::NeedsReview;
    let unsure = ruled.iter().filter(review).flat_map(|ruled| ruled.unsure.iter().copied());
    remarks.extend(unsure.map(Remark::LowConfidence));
    let pending = |at: &FindingRef| court.rule(*at).is_some_and(|rule| !rule.pending.is_empty());
    remarks.extend(grounds(court, ruled).into_iter().filter(pending).map(Remark::Pending));
    remarks
}

/// Every law that was asked answered, and every one said that it does not apply.
fn no_law_objects(court: &Court<'_, '_>) -> bool {
    let mut laws = court.floor.heard.iter().filter(|heard| heard.is_law()).peekable();
    let absent = |state| matches!(state, StandingState::DoesNotApply | StandingState::NotYetInForce(_));
    laws.peek().is_some() && laws.all(|law| absent(law.state))
}

/// The first known day on which a law that does not apply begins to.
fn first_law(court: &Court<'_, '_>) -> Option<Day> {
    let mut horizon = Horizon::after(court.hearing.question.as_of);
    let laws = court.floor.heard.iter().filter(|heard| heard.is_law());
    for index in laws.map(|law| law.speaker.index) {
        for (_, standing) in court.standings().filter(|(voice, _)| *voice == index) {
            horizon.note_source(&standing.source);
            horizon.note_standing(standing.state);
        }
        if let Some(rule) = court.rule(FindingRef::standing(index)) {
            horizon.note(rule.applies_from);
        }
    }
    horizon.first()
}

/// The findings and standings that the results rest on.
fn grounds(court: &Court<'_, '_>, ruled: &[Ruled]) -> BTreeSet<FindingRef> {
    let mut grounds: BTreeSet<FindingRef> =
        ruled.iter().flat_map(|ruled| ruled.cell.deciding.iter().copied()).collect();
    grounds.extend(court.prevailing(ruled).map(|said| said.at));
    if ruled.iter().any(|ruled| ruled.cell.effect.is_yes()) {
        grounds.extend(court.absent());
    }
    grounds
}

/// Permits that did not win can change without changing the decision; all else can change it.
fn plays_a_part(said: &Said<'_>, grounds: &BTreeSet<FindingRef>) -> bool {
    said.word.burden().is_none() || grounds.contains(&said.at)
}

fn needing<'c, 'a>(court: &'c Court<'_, 'a>, ruled: &[Ruled]) -> impl Iterator<Item = &'c Said<'a>> {
    let all: BTreeSet<usize> = ruled.iter().flat_map(|ruled| ruled.needs.iter().copied()).collect();
    all.into_iter().filter_map(|at| court.floor.said.get(at))
}
