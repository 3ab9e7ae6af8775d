//! Findings on what a personal-data breach obliges the controller to do.

use serde::{Deserialize, Serialize};

use super::{Clock, Mark, Obligation, Source, Standing};
use crate::question::Day;

/// Who must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Audience {
    /// A supervisory authority.
    Authority,
    /// The persons concerned.
    Persons,
    /// The controller, where the answer is for a processor.
    Controller,
    /// Others.
    Others,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 4] = [Self::Authority, Self::Persons, Self::Controller, Self::Others];

    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Persons => "persons",
            Self::Controller => "controller",
            Self::Others => "others",
        }
    }
}

/// A duty to notify.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// Who must be told.
    pub audience: Audience,
    /// The authority's name, or empty.
    pub name: String,
    /// By when.
    pub clock: Clock,
}

/// The effect of an incident finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "a few of them live for one decision")]
pub enum Effect {
    /// A duty to notify.
    Notify(Notice),
    /// Asked, and this audience need not be told.
    NoDuty(Audience),
    /// Depends on missing facts.
    NeedFacts(Audience),
    /// A person must look.
    Review,
    /// Tested and does not hold.
    Fails,
    /// The rule applies only from this day.
    NotYetInForce(Day),
}

/// One rule's word on a breach.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Where it comes from.
    pub source: Source,
    /// What it says.
    pub effect: Effect,
    /// Duties that come with it.
    pub obligations: Vec<Obligation>,
    /// What must be remembered.
    pub marks: Vec<Mark>,
}

/// A plugin's answer to an incident question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it governs the question.
    pub standing: Standing,
    /// What it finds.
    pub findings: Vec<Finding>,
}
