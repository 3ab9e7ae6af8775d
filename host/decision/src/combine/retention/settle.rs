//! The ruling on one item, with what is unknown settled as far as it does not matter.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{self, Evidence, collect};
use super::world::{Unknown, World};
use super::{cut_off, schedule};
use crate::answer::StandingState;
use crate::answer::retention::Effect as Word;
use crate::combine::Hearing;
use crate::combine::order::{Speaker, referred};
use crate::decision::FindingRef;
use crate::decision::retention::{
    Action, Bound, Ceiling, Doubt, Effect, FloorRuling, Hold, ItemRuling, Start, Step,
};
use crate::question::{Day, EntityId};

/// A ruling, and which findings ask for facts: those that can change it, and the others.
pub(super) struct Settled {
    pub ruling: ItemRuling,
    pub asks: BTreeMap<FindingRef, bool>,
}

/// Rules on one item.
pub(super) fn settle(hearing: &Hearing<'_>, speakers: &[Speaker<'_>], item: EntityId) -> Settled {
    let open = Open { hearing, speakers, item };
    let unknown = open.unknown();
    let mut asks = BTreeMap::new();
    let mut world = World::default();
    for one in &unknown {
        let material = open.matters(&unknown, *one);
        asks.insert(one.asks(), material);
        if !material {
            // Neither outcome changes the schedule, so the one that keeps stands for both.
            world = world.with(*one, one.keeps_first());
        }
    }
    let evidence = collect(hearing, speakers, item, &world);
    let ruling = rule(hearing, speakers, item, evidence);
    Settled { ruling, asks }
}

struct Open<'a> {
    hearing: &'a Hearing<'a>,
    speakers: &'a [Speaker<'a>],
    item: EntityId,
}

impl Open<'_> {
    /// Everything that lacks facts and concerns the item.
    fn unknown(&self) -> Vec<Unknown> {
        let heard = collect(self.hearing, self.speakers, self.item, &World::default()).heard;
        let mut unknown = Vec::new();
        for speaker in self.speakers {
            let Some((state, findings)) = evidence::findings(speaker) else {
                continue;
            };
            if state == StandingState::Unclear {
                unknown.push(Unknown::Law(speaker.index));
            }
            for (from, finding) in referred(speaker.index, findings) {
                match finding.effect {
                    Word::NeedFacts(a, b) if a != b && heard.contains(&from) => {
                        unknown.push(Unknown::Finding(from, a, b));
                    }
                    _ => {}
                }
            }
        }
        unknown
    }

    /// Whether the facts can change the schedule, whatever the other unknowns turn out to be.
    fn matters(&self, unknown: &[Unknown], one: Unknown) -> bool {
        let others: Vec<Unknown> = unknown.iter().copied().filter(|other| *other != one).collect();
        let worlds = [World::default(), World::all(&others, true), World::all(&others, false)];
        worlds
            .iter()
            .any(|world| self.outcome(&world.with(one, true)) != self.outcome(&world.with(one, false)))
    }

    /// What would be done and when, without the reasons.
    fn outcome(&self, world: &World) -> Vec<Step> {
        let evidence = collect(self.hearing, self.speakers, self.item, world);
        let mut steps = schedule::steps(&evidence, self.hearing.question.as_of);
        for step in &mut steps {
            step.because.clear();
        }
        steps
    }
}

