//! How one gate comes out in one cell, for one hop where its findings speak of single hops.

use super::cells::Place;
use super::clauses::{Clauses, Open};
use super::lifting::{self, Lift};
use super::said::{Floor, Said, Seat, Word};
use crate::answer::sharing::Outcome;
use crate::decision::FindingRef;
use crate::decision::sharing::{Displacement, Effect, GateOf, GateRuling, GateState};
use crate::question::EntityId;

/// Alternatives to a prohibition beyond which only the first part of each is looked at, so that
/// an answer cannot make the demands of one prohibition grow without bound.
const MAX_TWOFOLD_LIFTS: usize = 6;

/// The surroundings of a gate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar<'f, 'a> {
    pub floor: &'f Floor<'a>,
    pub lifts: &'f [Lift<'a>],
    pub hops: &'f [EntityId],
    pub place: Place,
}

/// A gate that was judged.
#[derive(Debug)]
pub(super) struct Judged {
    /// What the decision shows.
    pub ruling: GateRuling,
    /// What must turn out well, lest the gate denies.
    pub not_denied: Clauses,
    /// What must turn out well for the gate to be a yes.
    pub passed: Clauses,
    /// Positions of the findings that carry the result: the winner, and what lifts prohibitions.
    pub used: Vec<usize>,
    /// Positions of findings whose missing facts play a part.
    pub needs: Vec<usize>,
}

