//! How one cell comes out: all gates of all voices must be passed.

mod verdict;

use std::collections::BTreeSet;

use super::cells::Place;
use super::clauses::{Clauses, Open};
use super::court::Court;
use super::gate::{self, Bar, Judged};
use super::said::{Heard, Said, Word};
use crate::answer::StandingState;
use crate::combine::obligations::{self, Duty};
use crate::combine::treatments;
use crate::decision::FindingRef;
use crate::decision::sharing::{Cell, Displacement, GateRuling, GateState};
use crate::question::Name;

/// A cell with what the rest of the decision needs to know of it.
#[derive(Debug)]
pub(super) struct Ruled {
    /// What the decision shows.
    pub cell: Cell,
    /// Positions of the findings that carry the result: winners and what lifts prohibitions, or
    /// the prohibitions that stand if the cell is denied.
    pub prevailing: Vec<usize>,
    /// Positions of findings whose missing facts play a part.
    pub needs: Vec<usize>,
    /// What can change the effect.
    pub matters: BTreeSet<Open>,
    /// Findings and standings that are not sure enough for a permission.
    pub unsure: Vec<FindingRef>,
}

/// Rules on one cell.
pub(super) fn rule(court: &Court<'_, '_>, place: Place) -> Ruled {
    let mut trial = Trial::new(court, place);
    trial.hear_orders();
    trial.judge_gates();
    trial.withdraw_losers();
    trial.weigh_winners();
    trial.rule()
}

/// A gate that was judged, and what would make it drop out.
struct Judgement<'c, 'a> {
    heard: &'c Heard<'a>,
    gone: Option<Open>,
    judged: Judged,
}

struct Trial<'c, 'a> {
    court: &'c Court<'c, 'a>,
    place: Place,
    judgements: Vec<Judgement<'c, 'a>>,
    not_denied: Clauses,
    passed: Clauses,
    /// Binding orders that hold, and those of laws whose standing is unclear.
    demanded_by: Vec<FindingRef>,
    perhaps_demanded: Vec<Open>,
    unsure: Vec<FindingRef>,
    impossible: BTreeSet<Name>,
}

impl<'c, 'a> Trial<'c, 'a> {
    fn new(court: &'c Court<'c, 'a>, place: Place) -> Self {
        Self {
            court,
            place,
            judgements: Vec::new(),
            not_denied: Clauses::default(),
            passed: Clauses::default(),
            demanded_by: Vec::new(),
            perhaps_demanded: Vec::new(),
            unsure: Vec::new(),
            impossible: BTreeSet::new(),
        }
    }

    /// Finds the binding orders of laws on this cell.
    fn hear_orders(&mut self) {
        for heard in self.court.floor.heard.iter().filter(|heard| heard.is_law()) {
            let mut orders = self.findings(heard).filter(|said| said.word == Word::Require);
            match heard.state {
                StandingState::Applies => self.demanded_by.extend(orders.map(|said| said.at)),
                StandingState::Unclear if orders.next().is_some() => {
                    self.perhaps_demanded.push(Open::Governs(heard.speaker.index));
                }
                _ => {}
            }
        }
    }

    fn findings(&self, heard: &'c Heard<'a>) -> impl Iterator<Item = &'c Said<'a>> + use<'c, 'a> {
        let (floor, place) = (&self.court.floor, self.place);
        let all = heard.seats.iter().flat_map(|seat| &seat.said);
        all.filter_map(|&at| floor.said.get(at)).filter(move |said| said.covers(place))
    }

    fn judge_gates(&mut self) {
        let court = self.court;
        let bar = Bar { floor: &court.floor, lifts: &court.lifts, hops: &court.hops, place: self.place };
        for heard in &court.floor.heard {
            let index = heard.speaker.index;
            let gone = (heard.state == StandingState::Unclear).then_some(Open::Gone(index));
            for judged in heard.seats.iter().flat_map(|seat| gate::judge(bar, index, seat)) {
                self.judgements.push(Judgement { heard, gone, judged });
            }
        }
        for at in 0..self.judgements.len() {
            self.demand_of_gate(at);
        }
        if !court.floor.silent.is_empty() || court.denies_all {
            self.not_denied.demand(vec![]);
            self.passed.demand(vec![]);
        }
        if court.reviews_all {
            self.passed.demand(vec![]);
        }
    }

    /// Takes over what the gate demands. A denial of the notice or of a processor does not stand
    /// against a binding order of a law, but it is never a yes.
    fn demand_of_gate(&mut self, at: usize) {
        let Some(Judgement { heard, gone, judged }) = self.judgements.get(at) else {
            return;
        };
        let mut or: Vec<Open> = gone.iter().copied().collect();
        self.passed.demand_all(&judged.passed, &or);
        if !heard.is_law() {
            if !self.demanded_by.is_empty() {
                return;
            }
            or.extend(&self.perhaps_demanded);
        }
        self.not_denied.demand_all(&judged.not_denied, &or);
    }

    /// A permit of a gate that is denied is not in force, so it lifts nothing either. The cell is
    /// denied by that gate in any case; this is for what the decision shows.
    fn withdraw_losers(&mut self) {
        loop {
            let losers: BTreeSet<FindingRef> =
                self.rulings().flat_map(|ruling| ruling.losers.iter().copied()).collect();
            let withdrawn = self.judgements.iter_mut().map(|judgement| withdraw(judgement, &losers));
            if !withdrawn.fold(false, |any, one| any | one) {
                return;
            }
        }
    }

