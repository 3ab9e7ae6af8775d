//! The ruling on an incident question: who must be told, and by when.

use serde::{Deserialize, Serialize};

use super::FindingRef;
use crate::answer::Clock;
use crate::answer::incident::Audience;
use crate::clock::Resolved;

/// Whether anybody must be told. Ordered, so that the greater one is the stricter one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Every voice was asked, and nobody need be told.
    NoDuty,
    /// Not settled: a person must look, and possible clocks run meanwhile.
    #[default]
    NeedsReview,
    /// Somebody must be told.
    Notify,
}

impl Effect {
    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoDuty => "no-duty",
            Self::NeedsReview => "needs-review",
            Self::Notify => "notify",
        }
    }
}

/// One law's clock for a duty to notify; clocks of different laws are never merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningClock {
    /// The finding that started it.
    pub from: FindingRef,
    /// The clock as the law describes it.
    pub clock: Clock,
    /// Its last day, computed.
    pub latest: Option<Resolved>,
    /// The day to aim for, computed.
    pub target: Option<Resolved>,
}

/// A duty to notify one addressee, united over all laws that ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Who must be told.
    pub audience: Audience,
    /// The authority's name, or empty.
    pub name: String,
    /// The clocks of each law.
    pub clocks: Vec<RunningClock>,
    /// The earliest last day of them.
    pub latest: Option<Resolved>,
    /// One of the laws wants it done at once.
    pub at_once: bool,
}

/// How it stands with one audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudienceRuling {
    /// Who.
    pub audience: Audience,
    /// Whether it must be told.
    pub effect: Effect,
    /// Findings that say it need not be told.
    pub no_duty: Vec<FindingRef>,
    /// Findings that leave it open: missing facts, or a person must look.
    pub open: Vec<FindingRef>,
}

/// The ruling on an incident question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// Whether anybody must be told.
    pub effect: Effect,
    /// A person must look, whatever duties are known already. Clocks run meanwhile.
    pub review: bool,
    /// Findings and standings that leave something open.
    pub open: Vec<FindingRef>,
    /// Each audience that a finding speaks of, in order.
    pub audiences: Vec<AudienceRuling>,
    /// The duties, earliest last day first.
    pub duties: Vec<Duty>,
    /// Voices that could not be heard, by index.
    pub undetermined: Vec<u16>,
    /// The findings to which the effect is owed.
    pub deciding: Vec<FindingRef>,
}
