use super::{Question, Thing};
use crate::cond::{Cond, FactRef};
use crate::truth::Truth;

/// Several entities of one kind. Once the question names any of a kind, those are taken for all
/// of them; if it names none, they are unknown, unless a fact said that there are none.
#[derive(Clone, Debug)]
pub struct Things<'q> {
    question: Question<'q>,
    kind: &'q str,
    found: Vec<Thing<'q>>,
    /// The fact that pointed at them, if one did.
    through: Option<FactRef<'q>>,
    /// Whether these are all; otherwise more may exist of which nobody told.
    complete: bool,
}

impl<'q> Things<'q> {
    pub(crate) fn of_kind(
        question: Question<'q>,
        kind: &'q str,
        found: impl Iterator<Item = Thing<'q>>,
    ) -> Self {
        let found: Vec<_> = found.collect();
        let complete = !found.is_empty();
        Self { question, kind, found, through: None, complete }
    }

    pub(crate) fn behind(
        question: Question<'q>,
        kind: &'q str,
        through: FactRef<'q>,
        found: impl Iterator<Item = Thing<'q>>,
    ) -> Self {
        Self { question, kind, found: found.collect(), through: Some(through), complete: true }
    }

    pub(crate) const fn behind_unknown(question: Question<'q>, kind: &'q str, through: FactRef<'q>) -> Self {
        Self { question, kind, found: Vec::new(), through: Some(through), complete: false }
    }

    /// Whether at least one passes the test. Over a known "none": no. Over unknown entities:
    /// unknown, and what the test would read is missing.
    pub fn any(&self, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
        let among = Cond::any(self.found.iter().map(|thing| test(*thing)));
        if self.complete { self.through_fact(among) } else { among.or(self.beyond(test)) }
    }

    /// Whether all pass the test. Over a known "none": yes. Over unknown entities: unknown, and
    /// what the test would read is missing.
    pub fn all(&self, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
        let among = Cond::all(self.found.iter().map(|thing| test(*thing)));
        if self.complete { self.through_fact(among) } else { among.and(self.beyond(test)) }
    }

    /// Whether the question has any, read as it stands: an absent entity is "no".
    pub fn exist(&self) -> Cond<'q> {
        Cond::known(!self.found.is_empty())
    }

    /// Those for which the test holds or may hold. If it is only unknown whether an entity
    /// belongs, it stays in, and the result counts as incomplete.
    #[must_use]
    pub fn filter(mut self, test: impl Fn(Thing<'q>) -> Truth) -> Self {
        let open = self.found.iter().any(|thing| test(*thing).is_unknown());
        self.found.retain(|thing| test(*thing).is_yes());
        self.complete = self.complete && !open;
        self
    }

    /// Those for which the test is known to hold. What is unknown about the others is lost:
    /// for picking what a finding speaks about, not for conditions.
    #[must_use]
    pub fn which(&self, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Vec<Thing<'q>> {
        self.found.iter().copied().filter(|thing| test(*thing).is_yes()).collect()
    }

    /// How many the question has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Whether the question has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The entities in order.
    pub fn iter(&self) -> impl Iterator<Item = Thing<'q>> + '_ {
        self.found.iter().copied()
    }

    /// The entities, or one gap if the question has none, so that a loop over them still asks
    /// for what is missing.
    #[must_use]
    pub fn or_gap(mut self) -> Self {
        if self.found.is_empty() {
            self.found.push(self.gap());
        }
        self
    }

    fn gap(&self) -> Thing<'q> {
        Thing::new(self.question, self.kind, None)
    }

    /// The test on an entity of which nobody told: never better than unknown.
    fn beyond(&self, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
        match self.through {
            Some(fact) => Cond::missing(fact),
            None => Cond { truth: Truth::Unknown, ..test(self.gap()) },
        }
    }

    fn through_fact(&self, cond: Cond<'q>) -> Cond<'q> {
        match self.through {
            Some(fact) => cond.resting_on(fact),
            None => cond,
        }
    }
}

impl<'q> IntoIterator for Things<'q> {
    type Item = Thing<'q>;
    type IntoIter = std::vec::IntoIter<Thing<'q>>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl<'q> IntoIterator for &Things<'q> {
    type Item = Thing<'q>;
    type IntoIter = std::vec::IntoIter<Thing<'q>>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.clone().into_iter()
    }
}