/// Judges a gate in a cell: once, or once for each hop of the question where a finding speaks of
/// single hops. A transfer is as good as its worst hop, so hops are no alternatives.
pub(super) fn judge(bar: Bar<'_, '_>, voice: u16, seat: &Seat) -> Vec<Judged> {
    let said = |&at: &usize| Some((at, bar.floor.said.get(at)?));
    let here: Vec<_> = seat.said.iter().filter_map(said).filter(|(_, s)| s.covers(bar.place)).collect();
    if here.iter().all(|(_, said)| said.hops.is_empty()) {
        return vec![Hop { bar, hop: None, here }.judge(voice, seat)];
    }
    let of_hop = |&hop: &EntityId| {
        let speaks = |(_, said): &&(usize, &Said<'_>)| said.hops.is_empty() || said.hops.contains(&hop);
        let here = here.iter().filter(speaks).copied().collect();
        Hop { bar, hop: Some(hop), here }.judge(voice, seat)
    };
    bar.hops.iter().map(of_hop).collect()
}

/// The findings of a gate on one hop.
struct Hop<'f, 'a> {
    bar: Bar<'f, 'a>,
    hop: Option<EntityId>,
    here: Vec<(usize, &'f Said<'a>)>,
}

impl<'f, 'a> Hop<'f, 'a> {
    fn judge(self, voice: u16, seat: &Seat) -> Judged {
        let mut judged = Judged::new(voice, seat, self.hop);
        self.read_prohibitions(&mut judged);
        self.read_reviews(&mut judged);
        self.read_permits(&mut judged, seat.closed);
        self.list(&mut judged);
        self.choose(&mut judged);
        judged
    }

    fn read_prohibitions(&self, judged: &mut Judged) {
        for (_, said) in self.words(Word::forbids) {
            let naming = lifting::naming(
                self.bar.floor,
                self.bar.lifts,
                said,
                self.bar.place,
                (self.hop, self.bar.hops),
            );
            if let Some(by) = self.lightest(naming.iter().filter(|lift| lift.holds())) {
                judged.lifted(said, by, self.at(by));
                continue;
            }
            let vain = naming.iter().filter(|lift| !lift.holds() && lift.hangs_on().is_empty());
            judged.lifted_in_vain(said, vain.map(|lift| self.at(lift.by)));
            judged.forbid(said, &naming);
        }
        for (_, said) in self.words(|word| word == Word::Unknown) {
            judged.not_denied.demand(vec![]);
            judged.passed.demand(vec![]);
            judged.ruling.needs.push(said.at);
        }
    }

    fn read_reviews(&self, judged: &mut Judged) {
        for (_, said) in self.words(Word::may_review) {
            match said.word {
                Word::Need { best, .. } if best != Outcome::Review => {
                    judged.passed.demand(vec![Open::Best(said.at)]);
                }
                _ => judged.passed.demand(vec![]),
            }
        }
    }

    /// A closed gate needs a permit. A review is a word on it, so that the gate is not
    /// undetermined; yet it is no permission.
    fn read_permits(&self, judged: &mut Judged, closed: bool) {
        if !closed || self.permits().next().is_some() {
            return;
        }
        let may: Vec<Open> = self.words(Word::may_permit).map(|(_, said)| Open::Best(said.at)).collect();
        if self.words(Word::may_review).next().is_none() {
            judged.not_denied.demand(may.clone());
        }
        judged.passed.demand(may);
    }

    /// The findings without a part in the result, and those with missing facts.
    fn list(&self, judged: &mut Judged) {
        for &(at, said) in &self.here {
            match said.word {
                Word::Review => judged.ruling.reviews.push(said.at),
                Word::Need { .. } => {
                    judged.ruling.needs.push(said.at);
                    judged.needs.push(at);
                }
                Word::Fails => judged.ruling.failed.push(said.at),
                Word::NotYet => judged.ruling.not_yet_in_force.push(said.at),
                _ => {}
            }
        }
    }

    /// The state, and which permit wins: the lightest. What lifts a prohibition counts beside it,
    /// with its conditions; it never takes the winner's place, for then a prohibition that is
    /// lifted could rid the winner of its own conditions.
    fn choose(&self, judged: &mut Judged) {
        judged.ruling.state = judged.state();
        let mut permits: Vec<(usize, &Said<'_>)> = self.permits().collect();
        permits.sort_by_key(|(_, said)| weight(said));
        if judged.ruling.state.effect() == Effect::Deny {
            judged.ruling.losers = permits.iter().map(|(_, said)| said.at).collect();
            judged.used.clear();
            return;
        }
        let winner = permits.first().copied();
        judged.used.extend(winner.map(|(at, _)| at));
        judged.used.sort_unstable();
        judged.used.dedup();
        judged.ruling.winner = winner.map(|(_, said)| said.at);
        let (used, left): (Vec<_>, Vec<_>) =
            permits.into_iter().partition(|(at, _)| judged.used.contains(at));
        judged.ruling.fallbacks = left.iter().map(|(_, said)| said.at).collect();
        judged.ruling.state = passed_as(judged.ruling.state, &used);
    }

    fn permits(&self) -> impl Iterator<Item = (usize, &'f Said<'a>)> {
        self.words(|word| word.burden().is_some())
    }

    fn words(&self, are: fn(Word) -> bool) -> impl Iterator<Item = (usize, &'f Said<'a>)> {
        self.here.iter().copied().filter(move |(_, said)| are(said.word))
    }

    fn lightest<'l>(&self, lifts: impl Iterator<Item = &'l Lift<'l>>) -> Option<usize> {
        lifts.map(|lift| lift.by).min_by_key(|by| self.bar.floor.said.get(*by).map(weight))
    }

    fn at(&self, by: usize) -> FindingRef {
        self.bar.floor.said.get(by).map_or(FindingRef::standing(0), |said| said.at)
    }
}

/// The least burdensome comes first; ties fall to the order of rules.
fn weight(said: &Said<'_>) -> (u8, FindingRef) {
    (said.word.burden().unwrap_or(u8::MAX), said.at)
}

fn passed_as(state: GateState, used: &[(usize, &Said<'_>)]) -> GateState {
    let conditional = used.iter().any(|(_, said)| matches!(said.word, Word::Permit { conditions: true, .. }));
    match (state, used.is_empty(), conditional) {
        (GateState::NoObjection, false, true) => GateState::PassedWithConditions,
        (GateState::NoObjection, false, false) => GateState::Passed,
        _ => state,
    }
}

impl Judged {
    fn new(voice: u16, seat: &Seat, hop: Option<EntityId>) -> Self {
        Self {
            ruling: empty(voice, seat.of.clone(), hop),
            not_denied: Clauses::default(),
            passed: Clauses::default(),
            used: Vec::new(),
            needs: Vec::new(),
        }
    }

    fn lifted(&mut self, prohibition: &Said<'_>, by: usize, by_ref: FindingRef) {
        let displacement = Displacement { prohibition: prohibition.at, by: by_ref };
        self.ruling.displaced.push(displacement);
        self.used.push(by);
        // What might have forbidden falls back to the best that it can be, never below.
        if let Word::Need { best: Outcome::Review, .. } = prohibition.word {
            self.passed.demand(vec![]);
        }
    }

    fn lifted_in_vain(&mut self, prohibition: &Said<'_>, by: impl Iterator<Item = FindingRef>) {
        let vain = by.map(|by| Displacement { prohibition: prohibition.at, by });
        self.ruling.not_displaced.extend(vain);
    }

    /// A prohibition stands unless it comes out well itself, or what might lift it does.
    fn forbid(&mut self, said: &Said<'_>, naming: &[Lift<'_>]) {
        let open = matches!(said.word, Word::Need { .. }).then_some(Open::Best(said.at));
        let mut demands: Vec<Vec<Open>> = vec![open.into_iter().collect()];
        let hanging = naming.iter().map(Lift::hangs_on).filter(|on| !on.is_empty());
        for (count, on) in hanging.enumerate() {
            let ways = if count < MAX_TWOFOLD_LIFTS { on.len() } else { 1 };
            let ways = on.into_iter().take(ways);
            let widened = ways.flat_map(|way| {
                demands.iter().map(move |demand| demand.iter().copied().chain([way]).collect())
            });
            demands = widened.collect();
        }
        for demand in demands {
            if demand.is_empty() {
                self.ruling.prohibitions.push(said.at);
            }
            self.not_denied.demand(demand.clone());
            self.passed.demand(demand);
        }
        if matches!(said.word, Word::Prohibit) && !self.ruling.prohibitions.contains(&said.at) {
            self.ruling.needs.push(said.at);
        }
    }

    fn state(&self) -> GateState {
        if self.not_denied.are_impossible() {
            let stands = !self.ruling.prohibitions.is_empty();
            return if stands { GateState::Prohibited } else { GateState::Undetermined };
        }
        match (self.passed.are_impossible(), self.passed.are_met()) {
            (true, _) => GateState::Review,
            (_, false) => GateState::NeedFacts,
            (_, true) => GateState::NoObjection,
        }
    }
}

/// A gate of which nothing is known yet.
pub(super) fn empty(voice: u16, gate: GateOf, hop: Option<EntityId>) -> GateRuling {
    GateRuling {
        voice,
        gate,
        hop,
        state: GateState::NoObjection,
        winner: None,
        fallbacks: Vec::new(),
        losers: Vec::new(),
        prohibitions: Vec::new(),
        reviews: Vec::new(),
        needs: Vec::new(),
        displaced: Vec::new(),
        not_displaced: Vec::new(),
        failed: Vec::new(),
        not_yet_in_force: Vec::new(),
    }
}