    fn rulings(&self) -> impl Iterator<Item = &GateRuling> {
        self.judgements.iter().map(|judgement| &judgement.judged.ruling)
    }

    /// What speaks against a permission although its gates are passed: low confidence, duties
    /// that exclude each other, due dates that nobody can compute.
    fn weigh_winners(&mut self) {
        let wanted = self.court.hearing.confidence_wanted;
        for (said, gone) in self.winners() {
            let unsure = said.confidence() < wanted;
            if unsure {
                self.unsure.push(said.at);
            }
            if unsure || said.undated {
                self.passed.demand(gone.into_iter().collect());
            }
        }
        for standing in self.court.absent().filter(|at| self.court.confidence(*at) < wanted) {
            self.unsure.push(standing);
            self.passed.demand(vec![]);
        }
        self.exclude();
    }

    /// Denies if the duties or treatments of the winners exclude each other, unless a voice that
    /// takes part in the conflict turns out not to govern. As with gates, what the notice or a
    /// processor wants besides does not stand against a binding order, but it is never a yes.
    fn exclude(&mut self) {
        let winners = self.winners();
        let laws = self.court.floor.heard.iter().filter(|heard| heard.is_law());
        let laws: BTreeSet<u16> = laws.map(|heard| heard.speaker.index).collect();
        let of_laws: Vec<_> =
            winners.iter().filter(|(said, _)| laws.contains(&said.at.voice)).copied().collect();
        for (id, gone) in self.conflicts(&winners) {
            let mut or = gone.clone();
            self.passed.demand(gone);
            self.impossible.insert(id);
            if self.demanded_by.is_empty() {
                or.extend(&self.perhaps_demanded);
                self.not_denied.demand(or);
            }
        }
        // What laws want of each other stands against any order.
        for (_, gone) in self.conflicts(&of_laws) {
            self.not_denied.demand(gone);
        }
    }

    /// What the findings exclude, each with the voices of the conflict that may not govern.
    fn conflicts(&self, winners: &[(&'c Said<'a>, Option<Open>)]) -> Vec<(Name, Vec<Open>)> {
        let dictionary = self.court.hearing.dictionary;
        let duties: Vec<Duty<'_>> = winners.iter().flat_map(|(said, _)| duties_of(said)).collect();
        let treated: Vec<_> = winners.iter().flat_map(|(said, _)| treatments_of(said)).collect();
        let mut conflicts = Vec::new();
        if has_repeats(duties.iter().map(|duty| &duty.obligation.id)) {
            conflicts.extend(obligations::excluding(dictionary, &duties));
        }
        if has_repeats(treated.iter().map(|(treatment, _)| &treatment.id)) {
            conflicts.extend(treatments::excluding(dictionary, &treated));
        }
        let gone = |from: &[FindingRef]| {
            let concerned = winners.iter().filter(|(said, _)| from.contains(&said.at));
            concerned.filter_map(|(_, gone)| *gone).collect()
        };
        conflicts.into_iter().map(|(id, from)| (id, gone(&from))).collect()
    }

    /// The findings that carry the passed gates, each once, with what would make it drop out.
    fn winners(&self) -> Vec<(&'c Said<'a>, Option<Open>)> {
        let floor = &self.court.floor;
        let used = |judgement: &Judgement<'c, 'a>| {
            let gone = judgement.gone;
            let said = judgement.judged.used.iter().filter_map(|&at| floor.said.get(at));
            said.map(|said| (said, gone)).collect::<Vec<_>>()
        };
        let mut winners: Vec<_> = self.judgements.iter().flat_map(used).collect();
        winners.sort_by_key(|(said, gone)| (said.at, *gone));
        winners.dedup_by_key(|(said, _)| said.at);
        winners
    }
}

/// Takes back what losers have lifted. Says whether anything changed.
fn withdraw(judgement: &mut Judgement<'_, '_>, losers: &BTreeSet<FindingRef>) -> bool {
    let ruling = &mut judgement.judged.ruling;
    let (lost, kept): (Vec<Displacement>, Vec<Displacement>) =
        ruling.displaced.iter().partition(|lift| losers.contains(&lift.by));
    if lost.is_empty() {
        return false;
    }
    ruling.displaced = kept;
    ruling.prohibitions.extend(lost.iter().map(|lift| lift.prohibition));
    ruling.prohibitions.sort_unstable();
    ruling.not_displaced.extend(lost);
    ruling.not_displaced.sort_unstable();
    ruling.losers.extend(ruling.winner.take().into_iter().chain(ruling.fallbacks.drain(..)));
    ruling.losers.sort_unstable();
    ruling.state = GateState::Prohibited;
    judgement.judged.used.clear();
    true
}

fn duties_of<'a>(said: &Said<'a>) -> impl Iterator<Item = Duty<'a>> + use<'a> {
    let from = said.at;
    said.finding.obligations.iter().map(move |obligation| Duty { obligation, from })
}

fn treatments_of<'a>(
    said: &Said<'a>,
) -> impl Iterator<Item = (&'a crate::answer::Treatment, FindingRef)> + use<'a> {
    let from = said.at;
    said.finding.treatments.iter().map(move |treatment| (treatment, from))
}

fn has_repeats<'a>(ids: impl Iterator<Item = &'a Name>) -> bool {
    let mut seen = BTreeSet::new();
    !ids.into_iter().all(|id| seen.insert(id))
}
