//! `wit/v1/retention.wit`.

use praetor_decision::answer::retention::{
    Answer as CoreAnswer, Effect as CoreEffect, End as CoreEnd, Expiry as CoreExpiry, Finding as CoreFinding,
    Floor as CoreFloor, Ground as CoreGround, Maximum as CoreMaximum, WorstCase as CoreWorstCase,
};
use wasmtime::component::{ComponentType, Lift};

use super::Read;
use super::types::{Day, Mark, Obligation, Source, Standing, Term};
use crate::CallError;

variant! { End as CoreEnd {
    Now "now",
    At "at" (term: Term),
    Running "running",
} }

record! { Floor as CoreFloor {
    end "end": End,
    order "order": String,
    use_limit "use-limit": Vec<String>,
    fields_kept "fields-kept": Vec<String>,
} }

record! { Ground as CoreGround {
    end "end": End,
    restricted "restricted": bool,
    recognises "recognises": Vec<String>,
} }

choice! { Expiry as CoreExpiry {
    Erase "erase",
    Anonymise "anonymise",
    Separate "separate",
} }

record! { Maximum as CoreMaximum {
    end "end": End,
    at_expiry "at-expiry": Expiry,
    recognises "recognises": Vec<String>,
    warn_days "warn-days": u32,
} }

choice! { WorstCase as CoreWorstCase {
    Erase "erase",
    Keep "keep",
    Review "review",
} }

/// What a finding says.
#[derive(ComponentType, Lift)]
#[component(variant)]
pub(crate) enum Effect {
    #[component(name = "ground")]
    Ground(Ground),
    #[component(name = "maximum")]
    Maximum(Maximum),
    #[component(name = "floor")]
    Floor(Floor),
    #[component(name = "no-floor")]
    NoFloor,
    #[component(name = "hold")]
    Hold(u32),
    #[component(name = "review")]
    Review,
    #[component(name = "need-facts")]
    NeedFacts((WorstCase, WorstCase)),
    #[component(name = "fails")]
    Fails,
    #[component(name = "not-yet-in-force")]
    NotYetInForce(Day),
}

impl Read<CoreEffect> for Effect {
    fn read(self) -> Result<CoreEffect, CallError> {
        Ok(match self {
            Self::Ground(ground) => CoreEffect::Ground(ground.read()?),
            Self::Maximum(maximum) => CoreEffect::Maximum(maximum.read()?),
            Self::Floor(floor) => CoreEffect::Floor(floor.read()?),
            Self::NoFloor => CoreEffect::NoFloor,
            Self::Hold(matter) => CoreEffect::Hold(matter),
            Self::Review => CoreEffect::Review,
            Self::NeedFacts((best, worst)) => CoreEffect::NeedFacts(best.read()?, worst.read()?),
            Self::Fails => CoreEffect::Fails,
            Self::NotYetInForce(from) => CoreEffect::NotYetInForce(from.read()?),
        })
    }
}

record! { Finding as CoreFinding {
    source "source": Source,
    effect "effect": Effect,
    obligations "obligations": Vec<Obligation>,
    marks "marks": Vec<Mark>,
} }

record! { Answer as CoreAnswer {
    standing "standing": Standing,
    findings "findings": Vec<Finding>,
} }
