//! What a cell comes to once everything has been heard, and what it is owed to.

use std::collections::BTreeSet;

use super::{Judgement, Open, Ruled, Trial};
use crate::answer::Timing;
use crate::combine::obligations;
use crate::combine::sharing::gate;
use crate::combine::sharing::said::{Said, Word};
use crate::decision::FindingRef;
use crate::decision::sharing::{Cell, Effect, GateOf, GateRuling, GateState};

impl<'c, 'a> Trial<'c, 'a> {
    fn effect(&self) -> Effect {
        if self.not_denied.are_impossible() {
            Effect::Deny
        } else if self.passed.are_impossible() {
            Effect::NeedsReview
        } else if !self.passed.are_met() {
            Effect::NeedFacts
        } else if self.conditions_apart_from(None) {
            Effect::AllowWithConditions
        } else {
            Effect::Allow
        }
    }

    /// Whether a winner sets a condition, leaving one voice out of account.
    fn conditions_apart_from(&self, voice: Option<u16>) -> bool {
        let question = self.court.hearing.question;
        let sets = |said: &Said<'_>| {
            let on = said.finding.obligations.iter().any(|duty| {
                duty.condition
                    || (duty.timing == Timing::Before && !obligations::is_attested(question, &duty.id))
            });
            on || !said.finding.treatments.is_empty()
                || matches!(said.word, Word::Permit { conditions: true, .. })
        };
        self.winners().iter().any(|(said, _)| Some(said.at.voice) != voice && sets(said))
    }

    /// What can change the effect. A law that is unclear also matters if only its own conditions
    /// stand between a plain yes and this one.
    fn matters(&self, effect: Effect) -> BTreeSet<Open> {
        let mut matters = self.not_denied.matters();
        if effect != Effect::Deny {
            matters.extend(self.passed.matters());
        }
        if effect == Effect::AllowWithConditions {
            let unclear = self.judgements.iter().filter_map(|judgement| judgement.gone);
            let alone = |open: &Open| match open {
                Open::Gone(voice) => !self.conditions_apart_from(Some(*voice)),
                _ => false,
            };
            matters.extend(unclear.filter(alone));
        }
        matters
    }

    pub(super) fn rule(mut self) -> Ruled {
        let effect = self.effect();
        let matters = self.matters(effect);
        let prevailing = self.prevailing(effect);
        let deciding = self.deciding(effect, &matters);
        let mut needs: Vec<usize> =
            self.judgements.iter().flat_map(|judgement| judgement.judged.needs.clone()).collect();
        needs.sort_unstable();
        needs.dedup();
        self.unsure.sort_unstable();
        let cell = Cell {
            item: self.place.item,
            for_use: self.place.for_use,
            effect,
            deciding,
            gates: self.gates(),
            demanded_by: self.demanded_by,
            impossible: self.impossible.into_iter().collect(),
        };
        Ruled { cell, prevailing, needs, matters, unsure: self.unsure }
    }

    fn prevailing(&self, effect: Effect) -> Vec<usize> {
        let refs: Vec<FindingRef> = if effect == Effect::Deny {
            self.rulings().flat_map(|ruling| ruling.prohibitions.iter().copied()).collect()
        } else {
            self.winners().iter().map(|(said, _)| said.at).collect()
        };
        let position = |at: FindingRef| self.court.floor.said.binary_search_by_key(&at, |said| said.at).ok();
        let all: BTreeSet<usize> = refs.into_iter().filter_map(position).collect();
        all.into_iter().collect()
    }

    /// The findings to which the effect is owed.
    fn deciding(&self, effect: Effect, matters: &BTreeSet<Open>) -> Vec<FindingRef> {
        let mut deciding: BTreeSet<FindingRef> = BTreeSet::new();
        match effect {
            Effect::Deny => deciding.extend(self.rulings().flat_map(|ruling| &ruling.prohibitions)),
            Effect::NeedsReview => {
                deciding.extend(self.rulings().flat_map(|ruling| &ruling.reviews));
                deciding.extend(&self.unsure);
                if self.rulings().any(|ruling| ruling.state.effect() == Effect::Deny) {
                    deciding.extend(&self.demanded_by);
                    deciding.extend(self.rulings().flat_map(|ruling| &ruling.prohibitions));
                }
            }
            Effect::NeedFacts => deciding.extend(matters.iter().map(|open| match *open {
                Open::Best(at) => at,
                Open::Gone(voice) | Open::Governs(voice) => FindingRef::standing(voice),
            })),
            _ => deciding.extend(self.winners().iter().map(|(said, _)| said.at)),
        }
        deciding.into_iter().collect()
    }

    fn gates(&mut self) -> Vec<GateRuling> {
        let silent = self.court.floor.silent.iter().map(|&voice| GateRuling {
            state: GateState::Undetermined,
            ..gate::empty(voice, GateOf::Voice, None)
        });
        let unclear = |judgement: &Judgement<'c, 'a>| match judgement.gone {
            Some(Open::Gone(voice)) => Some(voice),
            _ => None,
        };
        let unclear: BTreeSet<u16> = self.judgements.iter().filter_map(unclear).collect();
        let open = unclear.into_iter().map(|voice| GateRuling {
            state: GateState::NeedFacts,
            needs: vec![FindingRef::standing(voice)],
            ..gate::empty(voice, GateOf::Voice, None)
        });
        let mut gates: Vec<GateRuling> = silent.chain(open).collect();
        gates.extend(std::mem::take(&mut self.judgements).into_iter().map(|one| one.judged.ruling));
        gates.sort_by(|a, b| (a.voice, &a.gate, a.hop).cmp(&(b.voice, &b.gate, b.hop)));
        gates
    }
}
