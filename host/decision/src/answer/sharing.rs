//! Findings on whether items may be used or passed on.

use serde::{Deserialize, Serialize};

use super::{Mark, Obligation, Source, Standing, Treatment};
use crate::question::{Day, Name};

/// How a finding would come out, once its missing facts were known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// The gate is passed.
    Permit,
    /// No word at all.
    Silent,
    /// A person must look.
    Review,
    /// Forbidden.
    Prohibit,
}

/// The effect of a sharing finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// The gate is passed; the number is the burden, 0 the lightest.
    Permit(u8),
    /// Passed only if its conditions are kept.
    PermitWithConditions(u8),
    /// Forbidden, unless displaced.
    Prohibit,
    /// A binding duty to hand the items over.
    Require,
    /// A person must look.
    Review,
    /// Depends on missing facts: the best and the worst that can come out.
    NeedFacts {
        /// Under the best values.
        best: Outcome,
        /// Under the worst values.
        worst: Outcome,
    },
    /// Tested and does not hold: shown, and without effect.
    Fails,
    /// The rule applies only from this day.
    NotYetInForce(Day),
}

/// One rule's word on items and uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Where it comes from.
    pub source: Source,
    /// What it says.
    pub effect: Effect,
    /// Prohibitions that it lifts: `rule`, or `plugin/rule` of a plugin that it specialises.
    pub displaces: Vec<Name>,
    /// Duties that come with it.
    pub obligations: Vec<Obligation>,
    /// What must be done to the items.
    pub treatments: Vec<Treatment>,
    /// What must be remembered.
    pub marks: Vec<Mark>,
}

/// A plugin's answer to a sharing question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it governs the question.
    pub standing: Standing,
    /// What it finds.
    pub findings: Vec<Finding>,
}
