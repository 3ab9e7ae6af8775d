//! Hashes of the tree from the disk.

use tlog_tiles::{Hash, HashReader, split_stored_hash_index};

use super::super::reading::Reader;
use super::super::shared::storage;
use super::super::tables::{LEAF, NODE, node_key, place};
use crate::error::LedgerError;
use crate::proof::{TILE, Tree, root_of};

/// Levels of hashes in one tile level: a tile of 256 hashes has eight levels above it.
const LEVELS: u8 = 8;

/// The stored hashes of a log; what stands between two tile levels is computed.
pub(in crate::ledger) struct StoredHashes<'a>(pub(in crate::ledger) &'a Reader<'a>);

impl HashReader for StoredHashes<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let hash = |&index: &u64| {
            let (level, n) = split_stored_hash_index(index);
            self.0.subtree(level, n).map_err(|_| tlog_tiles::Error::IndexesNotInTree)
        };
        indexes.iter().map(hash).collect()
    }
}

impl Reader<'_> {
    /// The root of the full subtree of a level, whose hashes come from the tile level below it.
    fn subtree(&self, level: u8, n: u64) -> Result<Hash, LedgerError> {
        let (tile_level, above) = (level / LEVELS, level % LEVELS);
        let hashes = self.hashes(tile_level, n << above, 1 << above)?;
        Ok(root_of(&hashes))
    }

    /// Hashes that follow each other on a tile level.
    pub(super) fn hashes(&self, tile_level: u8, first: u64, count: u64) -> Result<Vec<Hash>, LedgerError> {
        let missing = |index| LedgerError::TreeAltered { what: "a hash is missing", index };
        let (leaves, nodes) = (self.table(LEAF)?, self.table(NODE)?);
        let hash = |index| {
            let hash = match tile_level {
                0 => leaves.get(&place(self.log(), index)),
                level => nodes.get(&node_key(self.log(), level, index)),
            };
            hash.map_err(storage)?.map(|hash| Hash(*hash.value())).ok_or_else(|| missing(index))
        };
        (first..first.saturating_add(count)).map(hash).collect()
    }

    /// The growing edge of the tree of this size.
    pub(in crate::ledger) fn tree(&self, size: u64) -> Result<Tree, LedgerError> {
        let (mut open, mut full) = (Vec::new(), size);
        for level in 0_u8.. {
            if full == 0 {
                break;
            }
            let first = full / TILE * TILE;
            open.push(self.hashes(level, first, full - first)?);
            full /= TILE;
        }
        Ok(Tree::resume(size, open))
    }
}
