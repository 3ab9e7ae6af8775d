use std::marker::PhantomData;

use crate::clause::{Clause, Parts, Verdict};
use crate::cond::earliest;
use crate::day::Day;
use crate::law::{Gate, RuleRef};
use crate::question::{Question, Thing};
use crate::truth::Truth;
use crate::wit::sharing::{Effect, Finding, Outcome, Range};
use crate::wit::types::EntityId;

/// What the rules say about sharing or own use, gate by gate.
#[derive(Debug)]
pub struct SharingAnswer {
    as_of: Day,
    findings: Vec<Finding>,
    silent_until: Option<Day>,
}

impl SharingAnswer {
    /// An answer without a finding.
    #[must_use]
    pub const fn new(question: Question<'_>) -> Self {
        Self { as_of: question.as_of(), findings: Vec::new(), silent_until: None }
    }

    /// Speaks at one gate. Only rules of this gate fit.
    pub const fn at<G: Gate>(&mut self, _gate: G) -> AtGate<'_, G> {
        AtGate { answer: self, about: Vec::new(), permits: Vec::new(), gate: PhantomData }
    }

    /// The findings so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The first known day on which a rule that is silent today can speak up.
    pub(crate) const fn silent_until(&self) -> Option<Day> {
        self.silent_until
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    fn say(&mut self, parts: Parts<'_>, about: &[EntityId], effect: Effect) {
        self.findings.push(Finding {
            source: parts.source(self.as_of, about),
            effect,
            displaces: parts.displaces,
            obligations: parts.obligations,
            treatments: parts.treatments,
            marks: parts.marks,
        });
    }

    /// A finding that lets the gate be passed, or is shown as failed.
    fn say_permit(&mut self, parts: Parts<'_>, about: &[EntityId]) {
        let effect = match parts.verdict(self.as_of) {
            Verdict::Yes if parts.conditional => Effect::PermitWithConditions(parts.burden),
            Verdict::Yes => Effect::Permit(parts.burden),
            Verdict::Unknown => range(Outcome::Permit, Outcome::Silent),
            Verdict::No => Effect::Fails,
            Verdict::NotYet(day) => Effect::NotYetInForce(day),
            Verdict::Lapsed => return,
        };
        match effect {
            Effect::Fails | Effect::NotYetInForce(_) => self.say(parts.bare(), about, effect),
            effect => self.say(parts, about, effect),
        }
    }

    /// A finding that stands in the way, or is silent where its condition does not hold.
    fn say_objection(&mut self, parts: Parts<'_>, about: &[EntityId], effect: Effect, worst: Outcome) {
        match parts.verdict(self.as_of) {
            Verdict::Yes => self.say(parts, about, effect),
            Verdict::Unknown => self.say(parts, about, range(Outcome::Silent, worst)),
            Verdict::NotYet(day) => self.say(parts.bare(), about, Effect::NotYetInForce(day)),
            Verdict::No => {
                self.silent_until = earliest(self.silent_until, parts.begins_after(self.as_of));
            }
            Verdict::Lapsed => {}
        }
    }
}

const fn range(best: Outcome, worst: Outcome) -> Effect {
    Effect::NeedFacts(Range { best, worst })
}

/// The rules of one gate while they speak.
#[derive(Debug)]
pub struct AtGate<'a, G> {
    answer: &'a mut SharingAnswer,
    about: Vec<EntityId>,
    /// Positions of the permits in the answer, so that a default prohibition can be lifted.
    permits: Vec<usize>,
    gate: PhantomData<G>,
}

impl<G: Gate> AtGate<'_, G> {
    /// All clauses that follow speak about this entity, unless they name others themselves.
    #[must_use]
    pub fn about(mut self, thing: Thing<'_>) -> Self {
        self.about.extend(thing.id());
        self
    }

    /// Lets the gate be passed where the condition holds. Several permits are alternatives: the
    /// least burdensome that holds wins. One that fails is shown, without effect; an unknown one
    /// asks for its facts.
    pub fn permit(&mut self, clause: Clause<'_, G>) -> &mut Self {
        let position = self.answer.findings.len();
        self.answer.say_permit(clause.parts, &self.about);
        if self.answer.findings.len() > position {
            self.permits.push(position);
        }
        self
    }

    /// Forbids, always, unless one of the permits said before at this gate holds.
    pub fn otherwise_prohibit(&mut self, clause: Clause<'_, G>) {
        let rule = clause.parts.rule.id;
        for position in std::mem::take(&mut self.permits) {
            if let Some(finding) = self.answer.findings.get_mut(position)
                && lifts(&finding.effect)
            {
                finding.displaces.push(rule.to_owned());
            }
        }
        self.prohibit(clause);
    }

    /// Forbids where the condition holds; silent where it does not. Exceptions follow with
    /// [`Prohibited::unless`].
    pub fn prohibit(&mut self, clause: Clause<'_, G>) -> Prohibited<'_, G> {
        let (rule, truth) = (clause.parts.rule, clause.parts.cond.truth);
        let about =
            if clause.parts.about.is_empty() { self.about.clone() } else { clause.parts.about.clone() };
        self.answer.say_objection(clause.parts, &self.about, Effect::Prohibit, Outcome::Prohibit);
        Prohibited { answer: self.answer, rule, truth, about, gate: PhantomData }
    }

    /// Leaves it to people where the condition holds; silent where it does not.
    pub fn review(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.answer.say_objection(clause.parts, &self.about, Effect::Review, Outcome::Review);
        self
    }

    /// A binding duty to hand over where the condition holds; silent where it does not. Where it
    /// is unknown, people must look.
    pub fn require(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.answer.say_objection(clause.parts, &self.about, Effect::Require, Outcome::Review);
        self
    }
}

const fn lifts(effect: &Effect) -> bool {
    matches!(effect, Effect::Permit(_) | Effect::PermitWithConditions(_) | Effect::NeedFacts(_))
}

/// A prohibition that waits for its exceptions.
#[derive(Debug)]
pub struct Prohibited<'a, G> {
    answer: &'a mut SharingAnswer,
    rule: RuleRef,
    truth: Truth,
    about: Vec<EntityId>,
    gate: PhantomData<G>,
}

impl<G: Gate> Prohibited<'_, G> {
    /// Lifts the prohibition where this condition holds. A failed exception is shown; where the
    /// prohibition does not hold, no exception is tried.
    pub fn unless(self, clause: Clause<'_, G>) -> Self {
        if !self.truth.is_no() {
            self.answer.say_permit(clause.displacing(self.rule).parts, &self.about);
        }
        self
    }
}

impl Parts<'_> {
    /// Without what only counts where the clause holds.
    pub(crate) fn bare(mut self) -> Self {
        self.displaces.clear();
        self.obligations.clear();
        self.treatments.clear();
        self.marks.clear();
        self
    }
}

#[cfg(test)]
mod tests;
