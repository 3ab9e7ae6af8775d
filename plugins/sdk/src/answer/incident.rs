use crate::clause::{Clause, Parts, Verdict};
use crate::day::Day;
use crate::question::Question;
use crate::term::Clock;
use crate::wit::incident::{Audience, Effect, Finding, Notice};

/// What the rules say about a personal-data breach.
#[derive(Debug)]
pub struct IncidentAnswer {
    as_of: Day,
    findings: Vec<Finding>,
    silent_until: Option<Day>,
}

impl IncidentAnswer {
    /// An answer without a finding.
    #[must_use]
    pub const fn new(question: Question<'_>) -> Self {
        Self { as_of: question.as_of(), findings: Vec::new(), silent_until: None }
    }

    /// This audience must be told where the condition holds, and need not be told where it does
    /// not. `name` is the authority's, or empty.
    pub fn notify<G>(
        &mut self,
        clause: Clause<'_, G>,
        audience: Audience,
        name: &str,
        clock: Clock,
    ) -> &mut Self {
        let notice = Notice { audience, name: name.to_owned(), clock: clock.0 };
        match clause.parts.verdict(self.as_of) {
            Verdict::No => self.push(clause.parts.bare(), Effect::NoDuty(audience)),
            _ => self.say(clause.parts, audience, Effect::Notify(notice)),
        }
    }

    /// Asked, and this audience need not be told. What the clause obliges to, such as writing the
    /// breach down, is owed all the same.
    pub fn no_duty<G>(&mut self, clause: Clause<'_, G>, audience: Audience) -> &mut Self {
        self.say(clause.parts, audience, Effect::NoDuty(audience))
    }

    /// Leaves it to people whether this audience is told.
    pub fn review<G>(&mut self, clause: Clause<'_, G>, audience: Audience) -> &mut Self {
        self.say(clause.parts, audience, Effect::Review)
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

    fn say(&mut self, parts: Parts<'_>, audience: Audience, holds: Effect) -> &mut Self {
        match parts.verdict(self.as_of) {
            Verdict::Yes => self.push(parts, holds),
            Verdict::Unknown => self.push(parts, Effect::NeedFacts(audience)),
            Verdict::NotYet(day) => self.push(parts, Effect::NotYetInForce(day)),
            Verdict::No => self.push(parts, Effect::Fails),
            Verdict::Lapsed => self,
        }
    }

    fn push(&mut self, parts: Parts<'_>, effect: Effect) -> &mut Self {
        let silent = matches!(effect, Effect::Fails | Effect::NotYetInForce(_));
        let source = parts.source(self.as_of, &[]);
        let (obligations, marks) = if silent { Default::default() } else { (parts.obligations, parts.marks) };
        self.findings.push(Finding { source, effect, obligations, marks });
        self
    }
}
