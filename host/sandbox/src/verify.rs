//! Compares what a plugin answers with its manifest, the question and the dictionary, so that
//! nothing behind the sandbox meets a rule, fact, entity or name that does not exist.

mod dictionary;
mod effects;
mod stated;

use praetor_decision::answer::{Answer, Clock, Mark, Obligation, Source, Standing, StandingState, Treatment};
use praetor_decision::manifest::{Manifest, Rule};
use praetor_decision::term::{Anchor, Term};
use praetor_decision::{EntityId, FactOf, Question};
use praetor_wit::{Dictionary, List};

pub(crate) use self::stated::stated;
use crate::limits::MAX_FINDINGS;
use crate::{CallError, Declared};

type Checked = Result<(), CallError>;

/// Checks a whole answer.
pub(crate) fn answer(
    answer: &Answer,
    question: &Question,
    manifest: &Manifest,
    declared: &Declared,
) -> Checked {
    let check = Check { question, manifest, declared, dictionary: Dictionary::bundled_or_empty() };
    check.standing(answer.standing())?;
    let findings = match answer {
        Answer::Sharing(answer) => answer.findings.len(),
        Answer::Retention(answer) => answer.findings.len(),
        Answer::Rights(answer) => answer.findings.len(),
        Answer::Incident(answer) => answer.findings.len(),
    };
    if findings > MAX_FINDINGS {
        return Err(CallError::TooLarge { what: "number of findings", allowed: MAX_FINDINGS });
    }
    match answer {
        Answer::Sharing(answer) => each(&answer.findings, |finding| check.sharing(finding)),
        Answer::Retention(answer) => each(&answer.findings, |finding| check.retention(finding)),
        Answer::Rights(answer) => each(&answer.findings, |finding| check.rights(finding)),
        Answer::Incident(answer) => each(&answer.findings, |finding| check.incident(finding)),
    }
}

fn each<T>(list: &[T], check: impl FnMut(&T) -> Checked) -> Checked {
    list.iter().try_for_each(check)
}

/// What answers are compared with.
struct Check<'a> {
    question: &'a Question,
    manifest: &'a Manifest,
    declared: &'a Declared,
    dictionary: &'a Dictionary,
}

impl<'a> Check<'a> {
    /// A law that plainly applies needs no rule to say so; whatever else is said cites one.
    fn standing(&self, standing: &Standing) -> Checked {
        if standing.state == StandingState::Applies && standing.source.rule.is_empty() {
            return self.rests_on(&standing.source);
        }
        self.source(&standing.source).map(drop)
    }

    fn source(&self, source: &Source) -> Result<&'a Rule, CallError> {
        let rule = self.rule(&source.rule)?;
        self.rests_on(source)?;
        Ok(rule)
    }

    fn rests_on(&self, source: &Source) -> Checked {
        each(&source.about, |id| self.entity(*id).map(drop))?;
        each(&source.because, |fact| self.fact(fact))?;
        each(&source.missing, |fact| self.fact(fact))?;
        if source.reason.is_empty() { Ok(()) } else { self.listed(List::Reasons, &source.reason) }
    }

    fn rule(&self, id: &str) -> Result<&'a Rule, CallError> {
        let undeclared = || CallError::lying(format!("the rule `{id}` is not declared"));
        self.manifest.rule(id).ok_or_else(undeclared)
    }

    /// The kind of an entity of the question.
    fn entity(&self, id: EntityId) -> Result<&'a str, CallError> {
        let entities = &self.question.entities;
        let found = entities.binary_search_by_key(&id, |entity| entity.id).ok();
        found
            .and_then(|at| entities.get(at))
            .map(|entity| entity.kind.as_str())
            .ok_or_else(|| CallError::lying(format!("the question has no entity {id}")))
    }

    fn fact(&self, fact: &FactOf) -> Checked {
        let FactOf { kind, entity, name } = fact;
        if !self.declared.contains(kind, name) {
            let says = format!("the fact `{kind}.{name}` is not declared for this interface");
            return Err(CallError::lying(says));
        }
        let Some(id) = *entity else { return Ok(()) };
        let is = self.entity(id)?;
        if is == kind {
            return Ok(());
        }
        Err(CallError::lying(format!("entity {id} is of kind `{is}`, not `{kind}`")))
    }

    fn obligation(&self, obligation: &Obligation) -> Checked {
        self.listed(List::Obligations, &obligation.id)?;
        self.parameters(List::Obligations, &obligation.id, &obligation.parameters)?;
        self.due(obligation.due.as_ref())
    }

    fn treatment(&self, treatment: &Treatment) -> Checked {
        self.listed(List::Treatments, &treatment.id)?;
        self.parameters(List::Treatments, &treatment.id, &treatment.parameters)
    }

    fn mark(&self, mark: &Mark) -> Checked {
        self.listed(List::Marks, &mark.id)
    }

    fn clock(&self, clock: &Clock) -> Checked {
        self.due(clock.latest.as_ref())?;
        self.due(clock.target.as_ref())
    }

    fn due(&self, term: Option<&Term>) -> Checked {
        term.map_or(Ok(()), |term| self.term(term))
    }

    fn term(&self, term: &Term) -> Checked {
        self.listed(List::ClockAlgorithms, &term.algorithm)?;
        match &term.anchor {
            Anchor::Event(fact) => self.fact(fact),
            Anchor::On(_) | Anchor::At(_) => Ok(()),
        }
    }
}
