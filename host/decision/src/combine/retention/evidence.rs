//! What the voices said on one item, sorted into ceilings, floors, holds and doubts.

use std::collections::{BTreeMap, BTreeSet};

use super::said::Said;
use super::world::World;
use crate::answer::StandingState;
use crate::answer::retention::{Effect, Finding};
use crate::combine::order::{Speaker, referred};
use crate::combine::{Hearing, laws_that_may_reach};
use crate::decision::retention::{Bound, Ceiling, Copy, Doubt, FloorRuling, Hold};
use crate::decision::{FindingRef, Remark};
use crate::manifest::PluginKind;
use crate::question::EntityId;

/// What was said on one item.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Who limits the keeping.
    pub ceilings: Vec<Ceiling>,
    /// Who commands keeping.
    pub floors: Vec<FloorRuling>,
    /// Who commands none.
    pub no_floor: Vec<FindingRef>,
    /// The matters.
    pub holds: Vec<Hold>,
    /// Why nothing may be erased.
    pub doubts: BTreeSet<Doubt>,
    /// What recipients do with their copies.
    pub copies: Vec<Copy>,
    /// Every finding that speaks of the item.
    pub heard: Vec<FindingRef>,
}

/// A ground or limit that lacks facts: which orders it would recognise is unknown, so the duties
/// to keep are heard as if it recognised them all. It never erases anything.
pub(super) const EVERY_ORDER: &str = "*";

/// Collects the evidence on an item, in the world that is assumed for what is unknown.
pub(super) fn collect(
    hearing: &Hearing<'_>,
    speakers: &[Speaker<'_>],
    item: EntityId,
    world: &World,
) -> Evidence {
    let mut evidence = Evidence::default();
    for speaker in speakers {
        match findings(speaker) {
            None => {
                evidence.doubts.insert(Doubt::Unheard(speaker.index));
            }
            Some((state, findings)) => {
                hear(&mut evidence, hearing, speaker, item, (world, state), findings);
            }
        }
    }
    let lawless = !speakers.iter().any(|s| is_law(s) && findings(s).is_some());
    evidence.doubts.extend(lawless.then_some(Doubt::NoLaw));
    evidence.doubts.extend(doubts_of_the_host(hearing, item));
    mark_deciding(&mut evidence.ceilings);
    evidence
}

/// Whether the voice speaks for a law.
pub(super) fn is_law(speaker: &Speaker<'_>) -> bool {
    speaker.manifest.kind == PluginKind::Jurisdiction
}

/// The standing and the findings of a voice that could be heard.
pub(super) fn findings<'a>(speaker: &Speaker<'a>) -> Option<(StandingState, &'a [Finding])> {
    match speaker.reply {
        Ok(crate::answer::Answer::Retention(answer)) => Some((answer.standing.state, &answer.findings)),
        // An answer to another question is no answer to this one.
        Ok(_) | Err(_) => None,
    }
}

fn hear(
    evidence: &mut Evidence,
    hearing: &Hearing<'_>,
    speaker: &Speaker<'_>,
    item: EntityId,
    (world, state): (&World, StandingState),
    findings: &[Finding],
) {
    let governs = match state {
        StandingState::Applies => true,
        StandingState::DoesNotApply | StandingState::NotYetInForce(_) => false,
        StandingState::Unclear => world.governs(speaker.index).unwrap_or(true),
    };
    if !governs {
        return;
    }
    let unclear = state == StandingState::Unclear && world.governs(speaker.index).is_none();
    let mut said = Said::new(hearing, speaker, unclear);
    for (from, finding) in referred(speaker.index, findings) {
        if covers(finding, item, hearing) {
            evidence.heard.push(from);
            said.take(evidence, from, finding, world);
        }
    }
    if speaker.manifest.kind == PluginKind::Processor {
        evidence.copies.extend(said.copy());
    } else {
        said.close(evidence);
    }
}

/// Whether a finding speaks of an item. One that names entities but no item speaks of all items
/// if it keeps them, and of none if it ends them: a doubt never erases.
fn covers(finding: &Finding, item: EntityId, hearing: &Hearing<'_>) -> bool {
    let about = &finding.source.about;
    if about.is_empty() || about.contains(&item) {
        return true;
    }
    let is_item = |id: &EntityId| hearing.question.entity(*id).is_some_and(|e| e.kind == "item");
    let keeps =
        matches!(finding.effect, Effect::Floor(_) | Effect::Hold(_) | Effect::Review | Effect::NeedFacts(..));
    keeps && !about.iter().any(is_item)
}

/// What the host already noticed that forbids an erasure.
fn doubts_of_the_host(hearing: &Hearing<'_>, item: EntityId) -> Vec<Doubt> {
    let remarks = hearing.remarks.iter().filter_map(|remark| match remark {
        Remark::Uncovered(place) => Some(Doubt::Uncovered(place.clone())),
        Remark::SwitchedOff(plugin) => Some(Doubt::SwitchedOff(plugin.clone())),
        _ => None,
    });
    let elsewhere =
        |id: EntityId| id != item && hearing.question.entity(id).is_some_and(|entity| entity.kind == "item");
    let contradictions = hearing
        .contradictions
        .iter()
        .filter(|one| !one.fact.entity.is_some_and(elsewhere))
        .map(|one| Doubt::Contradiction(one.fact.clone()));
    remarks.chain(contradictions).chain(unknown_residence(hearing)).collect()
}

/// Laws that might reach the record, were the residence known.
fn unknown_residence(hearing: &Hearing<'_>) -> Vec<Doubt> {
    laws_that_may_reach(hearing).map(|law| Doubt::ResidenceUnknown(law.clone())).collect()
}

/// Marks the ceilings that end keeping or daily use first.
fn mark_deciding(ceilings: &mut [Ceiling]) {
    let mut first: BTreeMap<bool, Option<crate::question::Day>> = BTreeMap::new();
    for ceiling in ceilings.iter() {
        for (daily, until) in [(true, &ceiling.use_until), (false, &ceiling.until)] {
            if let Some(day) = known(until) {
                let least = first.entry(daily).or_insert(Some(day));
                *least = (*least).min(Some(day));
            }
        }
    }
    let alone = ceilings.len() == 1;
    for ceiling in ceilings {
        let is_first = |daily, until| known(until).is_some_and(|day| first.get(&daily) == Some(&Some(day)));
        ceiling.decides = alone || is_first(true, &ceiling.use_until) || is_first(false, &ceiling.until);
    }
}

fn known(bound: &Bound) -> Option<crate::question::Day> {
    match bound {
        Bound::Ended => Some(crate::question::Day::MIN),
        Bound::Through(last) => Some(*last),
        _ => None,
    }
}
