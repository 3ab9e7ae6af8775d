//! Makes everything that is derived for proofs anew from the entries, and compares.

mod rows;

use std::collections::BTreeSet;

use tlog_tiles::{Hash, record_hash};

use super::super::reading::Reader;
use super::super::shared::{Shared, storage};
use super::super::tables::{CHECKPOINT, Place, number_of, place};
use super::TREE;
use crate::error::LedgerError;
use crate::limits;
use crate::proof::{Grown, Tree};
use rows::{Beside, Removals, Rows};

/// What a verification has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries whose bytes make the leaves of the tree.
    pub entries: u64,
    /// Entries that were deleted; their leaves are counted by the tree.
    pub deleted: u64,
    /// Payloads that stand apart, and are those of their entries.
    pub blobs: u64,
    /// Checkpoints whose signature and root are right.
    pub checkpoints: u64,
    /// Entries after the latest checkpoint, which nothing signed vouches for yet.
    pub unsigned: u64,
}

/// What is to be verified, as one snapshot had it.
struct Claims {
    /// The sequence after the last entry.
    end: u64,
    /// Leaves that the tree says it has.
    leaves: u64,
    /// Size and root of everything that was signed, in order.
    signed: Vec<(u64, Hash)>,
    rows: Rows,
    removals: Removals,
}

impl Shared {
    /// Verifies the whole log; `progress` hears how many entries of how many were done.
    pub(in crate::ledger) fn verify(
        &self,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Verified, LedgerError> {
        let claims = self.claims()?;
        let segment = self.retention.segment;
        let mut pass = Pass { leaves: claims.leaves, segment, ..Pass::default() };
        let mut signed = claims.signed.iter().peekable();
        while pass.tree.size() < claims.end {
            // Short read transactions: a long one would pin every page that is freed meanwhile.
            let until = claims.end.min(pass.tree.size() + limits::FOLLOW_RECORDS);
            self.read(|reader| {
                let beside = reader.beside()?;
                for entry in reader.raw(pass.tree.size()..until)? {
                    pass.take(reader, &beside, entry.as_deref())?;
                    while let Some((size, root)) = signed.next_if(|(size, _)| *size == pass.tree.size()) {
                        if *root != pass.tree.root() {
                            return altered("the root of a checkpoint", *size);
                        }
                        (pass.seen.checkpoints, pass.seen.unsigned) = (pass.seen.checkpoints + 1, 0);
                    }
                }
                Ok(())
            })?;
            progress(pass.tree.size(), claims.end);
        }
        match signed.next() {
            Some((size, _)) => altered("entries before a checkpoint are missing", *size),
            None => {
                let moved = self.read(|reader| reader.removals(segment))? != claims.removals;
                claims.rows.compare(&pass.seen, pass.events, claims.end, moved)?;
                if !moved && !claims.removals.explain(pass.seen.deleted) {
                    return altered("other entries are missing than were deleted", claims.end);
                }
                self.verify_idempotency()?;
                Ok(pass.seen)
            }
        }
    }

    fn claims(&self) -> Result<Claims, LedgerError> {
        let verifier = self.signer.verifier();
        let recorded = self.signer.recorded()?;
        let claims = self.read(|reader| {
            let (end, leaves) = (reader.after_last_entry()?, reader.watermark(TREE)?);
            reader.nothing_after(leaves)?;
            let removals = reader.removals(self.retention.segment)?;
            Ok(Claims { end, leaves, signed: reader.checkpoints(verifier)?, rows: reader.rows()?, removals })
        })?;
        if claims.leaves > 0 && claims.signed.is_empty() {
            return altered("no checkpoint is left", claims.leaves);
        }
        if claims.signed.last().map_or(0, |(size, _)| *size) != claims.leaves {
            return altered("the latest checkpoint", claims.leaves);
        }
        claims.with(recorded)
    }
}

impl Claims {
    /// With the checkpoint on record beside the key, which the store need not hold any more.
    fn with(mut self, recorded: Option<(u64, Hash)>) -> Result<Self, LedgerError> {
        let Some((size, root)) = recorded else { return Ok(self) };
        if size > self.end {
            return altered("entries that were signed are gone", self.end);
        }
        match self.signed.binary_search_by_key(&size, |(size, _)| *size) {
            Ok(at) if self.signed.get(at).is_some_and(|(_, kept)| *kept != root) => {
                altered("the checkpoint on record beside the key", size)
            }
            Ok(_) => Ok(self),
            Err(at) => {
                self.signed.insert(at, (size, root));
                Ok(self)
            }
        }
    }
}

fn altered<T>(what: &'static str, index: u64) -> Result<T, LedgerError> {
    Err(LedgerError::TreeAltered { what, index })
}

/// One pass over the entries.
#[derive(Default)]
struct Pass {
    tree: Tree,
    seen: Verified,
    events: u64,
    leaves: u64,
    /// Segments whose deletion is on record.
    deleted: BTreeSet<u64>,
    /// Entries of a segment.
    segment: u64,
}

impl Pass {
    /// Adds the next entry to the tree, and compares what the store holds of it.
    fn take(
        &mut self,
        reader: &Reader<'_>,
        beside: &Beside,
        entry: Option<&[u8]>,
    ) -> Result<(), LedgerError> {
        let index = self.tree.size();
        let stored = if index < self.leaves { beside.leaf(index)? } else { None };
        if index < self.leaves && stored.is_none() {
            return altered("a leaf is missing", index);
        }
        let leaf = match (entry, stored) {
            (Some(entry), _) => record_hash(entry),
            (None, Some(leaf)) if !beside.has_event(index)? && self.may_be_gone(reader, index)? => leaf,
            (None, _) => return altered("an entry is missing", index),
        };
        if stored.is_some_and(|stored| stored != leaf) {
            return altered("an entry or its leaf", index);
        }
        match entry {
            Some(entry) => self.read(reader, beside, index, entry)?,
            None => self.seen.deleted += 1,
        }
        self.seen.unsigned += 1;
        let mut nodes = Vec::new();
        self.tree.push(leaf, |grown| nodes.push(grown));
        let stored = nodes.into_iter().filter(|grown| grown.level > 0 && index < self.leaves);
        for Grown { level, index: at, hash } in stored {
            let stored = match reader.hashes(level, at, 1) {
                Err(LedgerError::TreeAltered { .. }) => None,
                stored => stored?.pop(),
            };
            if stored != Some(hash) {
                return altered("a node of the tree", index);
            }
        }
        Ok(())
    }

