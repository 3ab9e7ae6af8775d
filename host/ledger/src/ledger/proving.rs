//! The Merkle tree on disk: grown by the follower, read for proofs, checked against the entries.

mod opening;
mod reading;
#[cfg(test)]
mod tests;
mod tiles;
mod verifying;

use std::sync::{Arc, PoisonError};

use redb::WriteTransaction;
use tlog_tiles::{Hash, prove_record, prove_tree, record_hash};

use super::follower::{Batch, Derived};
use super::reading::Reader;
use super::shared::{Shared, storage};
use super::tables::{CHECKPOINT, LEAF, NODE, Place, node_key, number_of, place};
use crate::entry::recorded_at;
use crate::error::{Alteration, LedgerError};
use crate::id::{Digest, LogId, RecordId, Timestamp};
use crate::proof::{Grown, Proof, Tree, open};
pub(super) use reading::StoredHashes;
pub use verifying::Verified;

/// The name of the tree's watermark.
pub(super) const TREE: &str = "tree";

/// Microseconds of an hour, of each of which one checkpoint is kept.
const HOUR: u64 = 3_600_000_000;

/// A checkpoint that others may see.
#[derive(Clone)]
pub(super) struct Signed {
    pub(super) note: Vec<u8>,
    pub(super) size: u64,
}

/// Grows the tree with the log and signs its checkpoints.
pub(super) struct TreeFollower {
    shared: Arc<Shared>,
    edge: Edge,
    /// As the transaction under way will leave it, with the checkpoint.
    next: Option<(Edge, Signed)>,
}

/// Where the tree ends.
#[derive(Clone, Default)]
struct Edge {
    tree: Tree,
    /// The hour of the last entry.
    hour: Option<u64>,
}

impl TreeFollower {
    pub(super) fn of(shared: &Arc<Shared>) -> Self {
        Self { shared: Arc::clone(shared), edge: Edge::default(), next: None }
    }
}

impl Derived for TreeFollower {
    fn name(&self) -> &'static str {
        TREE
    }

    /// Also compares the tree with the latest checkpoint: a log never signs what contradicts what it
    /// signed before.
    fn resume(&mut self, reader: &Reader<'_>, next: u64) -> Result<(), LedgerError> {
        let last = reader.raw(next.saturating_sub(1)..next)?.pop().flatten();
        let hour = last.and_then(|entry| recorded_at(&entry).ok()).map(hour_of);
        self.edge = Edge { tree: reader.tree(next)?, hour };
        if let Some(signed) = self.shared.compare_with_what_was_signed(reader, next)? {
            self.release(signed);
        }
        Ok(())
    }

    fn take(&mut self, batch: &Batch<'_>, transaction: &WriteTransaction) -> Result<(), LedgerError> {
        let Edge { mut tree, mut hour } = self.edge.clone();
        let mut grown = Vec::with_capacity(batch.entries().len() + 8);
        for (entry, sequence) in batch.entries().iter().zip(batch.first..) {
            let entry = entry.as_ref().ok_or(LedgerError::Altered { sequence, what: Alteration::Shape })?;
            hour = Some(hour_of(recorded_at(entry).map_err(|error| error.at(sequence))?));
            tree.push(record_hash(entry), |hash| grown.push(hash));
        }
        write_hashes(transaction, batch.log, &grown).map_err(storage)?;
        let note = self.shared.signer.sign(tree.size(), tree.root())?;
        let replaced = (hour == self.edge.hour).then(|| self.edge.tree.size());
        write_checkpoint(transaction, batch.log, (tree.size(), &note), replaced).map_err(storage)?;
        let signed = Signed { note, size: tree.size() };
        self.next = Some((Edge { tree, hour }, signed));
        Ok(())
    }

    fn committed(&mut self) {
        let Some((edge, signed)) = self.next.take() else { return };
        self.edge = edge;
        // A checkpoint that is not on record outside of the store stays unseen; the next one follows.
        match self.shared.signer.record(&signed.note) {
            Ok(()) => self.release(signed),
            Err(error) => tracing::error!(cause = %error, "a checkpoint could not be released"),
        }
    }
}

impl TreeFollower {
    /// From now on others may see the checkpoint.
    fn release(&self, signed: Signed) {
        *self.shared.signed.lock().unwrap_or_else(PoisonError::into_inner) = Some(signed);
    }
}

const fn hour_of(at: Timestamp) -> u64 {
    at.0 / HOUR
}

/// Writes what came with leaves.
pub(super) fn write_hashes(
    transaction: &WriteTransaction,
    log: LogId,
    grown: &[Grown],
) -> Result<(), redb::Error> {
    let (mut leaves, mut nodes) = (transaction.open_table(LEAF)?, transaction.open_table(NODE)?);
    for Grown { level, index, hash } in grown {
        match level {
            0 => drop(leaves.insert(&place(log, *index), &hash.0)?),
            level => drop(nodes.insert(&node_key(log, *level, *index), &hash.0)?),
        }
    }
    Ok(())
}

/// Keeps the new checkpoint; the one before goes, unless it was the last of an hour.
fn write_checkpoint(
    transaction: &WriteTransaction,
    log: LogId,
    (size, note): (u64, &[u8]),
    replaced: Option<u64>,
) -> Result<(), redb::Error> {
    let mut checkpoints = transaction.open_table(CHECKPOINT)?;
    if let Some(size) = replaced {
        checkpoints.remove(&place(log, size))?;
    }
    checkpoints.insert(&place(log, size), note)?;
    Ok(())
}

