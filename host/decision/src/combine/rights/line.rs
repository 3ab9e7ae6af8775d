//! The decision on one line, with what is unknown settled as far as it does not matter.

use std::collections::{BTreeMap, BTreeSet};

use super::erasure;
use super::identity;
use super::request::{Request, Spoken};
use super::words::{Heard, Verdict, open, plain, verdict};
use crate::answer::rights::{Claim, Effect, Outcome as Said};
use crate::choice;
use crate::combine::retention::recognises;
use crate::decision::FindingRef;
use crate::decision::rights::{Doubt, Line, Matter, Outcome, WordHeard};
use crate::question::{EntityId, Name};

/// A line, and which findings and standings ask for facts: those that can change it, and others.
pub(super) struct Decided {
    pub line: Line,
    pub asks: BTreeMap<FindingRef, bool>,
    /// It waits for the proof that was reached, which nobody stated.
    pub asks_proof: bool,
    /// The findings on which it rests.
    pub wins: BTreeSet<FindingRef>,
}

/// What is assumed: a claim of a finding that lacks facts, and laws that do not govern.
#[derive(Clone, Default)]
struct World {
    claims: BTreeMap<FindingRef, Claim>,
    laws: BTreeMap<u16, bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    Finding(FindingRef, Claim, Claim),
    Law(u16),
}

/// Decides one line.
pub(super) fn decide(request: &Request<'_>, entity: EntityId, matter: Matter) -> Decided {
    let on = On { request, entity, matter };
    let unknown = on.unknown();
    let (mut asks, mut world, mut lacking) = (BTreeMap::new(), World::default(), Vec::new());
    for one in &unknown {
        let material = on.matters(&unknown, *one);
        let (by, doubt) = match one {
            Unknown::Finding(from, ..) => (*from, Doubt::NeedFacts(*from)),
            Unknown::Law(voice) => (FindingRef::standing(*voice), Doubt::Unclear(*voice)),
        };
        asks.insert(by, material);
        if material {
            lacking.push(doubt);
        }
        world = match one {
            // What only a possible law brings is asked about, not looked at by a person.
            Unknown::Law(_) => with(&world, *one, material),
            Unknown::Finding(..) if material => world,
            Unknown::Finding(..) => with(&world, *one, false),
        };
    }
    let possible = unknown.iter().any(|one| on.verdict(&with(&world, *one, false)).owed);
    let verdict = on.verdict(&world);
    let owed = verdict.owed || possible;
    on.decided(Verdict { owed, ..verdict }, lacking, asks)
}

/// One line of a request.
struct On<'a> {
    request: &'a Request<'a>,
    entity: EntityId,
    matter: Matter,
}

impl<'a> On<'a> {
    fn spoken(&self) -> impl Iterator<Item = &'a Spoken<'a>> {
        let covers = |s: &&Spoken<'_>| self.request.covers(s.finding, self.entity, self.matter);
        self.request.spoken.iter().filter(covers)
    }

    fn unknown(&self) -> Vec<Unknown> {
        let unclear = self.request.laws.iter().filter(|(_, unclear)| **unclear);
        let laws = unclear.map(|(voice, _)| Unknown::Law(*voice));
        let findings = self.spoken().filter_map(|spoken| match spoken.finding.effect {
            Effect::NeedFacts { best, worst } if best != worst => {
                Some(Unknown::Finding(spoken.from, best, worst))
            }
            _ => None,
        });
        laws.chain(findings).collect()
    }

    /// Whether the facts can change the outcome, whatever the other unknowns turn out to be.
    fn matters(&self, unknown: &[Unknown], one: Unknown) -> bool {
        let others: Vec<Unknown> = unknown.iter().copied().filter(|other| *other != one).collect();
        let all = |best| others.iter().fold(World::default(), |world, one| with(&world, *one, best));
        let outcome = |world: &World, best| {
            let Verdict { outcome, after_verification, .. } = self.verdict(&with(world, one, best));
            (outcome, after_verification)
        };
        [all(true), all(false)].iter().any(|world| outcome(world, true) != outcome(world, false))
    }

