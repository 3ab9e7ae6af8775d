//! `wit/v1/sharing.wit`.

use praetor_decision::answer::sharing::{
    Answer as CoreAnswer, Effect as CoreEffect, Finding as CoreFinding, Outcome as CoreOutcome,
};
use wasmtime::component::{ComponentType, Lift};

use super::Read;
use super::types::{Day, Mark, Obligation, Source, Standing, Treatment};
use crate::CallError;

choice! { Outcome as CoreOutcome {
    Permit "permit",
    Silent "silent",
    Review "review",
    Prohibit "prohibit",
} }

/// The outcomes that are possible while facts are missing.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct Range {
    best: Outcome,
    worst: Outcome,
}

/// What a finding says.
#[derive(ComponentType, Lift)]
#[component(variant)]
pub(crate) enum Effect {
    #[component(name = "permit")]
    Permit(u8),
    #[component(name = "permit-with-conditions")]
    PermitWithConditions(u8),
    #[component(name = "prohibit")]
    Prohibit,
    #[component(name = "require")]
    Require,
    #[component(name = "review")]
    Review,
    #[component(name = "need-facts")]
    NeedFacts(Range),
    #[component(name = "fails")]
    Fails,
    #[component(name = "not-yet-in-force")]
    NotYetInForce(Day),
}

impl Read<CoreEffect> for Effect {
    fn read(self) -> Result<CoreEffect, CallError> {
        Ok(match self {
            Self::Permit(burden) => CoreEffect::Permit(burden),
            Self::PermitWithConditions(burden) => CoreEffect::PermitWithConditions(burden),
            Self::Prohibit => CoreEffect::Prohibit,
            Self::Require => CoreEffect::Require,
            Self::Review => CoreEffect::Review,
            Self::NeedFacts(Range { best, worst }) => {
                CoreEffect::NeedFacts { best: best.read()?, worst: worst.read()? }
            }
            Self::Fails => CoreEffect::Fails,
            Self::NotYetInForce(from) => CoreEffect::NotYetInForce(from.read()?),
        })
    }
}

record! { Finding as CoreFinding {
    source "source": Source,
    effect "effect": Effect,
    displaces "displaces": Vec<String>,
    obligations "obligations": Vec<Obligation>,
    treatments "treatments": Vec<Treatment>,
    marks "marks": Vec<Mark>,
} }

record! { Answer as CoreAnswer {
    standing "standing": Standing,
    findings "findings": Vec<Finding>,
} }
