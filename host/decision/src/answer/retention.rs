//! Findings on how long items may and must be kept.

use serde::{Deserialize, Serialize};

use super::{Mark, Obligation, Source, Standing};
use crate::question::{Day, EntityId, Name};
use crate::term::Term;

/// When a ground or a duty to keep ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum End {
    /// It has ended, or never was.
    Now,
    /// At a date of the law.
    At(Term),
    /// It runs, and its end is not known.
    Running,
}

/// A duty to keep.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Floor {
    /// When it ends.
    pub end: End,
    /// The legal order that commands it.
    pub order: Name,
    /// Purposes that the record may serve meanwhile.
    pub use_limit: Vec<Name>,
    /// Fields to keep; empty: the whole record.
    pub fields_kept: Vec<Name>,
}

/// A reason for which keeping is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ground {
    /// When it ends.
    pub end: End,
    /// Keeping on this ground is locked away from daily use.
    pub restricted: bool,
    /// Legal orders whose duties to keep this law gives way to.
    pub recognises: Vec<Name>,
}

/// What happens when the time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Expiry {
    /// Delete.
    Erase,
    /// Remove every link to a person.
    Anonymise,
    /// Keep apart from live records.
    Separate,
}

/// A legal limit, whatever the grounds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Maximum {
    /// When it is reached.
    pub end: End,
    /// What happens then.
    pub at_expiry: Expiry,
    /// Legal orders whose duties to keep this law gives way to.
    pub recognises: Vec<Name>,
    /// Days before expiry on which the person is warned; 0: no warning.
    pub warn_days: u32,
}

/// What a finding would say, once its missing facts were known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WorstCase {
    /// Nothing stands against erasure.
    Erase,
    /// Keeping is owed or allowed.
    Keep,
    /// A person must look.
    Review,
}

/// The effect of a retention finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// A reason for which keeping is allowed.
    Ground(Ground),
    /// A legal limit.
    Maximum(Maximum),
    /// A duty to keep.
    Floor(Floor),
    /// This legal order was asked and commands no keeping.
    NoFloor,
    /// Keep until this matter is released.
    Hold(EntityId),
    /// A person must look.
    Review,
    /// Depends on missing facts: two of the outcomes that are possible.
    NeedFacts(WorstCase, WorstCase),
    /// Tested and does not hold.
    Fails,
    /// The rule applies only from this day.
    NotYetInForce(Day),
}

/// One rule's word on items.
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

/// A plugin's answer to a retention question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it governs the question.
    pub standing: Standing,
    /// What it finds.
    pub findings: Vec<Finding>,
}