    fn verdict(&self, world: &World) -> Verdict {
        let (mut words, mut reviews, mut unnamed) = (Vec::new(), Vec::new(), Vec::new());
        let governs = |voice: u16| world.laws.get(&voice).copied().unwrap_or(true);
        for spoken in self.spoken().filter(|spoken| governs(spoken.from.voice)) {
            match self.word(spoken, world) {
                Some(Ok(word)) => words.push(word),
                Some(Err(doubt)) if spoken.finding.effect == Effect::Review => reviews.push(doubt),
                Some(Err(doubt)) => unnamed.push(doubt),
                None => {}
            }
        }
        let spoke = |voice: &u16| words.iter().any(|word: &Heard| word.from.voice == *voice);
        let passes_on = |voice: &u16| {
            self.request
                .spoken
                .iter()
                .any(|spoken| spoken.from.voice == *voice && spoken.finding.effect == Effect::Forward)
        };
        let asks = |voice: &u16| {
            self.spoken().any(|spoken| {
                let open = !world.claims.contains_key(&spoken.from);
                spoken.from.voice == *voice
                    && open
                    && matches!(spoken.finding.effect, Effect::NeedFacts { .. })
            })
        };
        let says = |voice: &u16| spoke(voice) || passes_on(voice) || asks(voice);
        let silent: Vec<u16> =
            self.request.laws.keys().copied().filter(|voice| governs(*voice) && !says(voice)).collect();
        let recognised = |owing: u16, forbidding: u16| self.recognises(owing, forbidding);
        let verdict = verdict(self.matter, &words, &silent, &recognised);
        if !reviews.is_empty() {
            open(reviews, verdict.owed)
        } else if !unnamed.is_empty() && !verdict.owed {
            open(unnamed, true)
        } else {
            verdict
        }
    }

