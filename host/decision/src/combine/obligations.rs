//! How the obligations of winning findings are united: by id, each parameter in its stricter
//! direction, the earliest due date, the strictest timing.

use std::collections::BTreeMap;

use praetor_wit::{Dictionary, List};

use super::{Hearing, parameters};
use crate::answer::Obligation;
use crate::clock::{self, Resolved};
use crate::decision::{FindingRef, Owed};
use crate::question::{Name, Question, Value};
use crate::term::Term;

/// An obligation of a winning finding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duty<'a> {
    /// The obligation.
    pub obligation: &'a Obligation,
    /// The finding that brings it.
    pub from: FindingRef,
}

/// The duties of a decision.
#[derive(Clone, Debug, Default)]
pub(crate) struct United {
    /// In the order of timing and id.
    pub owed: Vec<Owed>,
    /// Findings with a due date that cannot be computed. They are owed all the same.
    pub undated: Vec<FindingRef>,
}

/// Unites duties. Duties of one id that exclude each other stay apart: they belong to different
/// cells, for within one cell `excluding` has made them a denial.
pub(crate) fn unite(hearing: &Hearing<'_>, duties: &[Duty<'_>]) -> United {
    let mut united = United::default();
    for bundle in bundles(hearing.dictionary, duties) {
        bundle.settle(hearing, &mut united);
    }
    let key = |owed: &Owed| (owed.obligation.timing, owed.obligation.id.clone());
    united.owed.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.from.cmp(&b.from)));
    united.undated.sort_unstable();
    united.undated.dedup();
    united
}

/// The ids of duties that exclude each other, with the findings concerned: nothing could satisfy
/// all of them.
pub(crate) fn excluding(dictionary: &Dictionary, duties: &[Duty<'_>]) -> BTreeMap<Name, Vec<FindingRef>> {
    let mut excluding = BTreeMap::new();
    let mut seen: BTreeMap<Name, Vec<Bundle<'_>>> = BTreeMap::new();
    for bundle in bundles(dictionary, duties) {
        seen.entry(bundle.id().clone()).or_default().push(bundle);
    }
    for (id, bundles) in seen.into_iter().filter(|(_, bundles)| bundles.len() > 1) {
        let from = bundles.iter().flat_map(|bundle| bundle.from.iter().copied());
        excluding.insert(id, from.collect());
    }
    excluding
}

/// Whether the question says that an obligation has been fulfilled.
pub(crate) fn is_attested(question: &Question, obligation: &str) -> bool {
    match question.fact("question", "attested") {
        Some(Value::Codes(done)) => done.iter().any(|id| id == obligation),
        Some(Value::Code(done)) => done == obligation,
        _ => false,
    }
}

/// Duties of one id that can be fulfilled together.
struct Bundle<'a> {
    obligation: Obligation,
    terms: Vec<(FindingRef, &'a Term)>,
    from: Vec<FindingRef>,
}

fn bundles<'a>(dictionary: &Dictionary, duties: &[Duty<'a>]) -> Vec<Bundle<'a>> {
    let mut duties = duties.to_vec();
    duties.sort_by(|a, b| {
        let key = |duty: &Duty<'a>| (&duty.obligation.id, duty.from, duty.obligation);
        key(a).cmp(&key(b))
    });
    let mut bundles: Vec<Bundle<'a>> = Vec::new();
    for duty in duties {
        let same = bundles.iter_mut().filter(|bundle| *bundle.id() == duty.obligation.id);
        if !same.into_iter().any(|bundle| bundle.takes(dictionary, duty)) {
            bundles.push(Bundle::of(duty));
        }
    }
    bundles
}

impl<'a> Bundle<'a> {
    fn of(duty: Duty<'a>) -> Self {
        let due = duty.obligation.due.as_ref();
        Self {
            obligation: Obligation { due: None, ..duty.obligation.clone() },
            terms: due.map(|term| (duty.from, term)).into_iter().collect(),
            from: vec![duty.from],
        }
    }

    fn id(&self) -> &Name {
        &self.obligation.id
    }

    /// Takes a duty in, if both can be fulfilled together.
    fn takes(&mut self, dictionary: &Dictionary, duty: Duty<'a>) -> bool {
        let (mine, other) = (&self.obligation, duty.obligation);
        let both = (&mine.parameters, &other.parameters);
        let list = List::Obligations;
        let Ok(united) = parameters::unite(dictionary, list, &other.id, both.0, both.1) else {
            return false;
        };
        self.obligation.parameters = united;
        self.obligation.timing = self.obligation.timing.min(other.timing);
        self.obligation.condition |= other.condition;
        self.terms.extend(other.due.as_ref().map(|term| (duty.from, term)));
        self.from.push(duty.from);
        true
    }

    /// Computes the dates. The earliest known one is the due date; a date that waits for its
    /// event might come first, so it stays beside it as a duty of its own.
    fn settle(mut self, hearing: &Hearing<'_>, united: &mut United) {
        self.from.sort_unstable();
        self.from.dedup();
        let (mut known, mut open) = (Vec::new(), Vec::new());
        for &(from, term) in &self.terms {
            match clock::resolve(term, hearing.calendars, hearing.question) {
                Ok(resolved) if resolved.day().is_some() => known.push((resolved.day(), term, resolved)),
                Ok(resolved) => open.push((term, resolved)),
                Err(_) => united.undated.push(from),
            }
        }
        known.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        open.sort_by(|a, b| a.0.cmp(b.0));
        open.dedup_by(|a, b| a.0 == b.0);
        let first = known.into_iter().next().map(|(_, term, resolved)| (term, resolved));
        let dates: Vec<(&Term, Resolved)> = first.into_iter().chain(open).collect();
        if dates.is_empty() {
            united.owed.push(self.owed(hearing.question, None));
        }
        for date in dates {
            united.owed.push(self.owed(hearing.question, Some(date)));
        }
    }

    fn owed(&self, question: &Question, date: Option<(&Term, Resolved)>) -> Owed {
        let (term, due) = date.unzip();
        let obligation = Obligation { due: term.cloned(), ..self.obligation.clone() };
        let attested = is_attested(question, &obligation.id);
        Owed { obligation, due, attested, from: self.from.clone() }
    }
}
