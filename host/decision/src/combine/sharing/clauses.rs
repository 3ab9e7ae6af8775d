//! What must hold for a cell to come out well, as demands over facts that are still missing.
//!
//! Each demand lists things of which at least one must turn out well. A cell comes out well if
//! all demands are met. This is a monotone formula in conjunctive form, so what can matter is
//! known exactly: a thing matters if and only if it stands in a demand that no other demand
//! implies.

use std::collections::BTreeSet;

use crate::decision::FindingRef;

/// A thing that is not settled yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Open {
    /// A finding with missing facts comes out at its best.
    Best(FindingRef),
    /// A voice whose standing is unclear turns out not to govern the question.
    Gone(u16),
    /// A voice whose standing is unclear turns out to govern it, so that it may lift prohibitions
    /// of others.
    Governs(u16),
}

/// Demands that must all be met.
#[derive(Clone, Debug, Default)]
pub(super) struct Clauses(Vec<Vec<Open>>);

impl Clauses {
    /// Demands that one of these turns out well. An empty list can never be met.
    pub(super) fn demand(&mut self, mut one_of: Vec<Open>) {
        one_of.sort_unstable();
        one_of.dedup();
        self.0.push(one_of);
    }

    /// Takes the demands of another, each of which is also met by any of `or`.
    pub(super) fn demand_all(&mut self, other: &Self, or: &[Open]) {
        for clause in &other.0 {
            self.demand(clause.iter().chain(or).copied().collect());
        }
    }

    /// Whether everything holds, whatever the missing facts are.
    pub(super) fn are_met(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a demand fails, whatever the missing facts are.
    pub(super) fn are_impossible(&self) -> bool {
        self.0.iter().any(Vec::is_empty)
    }

    /// The things that can change whether all demands are met.
    pub(super) fn matters(&self) -> BTreeSet<Open> {
        if self.are_impossible() {
            return BTreeSet::new();
        }
        let lean = |clause: &&Vec<Open>| !self.0.iter().any(|other| implies(other, clause));
        self.0.iter().filter(lean).flatten().copied().collect()
    }
}

/// Whether a demand is implied by a shorter one: everything in the shorter one stands in it too.
fn implies(shorter: &[Open], clause: &[Open]) -> bool {
    shorter.len() < clause.len() && shorter.iter().all(|open| clause.binary_search(open).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_in_an_implied_demand_does_not_matter() {
        let mut clauses = Clauses::default();
        clauses.demand(vec![Open::Gone(0)]);
        clauses.demand(vec![Open::Gone(0), Open::Gone(1)]);
        assert_eq!(clauses.matters(), BTreeSet::from([Open::Gone(0)]));
    }

    #[test]
    fn nothing_matters_where_a_demand_cannot_be_met() {
        let mut clauses = Clauses::default();
        clauses.demand(vec![Open::Gone(0)]);
        clauses.demand(vec![]);
        assert!(clauses.are_impossible() && clauses.matters().is_empty());
    }
}
