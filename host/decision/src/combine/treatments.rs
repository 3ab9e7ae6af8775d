//! How the treatments of an item are united: a set, each parameter in its stricter direction.

use std::collections::BTreeMap;

use praetor_wit::{Dictionary, List};

use super::parameters;
use crate::answer::Treatment;
use crate::decision::FindingRef;
use crate::decision::sharing::TreatmentDue;
use crate::question::Name;

/// The treatments of winning findings as one set, in the order of their ids. Those that exclude
/// each other stay apart: they belong to different cells.
pub(crate) fn unite(dictionary: &Dictionary, treatments: &[(&Treatment, FindingRef)]) -> Vec<TreatmentDue> {
    let mut treatments = treatments.to_vec();
    treatments.sort_by(|a, b| (&a.0.id, a.1, a.0).cmp(&(&b.0.id, b.1, b.0)));
    let mut due: Vec<TreatmentDue> = Vec::new();
    for (treatment, from) in treatments {
        let same = due.iter_mut().filter(|there| there.treatment.id == treatment.id);
        if !same.into_iter().any(|there| takes(dictionary, there, treatment, from)) {
            due.push(TreatmentDue { treatment: treatment.clone(), from: vec![from] });
        }
    }
    for one in &mut due {
        one.from.sort_unstable();
        one.from.dedup();
    }
    due
}

/// The ids of treatments that exclude each other, with the findings concerned.
pub(crate) fn excluding(
    dictionary: &Dictionary,
    treatments: &[(&Treatment, FindingRef)],
) -> BTreeMap<Name, Vec<FindingRef>> {
    let mut by_id: BTreeMap<Name, Vec<TreatmentDue>> = BTreeMap::new();
    for due in unite(dictionary, treatments) {
        by_id.entry(due.treatment.id.clone()).or_default().push(due);
    }
    by_id.retain(|_, due| due.len() > 1);
    let from = |due: Vec<TreatmentDue>| due.into_iter().flat_map(|due| due.from).collect();
    by_id.into_iter().map(|(id, due)| (id, from(due))).collect()
}

fn takes(dictionary: &Dictionary, there: &mut TreatmentDue, other: &Treatment, from: FindingRef) -> bool {
    let mine = &there.treatment.parameters;
    let united = parameters::unite(dictionary, List::Treatments, &other.id, mine, &other.parameters);
    let Ok(united) = united else { return false };
    there.treatment.parameters = united;
    there.from.push(from);
    true
}
