//! A rule under a condition, with all that comes with it.

use std::marker::PhantomData;

use crate::cond::{Cond, earliest};
use crate::day::Day;
use crate::duty::{Mark, Obligation, Treatment};
use crate::law::{NoGate, RuleRef};
use crate::question::{Thing, Things};
use crate::truth::Truth;
use crate::wit::types::{self, EntityId, FactOf, Source};

/// A rule under a condition: what [`Rule::when`](crate::Rule::when) gives. What it does (permit,
/// prohibit, found a duty to keep ...) depends on where it is put.
#[derive(Clone, Debug)]
#[must_use = "a clause does nothing until an answer takes it"]
pub struct Clause<'q, G = NoGate> {
    pub(crate) parts: Parts<'q>,
    gate: PhantomData<G>,
}

/// A clause without the type of its gate.
#[derive(Clone, Debug)]
pub(crate) struct Parts<'q> {
    pub(crate) rule: RuleRef,
    pub(crate) cond: Cond<'q>,
    pub(crate) about: Vec<EntityId>,
    pub(crate) burden: u8,
    pub(crate) conditional: bool,
    pub(crate) displaces: Vec<String>,
    pub(crate) obligations: Vec<types::Obligation>,
    pub(crate) treatments: Vec<types::Treatment>,
    pub(crate) marks: Vec<types::Mark>,
    reason: &'q str,
    version_of: Option<Day>,
}

/// How a clause comes out on the day that picks its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Yes,
    No,
    Unknown,
    /// The rule applies only from this day.
    NotYet(Day),
    /// The rule no longer applies.
    Lapsed,
}

impl<'q, G> Clause<'q, G> {
    pub(crate) const fn new(rule: RuleRef, cond: Cond<'q>) -> Self {
        let parts = Parts {
            rule,
            cond,
            about: Vec::new(),
            burden: 0,
            conditional: false,
            displaces: Vec::new(),
            obligations: Vec::new(),
            treatments: Vec::new(),
            marks: Vec::new(),
            reason: "",
            version_of: None,
        };
        Self { parts, gate: PhantomData }
    }

    /// Speaks only about this entity; may be said several times. Without it: about all items and
    /// uses of the question.
    pub fn about(mut self, thing: Thing<'_>) -> Self {
        self.parts.about.extend(thing.id());
        self
    }

    /// Speaks only about these entities.
    pub fn about_all(mut self, things: &Things<'_>) -> Self {
        self.parts.about.extend(things.iter().filter_map(Thing::id));
        self
    }

    /// A coded reason of the dictionary.
    pub fn reason(mut self, code: &'q str) -> Self {
        self.parts.reason = code;
        self
    }

    /// How burdensome a permit is: the lightest that holds wins; 0 is lightest.
    pub fn burden(mut self, burden: u8) -> Self {
        self.parts.burden = burden;
        self
    }

    /// A permit that is never a plain "allow".
    pub fn with_conditions(mut self) -> Self {
        self.parts.conditional = true;
        self
    }

    /// Lifts the prohibition of a rule of this plugin where this clause holds.
    pub fn displacing(mut self, rule: impl Into<RuleRef>) -> Self {
        self.parts.displaces.push(rule.into().id.to_owned());
        self
    }

    /// Lifts the prohibition of a rule of a plugin that the manifest `specialises`:
    /// `eu-gdpr/art-8-1`.
    pub fn displacing_elsewhere(mut self, plugin_and_rule: &str) -> Self {
        self.parts.displaces.push(plugin_and_rule.to_owned());
        self
    }

    /// Comes with an obligation.
    pub fn obliging(mut self, obligation: Obligation) -> Self {
        self.parts.obligations.push(obligation.0);
        self
    }

    /// Comes with a treatment of the items.
    pub fn treating(mut self, treatment: Treatment) -> Self {
        self.parts.treatments.push(treatment.0);
        self
    }

    /// Comes with something to remember.
    pub fn marking(mut self, mark: Mark) -> Self {
        self.parts.marks.push(mark.0);
        self
    }

    /// The finding can change from this day on, though no fact does.
    pub fn changes_on(mut self, day: impl Into<Option<Day>>) -> Self {
        self.parts.cond = self.parts.cond.until(day);
        self
    }

    /// The day that picks the version of the rule (receipt, collection, transfer) where it is
    /// not the day of the question.
    pub fn as_at(mut self, day: impl Into<Option<Day>>) -> Self {
        self.parts.version_of = day.into();
        self
    }

    /// How the condition came out.
    pub const fn truth(&self) -> Truth {
        self.parts.cond.truth
    }
}

impl Parts<'_> {
    /// About these entities, unless the clause names some itself.
    pub(crate) fn or_about(mut self, entities: &[EntityId]) -> Self {
        if self.about.is_empty() {
            self.about = entities.to_vec();
        }
        self
    }

    pub(crate) fn verdict(&self, as_of: Day) -> Verdict {
        let day = self.version_of.unwrap_or(as_of);
        match (self.rule.from, self.rule.until, self.cond.truth) {
            (_, Some(last), _) if day > last => Verdict::Lapsed,
            (_, _, Truth::No) => Verdict::No,
            (Some(first), _, _) if day < first => Verdict::NotYet(first),
            (_, _, Truth::Yes) => Verdict::Yes,
            (_, _, Truth::Unknown) => Verdict::Unknown,
        }
    }

    /// Where the finding comes from. `also_about` is the entity that the surrounding builder
    /// speaks about, if the clause itself names none.
    pub(crate) fn source(&self, as_of: Day, also_about: &[EntityId]) -> Source {
        let about = if self.about.is_empty() { also_about } else { &self.about };
        Source {
            rule: self.rule.id.to_owned(),
            about: about.to_vec(),
            because: self.cond.because.iter().map(|fact| FactOf::from(*fact)).collect(),
            missing: self.cond.missing.iter().map(|fact| FactOf::from(*fact)).collect(),
            reason: self.reason.to_owned(),
            changes_on: self.changes_after(as_of),
        }
    }

    /// The first known day on which a condition that does not hold can begin to.
    pub(crate) fn begins_after(&self, as_of: Day) -> Option<Day> {
        self.cond.changes_on.filter(|day| *day > as_of)
    }

    fn changes_after(&self, as_of: Day) -> Option<Day> {
        let begins = self.rule.from.filter(|first| *first > as_of && self.version_of.is_none());
        let lapses = self.rule.until.filter(|_| self.version_of.is_none()).map(Day::next);
        let known = earliest(self.cond.changes_on, lapses.filter(|day| *day > as_of));
        earliest(known, begins)
    }
}