    /// Whether its deletion is on record. That can be news: a record is deleted after its event.
    fn may_be_gone(&mut self, reader: &Reader<'_>, index: u64) -> Result<bool, LedgerError> {
        let segment = index / self.segment;
        if !self.deleted.contains(&segment) {
            self.deleted = reader.deletions_on_record()?.0;
        }
        Ok(self.deleted.contains(&segment))
    }

    /// What refers to an entry, and what it refers to.
    fn read(
        &mut self,
        reader: &Reader<'_>,
        beside: &Beside,
        index: u64,
        entry: &[u8],
    ) -> Result<(), LedgerError> {
        let parsed = reader.parse(index, entry)?;
        if beside.sequence_of(parsed.header.id)? != Some(index) {
            return altered("the place of an id", index);
        }
        let is_event = !parsed.header.kind.is_decision();
        if beside.has_event(index)? != is_event {
            return altered("the list of events", index);
        }
        let apart = parsed.check_blob(beside.blob(index)?);
        let Ok(apart) = apart else { return altered("a payload that stands apart", index) };
        self.seen.entries += 1;
        self.seen.blobs += u64::from(apart);
        self.events += u64::from(is_event);
        Ok(())
    }
}

impl Reader<'_> {
    /// Every checkpoint that is kept, in order, with its signature verified.
    fn checkpoints(&self, verifier: &str) -> Result<Vec<(u64, Hash)>, LedgerError> {
        let table = self.table(CHECKPOINT)?;
        let rows = table.range::<&Place>(&place(self.log(), 0)..=&place(self.log(), u64::MAX));
        let checked = rows.map_err(storage)?.map(|row| {
            let (key, row) = row.map_err(storage)?;
            let (_, size, root) = self.checkpoint(number_of(key.value()), row.value(), verifier)?;
            Ok((size, root))
        });
        checked.collect()
    }
}
