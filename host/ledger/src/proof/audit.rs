//! Verifying a whole log from outside, with nothing but its checkpoint, its tiles and its entries.

use tlog_tiles::{Hash, record_hash};

use super::tile::TileAddress;
use super::{BadProof, TILE, Tree, open};

/// What an audit has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// The log's name.
    pub origin: String,
    /// Entries under the checkpoint that were hashed.
    pub entries: u64,
    /// Entries whose bundle was not given, as it is after their deletion: their leaves are those under the
    /// checkpoint, and what they hash is not known.
    pub withheld: u64,
}

/// Why a log is not what its checkpoint says.
#[derive(Debug, thiserror::Error)]
pub enum BadLog<E> {
    /// The checkpoint proves nothing.
    #[error("{0}")]
    Checkpoint(BadProof),
    /// A tile or a bundle could not be had.
    #[error("{0}")]
    Fetch(E),
    /// The first entry that is not what its leaf says, or is missing.
    #[error("entry {0} is not what its leaf in the tree says")]
    Entry(u64),
    /// Entries and leaves agree, and are not those that were signed.
    #[error("the entries and leaves are not those whose root the checkpoint signs")]
    Root,
}

/// Hashes every entry under a checkpoint, and compares with the tiles and with the signed root.
/// `fetch` gets a tile or a bundle; none: it is withheld, which of a bundle is no fault (C2SP tlog-tiles,
/// pruning). `progress` hears how many entries of how many were done.
///
/// # Errors
/// The first thing that is wrong.
pub fn audit<E>(
    checkpoint: &[u8],
    verifier_key: &str,
    mut fetch: impl FnMut(TileAddress) -> Result<Option<Vec<u8>>, E>,
    mut progress: impl FnMut(u64, u64),
) -> Result<Audited, BadLog<E>> {
    let checkpoint = open(checkpoint, verifier_key).map_err(BadLog::Checkpoint)?;
    let (size, mut tree, mut withheld) = (checkpoint.size(), Tree::default(), 0);
    while tree.size() < size {
        let width = (size - tree.size()).min(TILE);
        let at = |level| TileAddress {
            level,
            index: tree.size() / TILE,
            width: u16::try_from(width).unwrap_or(u16::MAX),
        };
        let leaves = fetch(at(Some(0))).map_err(BadLog::Fetch)?.unwrap_or_default();
        let bundle = fetch(at(None)).map_err(BadLog::Fetch)?;
        let (mut entries, first) = (bundle.as_deref(), tree.size());
        let mut leaves = leaves.as_chunks::<32>().0.iter();
        for index in first..first + width {
            let leaf = leaves.next().map(|leaf| Hash(*leaf)).ok_or(BadLog::Entry(index))?;
            if let Some(entries) = &mut entries {
                let entry = next_entry(entries).map(record_hash);
                if entry != Some(leaf) {
                    return Err(BadLog::Entry(index));
                }
            }
            tree.push(leaf, |_| {});
        }
        withheld += if bundle.is_none() { width } else { 0 };
        progress(tree.size(), size);
    }
    if tree.root() != *checkpoint.hash() {
        return Err(BadLog::Root);
    }
    Ok(Audited { origin: checkpoint.origin().to_owned(), entries: size - withheld, withheld })
}

fn next_entry<'a>(bundle: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bundle.split_first_chunk::<2>()?;
    let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
    *bundle = rest;
    Some(entry)
}
