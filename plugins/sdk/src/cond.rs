//! Conditions that remember which facts they read and which are missing.

use std::ops::{BitAnd, BitOr, Not};

use crate::day::Day;
use crate::truth::Truth;
use crate::wit::types::{EntityId, FactOf};

/// Points at one fact of the question, present or missing, without owning its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactRef<'q> {
    /// The kind of the entity, `recipient`.
    pub kind: &'q str,
    /// The entity; none if the question has no entity of this kind.
    pub entity: Option<EntityId>,
    /// The fact's name, `role`.
    pub name: &'q str,
}

impl From<FactRef<'_>> for FactOf {
    fn from(fact: FactRef<'_>) -> Self {
        Self { kind: fact.kind.to_owned(), entity: fact.entity, name: fact.name.to_owned() }
    }
}

/// A condition of a rule, tried on a question: whether it holds, on which facts that rests, and
/// which facts are missing. Conditions are joined with `&`, `|` and `!`, or by the methods of the
/// same meaning. Only facts that can still change the result count as missing: in `a & b` with
/// `a` known to be false, nobody is asked for the facts of `b`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a condition does nothing until a rule uses it"]
pub struct Cond<'q> {
    /// Whether it holds.
    pub truth: Truth,
    /// The facts that made it come out so.
    pub because: Vec<FactRef<'q>>,
    /// The facts that are missing.
    pub missing: Vec<FactRef<'q>>,
    /// The first known day on which it can come out differently though no fact changes.
    pub changes_on: Option<Day>,
}

impl<'q> Cond<'q> {
    /// Holds, whatever the facts.
    pub const fn yes() -> Self {
        Self::bare(Truth::Yes)
    }

    /// Does not hold, whatever the facts.
    pub const fn no() -> Self {
        Self::bare(Truth::No)
    }

    /// Something that rests on no fact of the question, such as a setting or a date of the law.
    pub const fn known(holds: bool) -> Self {
        Self::bare(if holds { Truth::Yes } else { Truth::No })
    }

    /// Unknown for want of this fact.
    pub fn missing(fact: FactRef<'q>) -> Self {
        Self { missing: vec![fact], ..Self::bare(Truth::Unknown) }
    }

    /// A truth that rests on this fact.
    pub fn because(fact: FactRef<'q>, holds: bool) -> Self {
        Self { because: vec![fact], ..Self::known(holds) }
    }

    /// Unknown, and no fact of the question could settle it.
    pub const fn unknown() -> Self {
        Self::bare(Truth::Unknown)
    }

    const fn bare(truth: Truth) -> Self {
        Self { truth, because: Vec::new(), missing: Vec::new(), changes_on: None }
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        match (self.truth, other.truth) {
            (Truth::No, _) => self,
            (_, Truth::No) => other,
            _ => self.joined(other, Truth::and),
        }
    }

    /// At least one holds.
    pub fn or(self, other: Self) -> Self {
        match (self.truth, other.truth) {
            (Truth::Yes, _) => self,
            (_, Truth::Yes) => other,
            _ => self.joined(other, Truth::or),
        }
    }

    /// All hold; with no condition at all, yes.
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        conditions.into_iter().fold(Self::yes(), Self::and)
    }

    /// At least one holds; with no condition at all, no.
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        conditions.into_iter().fold(Self::no(), Self::or)
    }

    /// Says that the condition can come out differently from this day on, though no fact changes.
    pub fn until(mut self, changes_on: impl Into<Option<Day>>) -> Self {
        self.changes_on = earliest(self.changes_on, changes_on.into());
        self
    }

    /// Also rests on this fact.
    pub fn resting_on(mut self, fact: FactRef<'q>) -> Self {
        add(&mut self.because, [fact]);
        self
    }

    /// Whether it is known to hold.
    #[must_use]
    pub const fn is_yes(&self) -> bool {
        self.truth.is_yes()
    }

    /// Whether it is known not to hold.
    #[must_use]
    pub const fn is_no(&self) -> bool {
        self.truth.is_no()
    }

    /// Whether a missing fact decides.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.truth.is_unknown()
    }

    fn joined(mut self, other: Self, join: fn(Truth, Truth) -> Truth) -> Self {
        self.truth = join(self.truth, other.truth);
        self.changes_on = earliest(self.changes_on, other.changes_on);
        add(&mut self.because, other.because);
        add(&mut self.missing, other.missing);
        self
    }
}

/// The earlier of two days, where one that is absent never comes.
pub(crate) fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn add<'q>(facts: &mut Vec<FactRef<'q>>, more: impl IntoIterator<Item = FactRef<'q>>) {
    for fact in more {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
}

impl BitAnd for Cond<'_> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl BitOr for Cond<'_> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl Not for Cond<'_> {
    type Output = Self;

    fn not(mut self) -> Self {
        self.truth = !self.truth;
        self
    }
}

impl From<bool> for Cond<'_> {
    fn from(holds: bool) -> Self {
        Self::known(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str) -> FactRef<'_> {
        FactRef { kind: "item", entity: Some(1), name }
    }

    #[test]
    fn a_conjunction_with_a_known_no_asks_for_nothing() {
        let cond = Cond::because(fact("a"), false) & Cond::missing(fact("b"));
        assert_eq!(cond, Cond::because(fact("a"), false));
    }

    #[test]
    fn a_disjunction_with_a_known_yes_asks_for_nothing() {
        let cond = Cond::missing(fact("a")) | Cond::because(fact("b"), true);
        assert_eq!(cond, Cond::because(fact("b"), true));
    }

    #[test]
    fn an_open_conjunction_asks_for_all_that_is_missing_once() {
        let cond = Cond::because(fact("a"), true)
            & Cond::missing(fact("b"))
            & Cond::missing(fact("c"))
            & Cond::missing(fact("b"));
        assert_eq!(cond.truth, Truth::Unknown);
        assert_eq!(cond.because, [fact("a")]);
        assert_eq!(cond.missing, [fact("b"), fact("c")]);
    }

    #[test]
    fn a_joined_condition_changes_on_the_earlier_day() {
        let (may, june) = (Day::of(2027, 5, 1), Day::of(2027, 6, 1));
        let cond = Cond::yes().until(june) & Cond::yes().until(may);
        assert_eq!(cond.changes_on, Some(may));
    }
}