    /// The word of a finding. One that lacks facts and would claim the same either way says only
    /// that much: it refuses, or a person must look, but it never grants an unnamed outcome.
    fn word(&self, spoken: &Spoken<'_>, world: &World) -> Option<Result<Heard, Doubt>> {
        let heard = |claim, outcome| Heard { from: spoken.from, claim, outcome, law: spoken.law };
        match &spoken.finding.effect {
            Effect::Word(word) => Some(Ok(heard(word.claim, word.outcome.clone()))),
            Effect::Review => Some(Err(Doubt::Review(spoken.from))),
            Effect::NeedFacts { best, worst } => {
                let assumed = world.claims.get(&spoken.from).copied();
                match assumed.or((best == worst).then_some(*best)) {
                    Some(Claim::Owed) if assumed.is_none() => Some(Err(Doubt::Review(spoken.from))),
                    Some(claim) => Some(Ok(heard(claim, plain(claim, self.matter)))),
                    None => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the law of one voice gives way to that of another: within one legal order, and
    /// where it recognises the other's duties to keep on this record.
    fn recognises(&self, owing: u16, forbidding: u16) -> bool {
        if owing == forbidding {
            return true;
        }
        let Some(forbidding) = self.request.speaker(forbidding) else {
            return false;
        };
        let order = &forbidding.manifest.legal_order;
        !order.is_empty() && self.recognises_order(owing, order)
    }

    fn recognises_order(&self, owing: u16, order: &str) -> bool {
        let Some(owing) = self.request.speaker(owing) else {
            return false;
        };
        let own = &owing.manifest.legal_order;
        if !own.is_empty() && choice::contains(own, order) {
            return true;
        }
        let item = self.request.hearing.retention.and_then(|ruling| ruling.item(self.entity));
        item.is_some_and(|item| {
            let of_law = item.ceilings.iter().filter(|c| c.plugin == owing.manifest.id && !c.unclear);
            of_law.into_iter().any(|ceiling| recognises(ceiling, order))
        })
    }

    fn decided(&self, verdict: Verdict, lacking: Vec<Doubt>, asks: BTreeMap<FindingRef, bool>) -> Decided {
        let owed = verdict.owed;
        let mut line = self.line(&verdict);
        let mut wins = verdict.wins;
        line.doubts.extend(self.request.doubts.iter().cloned());
        line.doubts.extend(self.contradictions());
        line.doubts.extend(self.low_confidence(&wins));
        line.doubts.extend(lacking);
        if line.doubts.is_empty() {
            self.settle_erasure(&mut line, &wins);
        }
        let proof = identity::on_line(self.request, self.entity, self.matter, &wins);
        line.doubts.extend(proof.crossing());
        line.after_verification |= line.outcome.gives() && proof.lacks();
        let asks_proof = line.outcome.gives() && proof.asks();
        self.close(&mut line, &mut wins, owed);
        Decided { line, asks, asks_proof, wins }
    }

    fn line(&self, verdict: &Verdict) -> Line {
        let words = self.spoken().filter_map(|spoken| match &spoken.finding.effect {
            Effect::Word(word) => Some((spoken.from, word.claim)),
            Effect::NeedFacts { worst, .. } => Some((spoken.from, *worst)),
            _ => None,
        });
        let wins = |from: &FindingRef| verdict.wins.contains(from);
        Line {
            entity: self.entity,
            matter: self.matter,
            outcome: verdict.outcome.clone(),
            after_verification: verdict.after_verification,
            interim: self.interim(),
            kept: None,
            reasons: vec![],
            words: words.map(|(from, claim)| WordHeard { from, claim, wins: wins(&from) }).collect(),
            doubts: verdict.doubts.clone(),
        }
    }

    /// What is done at once: the most protective of what the voices ask for.
    fn interim(&self) -> Option<Outcome> {
        let asked = |wanted: Said| {
            self.spoken().any(|spoken| spoken.finding.effect == Effect::Interim(wanted.clone()))
        };
        if asked(Said::Stop) {
            Some(Outcome::Stop)
        } else if asked(Said::StopWhileChecking) {
            Some(Outcome::StopWhileChecking)
        } else {
            asked(Said::Restrict).then_some(Outcome::Restrict)
        }
    }

    fn contradictions(&self) -> Vec<Doubt> {
        let question = self.request.hearing.question;
        let other_line = |id: EntityId| {
            let line = question.entity(id).is_some_and(|e| e.kind == "item" || e.kind == "use");
            line && id != self.entity
        };
        let all = self.request.hearing.contradictions.iter();
        let ours = all.filter(|one| !one.fact.entity.is_some_and(other_line));
        ours.map(|one| Doubt::Contradiction(one.fact.clone())).collect()
    }

    fn low_confidence(&self, wins: &BTreeSet<FindingRef>) -> Vec<Doubt> {
        let wanted = self.request.hearing.confidence_wanted;
        let low = |spoken: &&Spoken<'_>| {
            let rule = self.request.speaker(spoken.from.voice);
            let rule = rule.and_then(|s| s.manifest.rule(&spoken.finding.source.rule));
            wins.contains(&spoken.from) && rule.is_none_or(|rule| rule.confidence < wanted)
        };
        self.spoken().filter(low).map(|spoken| Doubt::Review(spoken.from)).collect()
    }

    /// An erasure that is owed asks how long the item must be kept.
    fn settle_erasure(&self, line: &mut Line, wins: &BTreeSet<FindingRef>) {
        let erases = matches!(line.outcome, Outcome::Fulfil | Outcome::Part(_));
        if self.request.right != super::ERASE || self.matter == Matter::Use || !erases {
            return;
        }
        let owing: BTreeSet<u16> = wins.iter().map(|from| from.voice).collect();
        let recognised = |order: &str| owing.iter().all(|voice| self.recognises_order(*voice, order));
        match erasure::settle(self.request.hearing, self.entity, &recognised) {
            erasure::Settled::Free => {}
            erasure::Settled::Kept(kept) => {
                line.outcome = Outcome::Restrict;
                line.kept = Some(*kept);
            }
            erasure::Settled::Open(doubt) => line.doubts.push(Doubt::Retention(doubt)),
        }
    }

    /// Turns doubts into the outcome, and gives the reasons.
    fn close(&self, line: &mut Line, wins: &mut BTreeSet<FindingRef>, owed: bool) {
        line.doubts.sort_unstable();
        line.doubts.dedup();
        if let Some(outcome) = doubted(&line.doubts) {
            line.outcome = outcome;
            line.after_verification = false;
            line.interim = line.interim.take().or_else(|| self.meanwhile(owed));
            wins.clear();
            for word in &mut line.words {
                word.wins = false;
            }
        }
        line.reasons = self.reasons(line, wins);
    }

    /// A doubt never silently replaces what is owed: the use rests, the record is locked away.
    fn meanwhile(&self, owed: bool) -> Option<Outcome> {
        match self.matter {
            _ if !owed => None,
            Matter::Use => Some(Outcome::StopWhileChecking),
            Matter::Item | Matter::Request if self.request.right == super::ERASE => Some(Outcome::Restrict),
            Matter::Item | Matter::Request => None,
        }
    }

    fn reasons(&self, line: &Line, wins: &BTreeSet<FindingRef>) -> Vec<Name> {
        let won = self.spoken().filter(|spoken| wins.contains(&spoken.from));
        let mut reasons: BTreeSet<Name> = won
            .map(|spoken| spoken.finding.source.reason.clone())
            .filter(|reason| !reason.is_empty())
            .collect();
        if let Some(kept) = &line.kept {
            reasons.extend((!kept.floors.is_empty()).then(|| super::LEGAL_RETENTION.into()));
            reasons.extend((!kept.matters.is_empty()).then(|| super::LEGAL_HOLD.into()));
        }
        reasons.extend(line.after_verification.then(|| super::IDENTITY_NEEDED.into()));
        reasons.into_iter().collect()
    }
}

fn with(world: &World, one: Unknown, best: bool) -> World {
    let mut world = world.clone();
    match one {
        Unknown::Finding(from, b, w) => {
            world.claims.insert(from, if best { b.min(w) } else { b.max(w) });
        }
        Unknown::Law(voice) => {
            world.laws.insert(voice, !best);
        }
    }
    world
}

/// What doubts make of a line: a person looks, unless only facts are missing.
fn doubted(doubts: &[Doubt]) -> Option<Outcome> {
    use crate::decision::rights::RetentionDoubt;
    let facts = |doubt: &Doubt| {
        matches!(doubt, Doubt::NeedFacts(_) | Doubt::Unclear(_) | Doubt::Retention(RetentionDoubt::NeedFacts))
    };
    if doubts.is_empty() {
        None
    } else if doubts.iter().all(facts) {
        Some(Outcome::NeedFacts)
    } else {
        Some(Outcome::NeedsReview)
    }
}
