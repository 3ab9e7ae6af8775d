//! Missing facts, each once, with the findings that want it.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::{FindingRef, Missing};
use crate::question::FactOf;

/// Missing facts as they are collected: those that can change the decision, and the others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted<'a> {
    material: BTreeMap<&'a FactOf, BTreeSet<FindingRef>>,
    immaterial: BTreeMap<&'a FactOf, BTreeSet<FindingRef>>,
}

impl<'a> Wanted<'a> {
    /// Notes the facts that a finding misses.
    pub(crate) fn note(&mut self, by: FindingRef, missing: &'a [FactOf], material: bool) {
        let list = if material { &mut self.material } else { &mut self.immaterial };
        for fact in missing {
            list.entry(fact).or_default().insert(by);
        }
    }

    /// The facts that can change the decision, and those that cannot. A fact that matters to one
    /// finding stands among the former only.
    pub(crate) fn lists(mut self) -> (Vec<Missing>, Vec<Missing>) {
        self.immaterial.retain(|fact, _| !self.material.contains_key(fact));
        (list(self.material), list(self.immaterial))
    }
}

fn list(wanted: BTreeMap<&FactOf, BTreeSet<FindingRef>>) -> Vec<Missing> {
    let missing = |(fact, by): (&FactOf, BTreeSet<FindingRef>)| Missing {
        fact: fact.clone(),
        wanted_by: by.into_iter().collect(),
    };
    wanted.into_iter().map(missing).collect()
}
