//! Decisions in bulk, for auditors and analysts.

use std::ops::Range;

use praetor_decision::{Kind, Name};

use super::{Receipt, RecordKind, Stored};
use crate::error::LedgerError;
use crate::id::Timestamp;

/// Gives decisions in bulk. Reading them is an access, so it is on record first.
pub trait Extracting {
    /// Begins to give decisions in bulk: that is on record before anything is given. Waits about a
    /// second for the checkpoint that covers the decisions and that event.
    ///
    /// # Errors
    /// It could not be stored, or [`LedgerError::Unsigned`]: no checkpoint came in time. Nothing may
    /// be given.
    fn extract(&self, order: &ExtractOrder) -> Result<Extract, LedgerError>;

    /// A page of them, from a sequence on, in the order of the log: a short snapshot of its own.
    ///
    /// # Errors
    /// The store cannot be read, or an entry is gone whose deletion is not on record.
    fn extracted(&self, extract: &Extract, from: u64) -> Result<Extracted, LedgerError>;
}

/// Which decisions to give in bulk, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractOrder {
    /// The name of the token that asks.
    pub actor: Name,
    /// Recorded at or after this time.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Only decisions on these kinds of questions; empty: on all.
    pub kinds: Vec<Kind>,
    /// What is written, for the record of the access: `ndjson`.
    pub format: Name,
    /// Nothing is decrypted: only what is clear in the log is given.
    pub by_reference: bool,
}

impl ExtractOrder {
    /// Whether records of this kind were asked for.
    #[must_use]
    pub fn wants(&self, kind: RecordKind) -> bool {
        match kind {
            RecordKind::Decision(kind) => self.kinds.is_empty() || self.kinds.contains(&kind),
            _ => false,
        }
    }
}

/// Decisions in bulk, as they stood when they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// The event that says that they were given. Every decision before it is looked at.
    pub receipt: Receipt,
    /// What was asked for.
    pub order: ExtractOrder,
    /// The sequences that were recorded in the time that was asked for.
    pub range: Range<u64>,
    /// The signed checkpoint whose tree holds all of them, and the event.
    pub checkpoint: Vec<u8>,
}

/// A page of them.
pub struct Extracted {
    /// The decisions; a page can have none though more follow. [`super::Content::Sealed`] where
    /// nothing was to be decrypted.
    pub decisions: Vec<Stored>,
    /// Entries that are not there any more, and whose deletion is on record.
    pub deleted: u64,
    /// Where to go on; none: there is nothing more.
    pub next: Option<u64>,
}
