//! The index of queries, derived from the entries by the follower.
//!
//! The entries are divided into units of a fixed number. Each term of a unit (an effect, a rule, a day
//! on which something is due) has a row with the set of entries that it belongs to; terms are keyed
//! hashes, so that no page names one. Which entries were encrypted under a key stands in a sorted run
//! for each segment, and whose key it is in sorted runs of masked tags. All of it is in the snapshot
//! that a query reads, together with the watermark: what comes after that is looked at itself, so
//! that no answer is stale. The index only narrows; each record is compared with what is asked for.

mod forgetting;
mod gathered;
mod run;
mod set;
mod subjects;
mod tags;
mod term;

use redb::WriteTransaction;

use super::follower::{Batch, Derived};
use super::reading::Reader;
use crate::error::LedgerError;
use crate::limits;

pub(super) use forgetting::decisions as forget_decisions;
use gathered::Gathered;
pub(super) use gathered::posting_key;
pub(super) use set::Set;
pub(super) use subjects::entries_of;
pub(super) use tags::{end_epochs, forget, moved};
pub(super) use term::{Clause, Term, Vocabulary};

/// The name of the index's watermark.
pub(super) const INDEX: &str = "index";

/// Entries of a unit. Tests see many small ones.
pub(super) const UNIT: u64 = if cfg!(test) { 64 } else { limits::INDEX_UNIT };

/// Entries whose subjects stand in one run once they are all there.
pub(super) const SEGMENT: u64 = if cfg!(test) { 128 } else { limits::SEGMENT_RECORDS };

/// Entries of a part of such a segment before.
const PART: u64 = if cfg!(test) { 16 } else { limits::INDEX_PART };

/// Items of a chunk of a run.
const RUN_CHUNK: usize = if cfg!(test) { 5 } else { limits::RUN_CHUNK };

/// Brings up the index.
#[derive(Default)]
pub(super) struct IndexFollower {
    vocabulary: Vocabulary,
    gathered: Gathered,
}

impl Derived for IndexFollower {
    fn name(&self) -> &'static str {
        INDEX
    }

    /// Nothing of it is in memory.
    fn resume(&mut self, _: &Reader<'_>, _: u64) -> Result<(), LedgerError> {
        Ok(())
    }

    fn look_at(&mut self, batch: &Batch<'_>) -> Result<(), LedgerError> {
        self.gathered = Gathered::of(batch, &mut self.vocabulary)?;
        Ok(())
    }

    fn take(&mut self, batch: &Batch<'_>, transaction: &WriteTransaction) -> Result<(), LedgerError> {
        std::mem::take(&mut self.gathered).write(batch, transaction)
    }
}
