//! `wit/v1/rights.wit`.

use praetor_decision::answer::rights::{
    Answer as CoreAnswer, Claim as CoreClaim, Effect as CoreEffect, Fee as CoreFee, Finding as CoreFinding,
    Identity as CoreIdentity, Outcome as CoreOutcome, Proof as CoreProof, Remedy as CoreRemedy,
    Statement as CoreStatement, Tell as CoreTell, Verb as CoreVerb, Word as CoreWord,
};
use wasmtime::component::{ComponentType, Lift};

use super::Read;
use super::types::{Clock, Day, Fact, Mark, Obligation, Source, Standing, Term, named};
use crate::CallError;

choice! { Claim as CoreClaim {
    Owed "owed",
    MayRefuse "may-refuse",
    MustNot "must-not",
    NoRight "no-right",
} }

variant! { Outcome as CoreOutcome {
    Fulfil "fulfil",
    Redact "redact" (parts: Vec<String>),
    DescribeOnly "describe-only",
    Since "since" (day: Day),
    Restrict "restrict",
    Refuse "refuse",
    AfterVerification "after-verification",
    Lapsed "lapsed",
    NotOwed "not-owed",
    Stop "stop",
    StopWhileChecking "stop-while-checking",
    Proceed "proceed",
} }

record! { Word as CoreWord {
    claim "claim": Claim,
    outcome "outcome": Outcome,
} }

choice! { Proof as CoreProof {
    None "none",
    Claim "claim",
    Verified "verified",
    Strong "strong",
} }

record! { Identity as CoreIdentity {
    least "least": Proof,
    most "most": Proof,
} }

choice! { Fee as CoreFee {
    None "none",
    Reasonable "reasonable",
    Deposit "deposit",
} }

choice! { Verb as CoreVerb {
    Command "command",
    Instruct "instruct",
    Notify "notify",
    PassToSource "pass-to-source",
} }

record! { Tell as CoreTell {
    recipient "recipient": u32,
    verb "verb": Verb,
    action "action": String,
    due "due": Option<Term>,
} }

record! { Statement as CoreStatement {
    id "id": String,
    parameters "parameters": Vec<Fact> => named,
} }

record! { Remedy as CoreRemedy {
    id "id": String,
    authority "authority": String,
} }

/// The claims that are possible while facts are missing.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct MissingClaims {
    best: Claim,
    worst: Claim,
}

/// What a finding says.
#[derive(ComponentType, Lift)]
#[component(variant)]
pub(crate) enum Effect {
    #[component(name = "word")]
    Word(Word),
    #[component(name = "need-facts")]
    NeedFacts(MissingClaims),
    #[component(name = "review")]
    Review,
    #[component(name = "clock")]
    Clock(Clock),
    #[component(name = "identity")]
    Identity(Identity),
    #[component(name = "fee")]
    Fee(Fee),
    #[component(name = "tell")]
    Tell(Tell),
    #[component(name = "must-state")]
    MustState(Statement),
    #[component(name = "remedy")]
    Remedy(Remedy),
    #[component(name = "interim")]
    Interim(Outcome),
    #[component(name = "forward")]
    Forward,
    #[component(name = "extension")]
    Extension(bool),
    #[component(name = "fails")]
    Fails,
    #[component(name = "not-yet-in-force")]
    NotYetInForce(Day),
}

impl Read<CoreEffect> for Effect {
    fn read(self) -> Result<CoreEffect, CallError> {
        Ok(match self {
            Self::Word(word) => CoreEffect::Word(word.read()?),
            Self::NeedFacts(MissingClaims { best, worst }) => {
                CoreEffect::NeedFacts { best: best.read()?, worst: worst.read()? }
            }
            Self::Review => CoreEffect::Review,
            Self::Clock(clock) => CoreEffect::Clock(clock.read()?),
            Self::Identity(identity) => CoreEffect::Identity(identity.read()?),
            Self::Fee(fee) => CoreEffect::Fee(fee.read()?),
            Self::Tell(tell) => CoreEffect::Tell(tell.read()?),
            Self::MustState(statement) => CoreEffect::MustState(statement.read()?),
            Self::Remedy(remedy) => CoreEffect::Remedy(remedy.read()?),
            Self::Interim(outcome) => CoreEffect::Interim(outcome.read()?),
            Self::Forward => CoreEffect::Forward,
            Self::Extension(valid) => CoreEffect::Extension(valid),
            Self::Fails => CoreEffect::Fails,
            Self::NotYetInForce(from) => CoreEffect::NotYetInForce(from.read()?),
        })
    }
}

record! { Finding as CoreFinding {
    source "source": Source,
    request "request": u32,
    effect "effect": Effect,
    obligations "obligations": Vec<Obligation>,
    marks "marks": Vec<Mark>,
} }

record! { Answer as CoreAnswer {
    standing "standing": Standing,
    findings "findings": Vec<Finding>,
} }