fn rule(
    hearing: &Hearing<'_>,
    speakers: &[Speaker<'_>],
    item: EntityId,
    mut evidence: Evidence,
) -> ItemRuling {
    let as_of = hearing.question.as_of;
    doubt_low_confidence(hearing, speakers, &mut evidence);
    let steps = schedule::steps(&evidence, as_of);
    let (steps, after_release) = held(&evidence.holds, steps, as_of);
    let conflicts = schedule::conflicts(&evidence, as_of);
    let planned = if after_release.is_empty() { &steps } else { &after_release };
    let effect = effect(&evidence, planned);
    mark_deciding(&mut evidence.floors, planned);
    let winners = winners(&evidence, &steps, &after_release);
    let lost = |from: &FindingRef| !winners.contains(from);
    ItemRuling {
        item,
        effect,
        now: steps.first().map_or(Action::Restrict, |step| step.action),
        cut_offs: cut_off::cut_offs(hearing, &evidence, !after_release.is_empty()),
        losers: evidence.heard.iter().copied().filter(lost).collect(),
        winners: winners.iter().copied().collect(),
        unlimited: evidence.ceilings.iter().all(|c| c.unclear || c.until == Bound::Open),
        steps,
        after_release,
        ceilings: evidence.ceilings.into_iter().map(named_orders).collect(),
        floors: evidence.floors,
        no_floor: evidence.no_floor,
        holds: evidence.holds,
        conflicts,
        doubts: evidence.doubts.into_iter().collect(),
        copies: evidence.copies,
        recheck_on: None,
    }
}

/// An erasure that rests on a rule of lower confidence than the operator wants is a review.
fn doubt_low_confidence(hearing: &Hearing<'_>, speakers: &[Speaker<'_>], evidence: &mut Evidence) {
    let steps = schedule::steps(evidence, hearing.question.as_of);
    let ends = steps.iter().filter(|step| step.action.is_final());
    let low = |from: &&FindingRef| {
        let speaker = speakers.iter().find(|speaker| speaker.index == from.voice);
        let rule = speaker.and_then(|speaker| {
            let (_, findings) = evidence::findings(speaker)?;
            let heard = referred(speaker.index, findings);
            let (_, finding) = heard.into_iter().find(|(of, _)| of == *from)?;
            speaker.manifest.rule(&finding.source.rule)
        });
        rule.is_none_or(|rule| rule.confidence < hearing.confidence_wanted)
    };
    let doubts: Vec<Doubt> =
        ends.flat_map(|step| &step.because).filter(low).map(|from| Doubt::LowConfidence(*from)).collect();
    evidence.doubts.extend(doubts);
}

/// Puts an open hold before all other steps; they resume once every matter is released.
fn held(holds: &[Hold], steps: Vec<Step>, as_of: Day) -> (Vec<Step>, Vec<Step>) {
    let open: Vec<&Hold> = holds.iter().filter(|hold| is_open(hold, as_of)).collect();
    let Some(first) = steps.first().filter(|_| !open.is_empty()) else {
        return (steps, vec![]);
    };
    let meanwhile = if first.action.is_final() { Action::Restrict } else { first.action };
    let because: BTreeSet<FindingRef> = open.iter().flat_map(|hold| hold.from.iter().copied()).collect();
    let hold = Step {
        from: Start::On(as_of),
        action: Action::Hold,
        meanwhile: Some(meanwhile),
        fields_kept: vec![],
        use_limit: first.use_limit.clone(),
        because: because.into_iter().collect(),
    };
    (vec![hold], steps)
}

/// A matter is open until the day of its release; unknown is not released.
fn is_open(hold: &Hold, as_of: Day) -> bool {
    hold.released_on.is_none_or(|day| day > as_of)
}

/// A ceiling with only those orders that its law named.
fn named_orders(mut ceiling: Ceiling) -> Ceiling {
    ceiling.recognises.retain(|order| order != evidence::EVERY_ORDER);
    ceiling
}

fn effect(evidence: &Evidence, steps: &[Step]) -> Effect {
    let doubts = evidence.doubts.iter().map(Doubt::effect).max().unwrap_or(Effect::Settled);
    let review = steps.iter().any(|step| step.action == Action::Review);
    doubts.max(if review { Effect::NeedsReview } else { Effect::Settled })
}

fn mark_deciding(floors: &mut [FloorRuling], steps: &[Step]) {
    for floor in floors {
        let kept = |step: &&Step| !step.action.is_final();
        floor.decides = steps.iter().filter(kept).any(|step| step.because.contains(&floor.from));
    }
}

/// The findings that the schedule rests on: those of its steps, its holds and its doubts.
fn winners(evidence: &Evidence, steps: &[Step], after: &[Step]) -> BTreeSet<FindingRef> {
    let steps = steps.iter().chain(after).flat_map(|step| step.because.iter().copied());
    let doubts = evidence.doubts.iter().filter_map(|doubt| match doubt {
        Doubt::Review(from) | Doubt::NoDate(from, _) | Doubt::LowConfidence(from) => Some(*from),
        _ => None,
    });
    let copies = evidence.copies.iter().flat_map(|copy| copy.from.iter().copied());
    steps.chain(doubts).chain(copies).collect()
}
