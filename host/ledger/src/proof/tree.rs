//! The growing edge of the tree: what is needed to add leaves and to say the root.
//!
//! Kept are the leaves and, of the nodes above, every eighth level: those are the tiles of C2SP
//! tlog-tiles (256 hashes each), and the levels between are computed from at most 256 hashes.

use tlog_tiles::{EMPTY_HASH, Hash, node_hash};

/// Hashes of a full tile; a tile's root is a hash of the tile level above.
pub(crate) const TILE: u64 = 256;

/// The edge of a tree: on each tile level the hashes of the tile that is not full yet.
#[derive(Clone, Default)]
pub(crate) struct Tree {
    size: u64,
    open: Vec<Vec<Hash>>,
}

/// A hash that came with a leaf: its tile level, its index on that level.
pub(crate) struct Grown {
    pub(crate) level: u8,
    pub(crate) index: u64,
    pub(crate) hash: Hash,
}

impl Tree {
    /// The tree of this size, whose open tiles hold these hashes.
    pub(crate) fn resume(size: u64, open: Vec<Vec<Hash>>) -> Self {
        Self { size, open }
    }

    /// Leaves in the tree.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; tells each tile that it filled.
    pub(crate) fn push(&mut self, leaf: Hash, mut grown: impl FnMut(Grown)) {
        let (mut hash, mut index) = (leaf, self.size);
        self.size += 1;
        for level in 0_u8.. {
            if self.open.len() <= usize::from(level) {
                self.open.push(Vec::with_capacity(256));
            }
            grown(Grown { level, index, hash });
            let Some(tile) = self.open.get_mut(usize::from(level)) else { return };
            tile.push(hash);
            if (tile.len() as u64) < TILE {
                return;
            }
            hash = root_of(tile);
            tile.clear();
            index /= TILE;
        }
    }

    /// The root hash.
    pub(crate) fn root(&self) -> Hash {
        let mut below = None;
        for tile in &self.open {
            let hashes: Vec<Hash> = tile.iter().copied().chain(below).collect();
            below = (!hashes.is_empty()).then(|| root_of(&hashes));
        }
        below.unwrap_or(EMPTY_HASH)
    }
}

/// The root over hashes of one level (RFC 6962, 2.1): split at the largest power of two below their
/// number. Over the roots of full tiles, the last of which may be smaller, it is the root of all.
pub(crate) fn root_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => EMPTY_HASH,
        [only] => *only,
        _ => {
            let half = hashes.len().next_power_of_two() / 2;
            let (left, right) = hashes.split_at_checked(half).unwrap_or((hashes, &[]));
            node_hash(root_of(left), root_of(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use tlog_tiles::record_hash;

    use super::*;

    #[test]
    fn the_root_is_that_of_an_independent_tree_at_every_size_that_matters() {
        let (mut tree, mut oracle) = (Tree::default(), MemoryBackedTree::<sha2_oracle::Sha256, _>::new());
        assert_eq!(tree.root(), EMPTY_HASH);
        for n in 0..66_000_u64 {
            let record = n.to_be_bytes();
            tree.push(record_hash(&record), |_| {});
            oracle.push(record.to_vec());
            let size = n + 1;
            if size < 600 || [1_000, 65_535, 65_536, 65_537, 65_792, 66_000].contains(&size) {
                assert_eq!(tree.root().0.as_slice(), oracle.root().as_bytes().as_slice(), "size {size}");
            }
        }
    }

    #[test]
    fn an_edge_taken_up_again_grows_as_if_it_had_never_stopped() {
        let mut whole = Tree::default();
        let mut levels: Vec<Vec<Hash>> = vec![vec![]; 3];
        let mut keep = |grown: Grown| {
            assert_eq!(levels[usize::from(grown.level)].len() as u64, grown.index);
            levels[usize::from(grown.level)].push(grown.hash);
        };
        for n in 0..700_u64 {
            whole.push(record_hash(&n.to_be_bytes()), &mut keep);
        }
        let open = levels.iter().map(|level| level[level.len() / 256 * 256..].to_vec()).collect();
        let mut resumed = Tree::resume(700, open);
        for n in 700..1_400_u64 {
            whole.push(record_hash(&n.to_be_bytes()), |_| {});
            resumed.push(record_hash(&n.to_be_bytes()), |_| {});
            assert_eq!(whole.root(), resumed.root());
        }
    }
}
