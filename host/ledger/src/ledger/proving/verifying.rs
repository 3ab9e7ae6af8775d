//! Makes everything that is derived for proofs anew from the entries, and compares.

use tlog_tiles::{Hash, record_hash};

use super::super::reading::Reader;
use super::super::shared::{Shared, storage};
use super::super::tables::{CHECKPOINT, Place, number_of, place};
use crate::error::LedgerError;
use crate::limits;
use crate::proof::{Grown, Tree};

/// What a verification has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries whose bytes make the stored leaves.
    pub entries: u64,
    /// Entries that were deleted; their leaves are counted by the tree.
    pub deleted: u64,
    /// Checkpoints whose signature and root are right.
    pub checkpoints: u64,
    /// Entries after the latest checkpoint, which nothing signed vouches for yet.
    pub unsigned: u64,
}

impl Shared {
    /// Verifies the whole log; `progress` hears how many entries of how many were done.
    pub(in crate::ledger) fn verify(
        &self,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Verified, LedgerError> {
        self.catch_up()?;
        let (mut tree, mut seen) = (Tree::default(), Verified::default());
        let mut signed =
            self.read(|reader| reader.checkpoints(self.signer.verifier()))?.into_iter().peekable();
        let end = self.read(|reader| Ok(reader.end()?.0))?;
        if end > 0 && signed.peek().is_none() {
            return Err(LedgerError::TreeAltered { what: "no checkpoint is left", index: end });
        }
        while tree.size() < end {
            // Short read transactions: a long one would pin every page that is freed meanwhile.
            let until = end.min(tree.size() + limits::FOLLOW_RECORDS);
            self.read(|reader| {
                let first = tree.size();
                let leaves = reader.hashes(0, first, until - first)?;
                for (entry, stored) in reader.raw(first..until)?.into_iter().zip(leaves) {
                    grow(reader, &mut tree, &mut seen, entry.as_deref(), stored)?;
                    while let Some((size, root)) = signed.next_if(|(size, _)| *size == tree.size()) {
                        if root != tree.root() {
                            let what = "the root of a checkpoint";
                            return Err(LedgerError::TreeAltered { what, index: size });
                        }
                        (seen.checkpoints, seen.unsigned) = (seen.checkpoints + 1, 0);
                    }
                }
                Ok(())
            })?;
            progress(tree.size(), end);
        }
        match signed.next() {
            Some((size, _)) => {
                Err(LedgerError::TreeAltered { what: "entries before a checkpoint are missing", index: size })
            }
            None => Ok(seen),
        }
    }
}

/// Adds the next entry to the tree, and compares what the store holds of it.
fn grow(
    reader: &Reader<'_>,
    tree: &mut Tree,
    seen: &mut Verified,
    entry: Option<&[u8]>,
    stored: Hash,
) -> Result<(), LedgerError> {
    let index = tree.size();
    let leaf = match entry {
        Some(entry) => {
            seen.entries += 1;
            record_hash(entry)
        }
        None => {
            seen.deleted += 1;
            stored
        }
    };
    let altered = |what| LedgerError::TreeAltered { what, index };
    if leaf != stored {
        return Err(altered("an entry or its leaf"));
    }
    seen.unsigned += 1;
    let mut nodes = Vec::new();
    tree.push(leaf, |grown| nodes.push(grown));
    for Grown { level, index: at, hash } in nodes.into_iter().filter(|grown| grown.level > 0) {
        if reader.hashes(level, at, 1)?.pop() != Some(hash) {
            return Err(altered("a node of the tree"));
        }
    }
    Ok(())
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
