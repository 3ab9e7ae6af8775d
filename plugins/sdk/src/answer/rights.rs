use crate::clause::{Clause, Parts, Verdict};
use crate::day::Day;
use crate::duty::{IntoValue, fact};
use crate::question::{Question, Thing};
use crate::term::{Clock, Term};
use crate::wit::rights::{
    Claim, Effect, Fee, Finding, Identity, MissingClaims, Outcome, Proof, Remedy, Statement, Tell,
    Verb, Word,
};
use crate::wit::types::EntityId;

/// What the rules say about the requests of a person.
#[derive(Debug)]
pub struct RightsAnswer {
    as_of: Day,
    findings: Vec<Finding>,
}

impl RightsAnswer {
    /// An answer without a finding.
    #[must_use]
    pub const fn new(question: Question<'_>) -> Self {
        Self {
            as_of: question.as_of(),
            findings: Vec::new(),
        }
    }

    /// Speaks about one request. About a request that the question does not have nothing can be
    /// said: what is put there is lost.
    #[must_use]
    pub fn on(&mut self, request: Thing<'_>) -> OnRequest<'_> {
        OnRequest {
            request: request.id(),
            answer: self,
        }
    }

    /// The findings so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
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
    /// shown as failed; where it is unknown, at best owed and at worst no right.
    pub fn owed<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.word(
            clause.parts,
            Claim::Owed,
            outcome,
            (Claim::Owed, Claim::NoRight),
        )
    }

    /// The controller may refuse. Where the condition does not hold, the ground of refusal is
    /// shown as failed; where it is unknown, at best owed and at worst refused.
    pub fn may_refuse<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.word(
            clause.parts,
            Claim::MayRefuse,
            outcome,
            (Claim::Owed, Claim::MayRefuse),
        )
    }

    /// The controller must refuse. Shown as failed where the condition does not hold.
    pub fn must_not<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.word(
            clause.parts,
            Claim::MustNot,
            outcome,
            (Claim::Owed, Claim::MustNot),
        )
    }

    /// The law gives no such right for these.
    pub fn no_right<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.word(
            clause.parts,
            Claim::NoRight,
            Outcome::NotOwed,
            (Claim::Owed, Claim::NoRight),
        )
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

    /// What may be charged.
    pub fn fee<G>(&mut self, clause: Clause<'_, G>, fee: Fee) -> &mut Self {
        self.say(clause.parts, Effect::Fee(fee))
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
        self.say(
            clause.parts,
            Effect::Tell(Tell {
                recipient,
                verb,
                action: action.to_owned(),
                due,
            }),
        )
    }

    /// A thing that the reply must say: a statement of the dictionary.
    pub fn must_state<G>(
        &mut self,
        clause: Clause<'_, G>,
        statement: impl Into<Says>,
    ) -> &mut Self {
        self.say(clause.parts, Effect::MustState(statement.into().0))
    }

    /// A way to turn against the reply: `complaint`, `court`, `appeal`, with the authority's
    /// name or an empty one.
    pub fn remedy<G>(&mut self, clause: Clause<'_, G>, id: &str, authority: &str) -> &mut Self {
        let remedy = Remedy {
            id: id.to_owned(),
            authority: authority.to_owned(),
        };
        self.say(clause.parts, Effect::Remedy(remedy))
    }

    /// Done now, whatever the final answer.
    pub fn interim<G>(&mut self, clause: Clause<'_, G>, outcome: Outcome) -> &mut Self {
        self.say(clause.parts, Effect::Interim(outcome))
    }

    /// The controller is only a processor here: pass the request on.
    pub fn forward<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.say(clause.parts, Effect::Forward)
    }

    /// Whether the extension that was claimed is valid, where the condition of the clause (an
    /// extension was claimed) holds.
    pub fn extension<G>(&mut self, clause: Clause<'_, G>, valid: bool) -> &mut Self {
        self.say(clause.parts, Effect::Extension(valid))
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

    /// Where the condition is unknown, the claim as a whole waits for the facts.
    fn say(&mut self, parts: Parts<'_>, holds: Effect) -> &mut Self {
        match parts.verdict(self.answer.as_of) {
            Verdict::Yes => self.push(parts, holds),
            Verdict::Unknown => {
                let both = MissingClaims {
                    best: Claim::Owed,
                    worst: Claim::Owed,
                };
                self.push(parts, Effect::NeedFacts(both))
            }
            Verdict::NotYet(day) => self.push(parts, Effect::NotYetInForce(day)),
            Verdict::No | Verdict::Lapsed => self,
        }
    }

    fn push(&mut self, parts: Parts<'_>, effect: Effect) -> &mut Self {
        let Some(request) = self.request else {
            return self;
        };
        let speaks = !matches!(effect, Effect::Fails | Effect::NotYetInForce(_));
        let source = parts.source(self.answer.as_of, &[]);
        let (obligations, marks) = if speaks {
            (parts.obligations, parts.marks)
        } else {
            Default::default()
        };
        self.answer.findings.push(Finding {
            source,
            request,
            effect,
            obligations,
            marks,
        });
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
        Self(Statement {
            id: id.to_owned(),
            parameters: Vec::new(),
        })
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
