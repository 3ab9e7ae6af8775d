//! Gives back what a store that is not open has left of freed pages.

use std::fs;

use super::LedgerOptions;
use super::opening::open_file;
use super::shared::storage;
use crate::error::LedgerError;

/// What compacting did, in bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// Before.
    pub before: u64,
    /// After.
    pub after: u64,
}

/// Moves the pages that are in use to the front of the file, and cuts it. What freed pages within it
/// still hold is overwritten by later pages; only the end of a key epoch makes it worthless for sure.
pub(super) fn compact(options: &LedgerOptions) -> Result<Compacted, LedgerError> {
    let file = options.folder.join("ledger.redb");
    let size = || {
        let metadata = file.metadata();
        metadata.map(|metadata| metadata.len()).map_err(|error| storage(redb::StorageError::Io(error)))
    };
    let before = size()?;
    let mut database = open_file(&file)?;
    database.compact().map_err(storage)?;
    drop(database);
    remove_leftovers(options);
    Ok(Compacted { before, after: size()? })
}

/// Files that were being written when a process died. Nothing refers to them.
fn remove_leftovers(options: &LedgerOptions) {
    let Ok(plugins) = fs::read_dir(options.folder.join("plugins")) else { return };
    for file in plugins.flatten() {
        if file.path().extension().is_some_and(|extension| extension == "part") {
            let _ = fs::remove_file(file.path());
        }
    }
}
