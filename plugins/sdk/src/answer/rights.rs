use crate::clause::{Clause, Parts, Verdict};
use crate::cond::earliest;
use crate::day::Day;
use crate::duty::{IntoValue, fact};
use crate::question::{Question, Thing};
use crate::term::{Clock, Term};
use crate::wit::rights::{
    Claim, Effect, Fee, Finding, Identity, MissingClaims, Outcome, Proof, Remedy, Statement, Tell, Verb, Word,
};
use crate::wit::types::EntityId;

/// What the rules say about the requests of a person.
#[derive(Debug)]
pub struct RightsAnswer {
    as_of: Day,
    findings: Vec<Finding>,
    silent_until: Option<Day>,
}

impl RightsAnswer {
    /// An answer without a finding.
    #[must_use]
    pub const fn new(question: Question<'_>) -> Self {
        Self { as_of: question.as_of(), findings: Vec::new(), silent_until: None }
    }

    /// Speaks about one request. About a request that the question does not have nothing can be
    /// said: what is put there is lost.
    #[must_use]
    pub fn on(&mut self, request: Thing<'_>) -> OnRequest<'_> {
        OnRequest { request: request.id(), answer: self }
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
}

/// The rules on one request while they speak. Each clause names the items or uses that it is
/// about with [`Clause::about`].
#[derive(Debug)]
pub struct OnRequest<'a> {
    request: Option<EntityId>,
    answer: &'a mut RightsAnswer,
}

impl OnRequest<'_> {
    /// The person has a claim to this outcome. Where the condition does not hold, the claim is
    /// shown as failed; where it is unknown, at best owed and at worst no right. A claim beats a
    /// ground of refusal: put grounds on which the same law lets the controller refuse into
    /// [`OnRequest::owed_unless`].
    pub fn owed<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.word(clause.parts, Claim::Owed, outcome, (Claim::Owed, Claim::NoRight))
    }

    /// The person has a claim to this outcome, unless one of these grounds lets the controller
    /// refuse (with its own outcome, [`Outcome::Refuse`] as a rule). A ground that holds takes the
    /// place of the claim; an unknown one leaves it open; one that fails is shown. Grounds that
    /// name no items are about those of the claim.
    pub fn owed_unless<'q, G, H>(
        &mut self,
        clause: Clause<'q, G>,
        outcome: Outcome,
        grounds: impl IntoIterator<Item = (Clause<'q, H>, Outcome)>,
    ) -> &mut Self {
        let mut stands = true;
        let claimed = !clause.truth().is_no();
        for (ground, refused) in grounds {
            if !claimed {
                break;
            }
            let ground = ground.parts.or_about(&clause.parts.about);
            let verdict = ground.verdict(self.answer.as_of);
            stands &= !matches!(verdict, Verdict::Yes | Verdict::Unknown);
            let open = (Claim::Owed, Claim::MayRefuse);
            self.word(ground, Claim::MayRefuse, refused, open);
        }
        if stands { self.owed(clause, outcome) } else { self }
    }

    /// The controller may refuse. Where the condition does not hold, the ground of refusal is
    /// shown as failed; where it is unknown, at best it says nothing against the person.
    pub fn may_refuse<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.word(clause.parts, Claim::MayRefuse, outcome, (Claim::NoRight, Claim::MayRefuse))
    }

    /// The controller must refuse, or must leave out what the outcome says. Shown as failed where
    /// the condition does not hold.
    pub fn must_not<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.word(clause.parts, Claim::MustNot, outcome, (Claim::NoRight, Claim::MustNot))
    }

    /// The law gives no such right for these.
    pub fn no_right<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.word(clause.parts, Claim::NoRight, Outcome::NotOwed, (Claim::Owed, Claim::NoRight))
    }

    /// Leaves it to people.
    pub fn review<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.say(clause.parts, Effect::Review)
    }

    /// A period that runs.
    pub fn clock<G>(&mut self, clause: Clause<'_, G>, clock: Clock) -> &mut Self {
        self.say(clause.parts, Effect::Clock(clock.0))
    }

    /// The least proof of identity that the law asks for, and the most that may be asked for.
    pub fn identity<G>(&mut self, clause: Clause<'_, G>, least: Proof, most: Proof) -> &mut Self {
        self.say(clause.parts, Effect::Identity(Identity { least, most }))
    }

    /// What may be charged: nothing while the condition is unknown.
    pub fn fee<G>(&mut self, clause: Clause<'_, G>, fee: Fee) -> &mut Self {
        self.say_or(clause.parts, Effect::Fee(fee), None)
    }

    /// Somebody who must be told of an action (`erase`), and how. A recipient that the question
    /// does not have cannot be told.
    pub fn tell<G>(
        &mut self,
        clause: Clause<'_, G>,
        recipient: Thing<'_>,
        verb: Verb,
        action: &str,
        due: Option<Term>,
    ) -> &mut Self {
        let Some(recipient) = recipient.id() else {
            return self;
        };
        let due = due.map(Into::into);
        self.say(clause.parts, Effect::Tell(Tell { recipient, verb, action: action.to_owned(), due }))
    }

    /// A thing that the reply must say: a statement of the dictionary.
    pub fn must_state<G>(&mut self, clause: Clause<'_, G>, statement: impl Into<Says>) -> &mut Self {
        self.say(clause.parts, Effect::MustState(statement.into().0))
    }

    /// A way to turn against the reply: `complaint`, `court`, `appeal`, with the authority's
    /// name or an empty one.
    pub fn remedy<G>(&mut self, clause: Clause<'_, G>, id: &str, authority: &str) -> &mut Self {
        let remedy = Remedy { id: id.to_owned(), authority: authority.to_owned() };
        self.say(clause.parts, Effect::Remedy(remedy))
    }

    /// Done now, whatever the final answer.
    pub fn interim<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.say(clause.parts, Effect::Interim(outcome))
    }

    /// The controller is only a processor here: pass the request on. People must look while the
    /// condition is unknown.
    pub fn forward<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.say_or(clause.parts, Effect::Forward, Some(Effect::Review))
    }

    /// Whether the extension that was claimed is valid, where the condition of the clause (an
    /// extension was claimed) holds. While that is unknown, no extension counts.
    pub fn extension<G>(&mut self, clause: Clause<'_, G>, valid: bool) -> &mut Self {
        self.say_or(clause.parts, Effect::Extension(valid), Some(Effect::Extension(false)))
    }

    fn word(
        &mut self,
        parts: Parts<'_>,
        claim: Claim,
        outcome: Outcome,
        (best, worst): (Claim, Claim),
    ) -> &mut Self {
        match parts.verdict(self.answer.as_of) {
            Verdict::Unknown => self.push(parts, Effect::NeedFacts(MissingClaims { best, worst })),
            Verdict::No => self.push(parts, Effect::Fails),
            _ => self.say(parts, Effect::Word(Word { claim, outcome })),
        }
    }

    /// A duty towards the person holds also while its condition is unknown: its missing facts are
    /// shown, and nobody is worse off.
    fn say(&mut self, parts: Parts<'_>, holds: Effect) -> &mut Self {
        let meanwhile = Some(holds.clone());
        self.say_or(parts, holds, meanwhile)
    }

    /// The same with another effect, or none, while the condition is unknown.
    fn say_or(&mut self, parts: Parts<'_>, holds: Effect, meanwhile: Option<Effect>) -> &mut Self {
        let effect = match parts.verdict(self.answer.as_of) {
            Verdict::Yes => Some(holds),
            Verdict::Unknown => meanwhile,
            Verdict::NotYet(day) => Some(Effect::NotYetInForce(day)),
            Verdict::No => {
                let begins = parts.begins_after(self.answer.as_of);
                self.answer.silent_until = earliest(self.answer.silent_until, begins);
                None
            }
            Verdict::Lapsed => None,
        };
        match effect {
            Some(effect) => self.push(parts, effect),
            None => self,
        }
    }

    fn push(&mut self, parts: Parts<'_>, effect: Effect) -> &mut Self {
        let Some(request) = self.request else {
            return self;
        };
        let speaks = !matches!(effect, Effect::Fails | Effect::NotYetInForce(_));
        let source = parts.source(self.answer.as_of, &[]);
        let (obligations, marks) = if speaks { (parts.obligations, parts.marks) } else { Default::default() };
        self.answer.findings.push(Finding { source, request, effect, obligations, marks });
        self
    }
}

/// A thing that the reply must say.
#[derive(Clone, Debug, PartialEq)]
pub struct Says(Statement);

impl Says {
    /// A statement of the dictionary, `complaint-route`.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self(Statement { id: id.to_owned(), parameters: Vec::new() })
    }

    /// A named parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl IntoValue) -> Self {
        self.0.parameters.push(fact(name, value));
        self
    }
}

impl From<&str> for Says {
    fn from(id: &str) -> Self {
        Self::of(id)
    }
}

#[cfg(test)]
mod tests;
