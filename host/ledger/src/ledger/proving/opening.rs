//! Before a store serves: whether it still is what was signed.

use tlog_tiles::{record_hash, tree_hash};

use super::super::reading::Reader;
use super::super::shared::Shared;
use super::reading::StoredHashes;
use super::{Signed, no_proof};
use crate::error::LedgerError;
use crate::limits;

impl Shared {
    /// A log never signs what contradicts what it signed before, be that on record in the store or,
    /// in case the store was put back to an earlier state, beside its key. Gives the latest
    /// checkpoint, which is on record beside the key then.
    pub(super) fn compare_with_what_was_signed(
        &self,
        reader: &Reader<'_>,
        next: u64,
    ) -> Result<Option<Signed>, LedgerError> {
        let altered = |what, index| Err(LedgerError::TreeAltered { what, index });
        let kept = reader.signed(self.signer.verifier())?;
        if kept.as_ref().map_or(0, |(_, size, _)| *size) != next {
            return altered("the latest checkpoint", next);
        }
        let recorded = self.signer.recorded()?;
        let latest = kept.as_ref().map(|(_, size, root)| (*size, *root));
        for (size, root) in latest.into_iter().chain(recorded) {
            if size > next {
                return altered("entries that were signed are gone", next);
            }
            if tree_hash(size, &StoredHashes(reader)).map_err(no_proof)? != root {
                return altered("the root of a checkpoint", size);
            }
        }
        reader.rehash_tail(next)?;
        let Some((note, size, _)) = kept else { return Ok(None) };
        // A crash after the commit, before the checkpoint was put on record.
        if recorded.is_none_or(|(recorded, _)| recorded != size) {
            self.signer.record(&note)?;
        }
        Ok(Some(Signed { note, size }))
    }
}

impl Reader<'_> {
    /// Hashes the last entries of the tree and compares them with their leaves.
    pub(in crate::ledger) fn rehash_tail(&self, end: u64) -> Result<(), LedgerError> {
        let first = end.saturating_sub(limits::TAIL_RECORDS);
        let leaves = self.hashes(0, first, end - first)?;
        for ((entry, leaf), index) in self.raw(first..end)?.iter().zip(leaves).zip(first..) {
            if entry.as_ref().is_some_and(|entry| record_hash(entry) != leaf) {
                return Err(LedgerError::TreeAltered { what: "an entry or its leaf", index });
            }
        }
        Ok(())
    }
}