impl Shared {
    /// The latest checkpoint that was released, at most about a second old. Asking makes none: else
    /// whoever asks would set the rhythm of commits and signatures.
    pub(super) fn latest_checkpoint(&self) -> Result<Option<Vec<u8>>, LedgerError> {
        Ok(self.released().map(|signed| signed.note))
    }

    /// The latest checkpoint whose tree has at least this size; waits for the next if it must.
    pub(super) fn checkpoint_over(&self, size: u64) -> Result<Vec<u8>, LedgerError> {
        Ok(self.released_with(size)?.note)
    }

    /// The size of the latest checkpoint that was released.
    pub(super) fn signed_size(&self) -> u64 {
        self.released().map_or(0, |signed| signed.size)
    }

    /// The latest checkpoint that was released.
    pub(super) fn released(&self) -> Option<Signed> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The latest checkpoint, of at least this size; waits for the next if it must.
    fn released_with(&self, size: u64) -> Result<Signed, LedgerError> {
        let fits = |signed: &Signed| signed.size >= size;
        if let Some(signed) = self.released().filter(fits) {
            return Ok(signed);
        }
        // Whether it came in time or not, what counts is what was released.
        let _ = self.progress.wait_for(size);
        self.released().filter(fits).ok_or(LedgerError::Unsigned)
    }

    pub(super) fn prove(&self, id: RecordId) -> Result<Option<Proof>, LedgerError> {
        let Some(index) = self.read(|reader| reader.sequence_or_deleted(id))? else { return Ok(None) };
        let signed = self.released_with(index + 1)?;
        self.prove_at(id, index, signed).map(Some)
    }

    /// The same under a checkpoint of this log that was released before, such as a cosigned one.
    pub(super) fn prove_under(&self, id: RecordId, note: &[u8]) -> Result<Option<Proof>, LedgerError> {
        let Some(index) = self.read(|reader| reader.sequence_or_deleted(id))? else { return Ok(None) };
        let checkpoint = open(note, self.signer.verifier()).map_err(|_| LedgerError::Unsigned)?;
        let released = self.signed_size();
        if index >= checkpoint.size() || checkpoint.size() > released {
            return Err(LedgerError::Unsigned);
        }
        let signed = Signed { note: note.to_vec(), size: checkpoint.size() };
        self.prove_at(id, index, signed).map(Some)
    }

    fn prove_at(&self, id: RecordId, index: u64, signed: Signed) -> Result<Proof, LedgerError> {
        let Signed { note: checkpoint, size } = signed;
        self.read(|reader| {
            let path = prove_record(size, index, &StoredHashes(reader)).map_err(no_proof)?;
            let entry = reader.raw(index..index + 1)?.pop().flatten();
            // It may have been deleted while a checkpoint was waited for.
            let altered = LedgerError::Altered { sequence: index, what: Alteration::Shape };
            let gone = || Ok(if reader.was_deleted(id)? { LedgerError::Deleted } else { altered.clone() });
            let Some(entry) = entry else { return Err(gone()?) };
            // The index of ids is signed by nobody: another entry would be proven for this one.
            if reader.parse(index, &entry)?.header.id != id {
                return Err(altered);
            }
            Ok(Proof { entry, index, path: path.iter().map(|hash| hash.0).collect(), checkpoint })
        })
    }

    pub(super) fn prove_consistency(&self, from: u64, to: u64) -> Result<Vec<Digest>, LedgerError> {
        // What is not signed has no root that it could be compared with.
        let size = self.signed_size();
        if from > to || to > size {
            return Err(LedgerError::NoSuchTree { from, to, size });
        }
        if from == 0 || from == to {
            return Ok(Vec::new());
        }
        self.read(|reader| {
            let hashes = prove_tree(to, from, &StoredHashes(reader)).map_err(no_proof)?;
            Ok(hashes.iter().map(|hash| Digest::from_bytes(hash.0)).collect())
        })
    }
}

/// An error of the crate that proves.
pub(super) fn no_proof(error: tlog_tiles::Error) -> LedgerError {
    LedgerError::Storage(format!("no proof: {error}"))
}

impl Reader<'_> {
    /// The latest checkpoint with its size and root, if this key signed it.
    pub(super) fn signed(&self, verifier: &str) -> Result<Option<(Vec<u8>, u64, Hash)>, LedgerError> {
        let checkpoints = self.table(CHECKPOINT)?;
        let all = checkpoints.range::<&Place>(&place(self.log(), 0)..=&place(self.log(), u64::MAX));
        let Some(row) = all.map_err(storage)?.next_back() else { return Ok(None) };
        let (key, row) = row.map_err(storage)?;
        self.checkpoint(number_of(key.value()), row.value(), verifier).map(Some)
    }

    /// A row of the checkpoints, verified.
    fn checkpoint(&self, size: u64, row: &[u8], verifier: &str) -> Result<(Vec<u8>, u64, Hash), LedgerError> {
        let altered = || LedgerError::TreeAltered { what: "a checkpoint", index: size };
        let checkpoint = open(row, verifier).map_err(|_| altered())?;
        if checkpoint.size() != size {
            return Err(altered());
        }
        Ok((row.to_vec(), size, *checkpoint.hash()))
    }
}
