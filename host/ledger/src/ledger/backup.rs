//! A backup of a live store: the log and its keys, apart, into two folders.
//!
//! The part with the log is a store of its own without keys: it grows at its end, in short snapshots,
//! and counts only as far as its root is that of a signed checkpoint. Without the part with the keys
//! nothing in it can be read, so it may be kept for long. The part with the keys is one file that is
//! replaced whole each time, and the one before is overwritten: an old one would still open what was
//! erased since.

mod copy;
mod keys;
mod part;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, TryLockError};

use praetor_decision::Name;

use super::shared::{Shared, storage};
use super::task::{self, Queue};
use crate::error::LedgerError;
use crate::plugins::{PluginFolder, make_private};
use crate::record::{BackupRecord, EventRecord};
use crate::store::Receipt;
use copy::LogCopy;

pub(super) use copy::{DELETIONS, prepare, remove, set_watermark};
pub(super) use part::{Part, PartState, RowOf};

/// The file with the log in its folder.
pub(super) const LOG_FILE: &str = "log.redb";

/// The file with the keys in its folder.
pub(super) const KEY_FILE: &str = "keys.backup";

/// Where a backup goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFolders {
    /// The log and the plugins; made if it is missing.
    pub folder: PathBuf,
    /// The keys; made if it is missing. Who has both folders can read everything.
    pub keys: PathBuf,
}

/// What a backup holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// The name of the log.
    pub origin: String,
    /// Entries in it, all under a signed checkpoint.
    pub size: u64,
    /// Those of them that are new.
    pub copied: u64,
    /// Rows of keys in it.
    pub keys: u64,
    /// The epoch of the keys: once it is over, this part must be replaced.
    pub epoch: u32,
    /// Bytes of the part with the log.
    pub bytes: u64,
    /// The event that says so; none if the keys were renewed because an epoch had ended.
    pub receipt: Option<Receipt>,
}

/// Makes a backup and puts it on record; a second pass takes that record in, so that the backup of a
/// store that rests is as large as its log.
pub(super) fn back_up(
    shared: &Shared,
    queue: &Queue,
    actor: &Name,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<BackedUp, LedgerError> {
    let one = match shared.backing_up.try_lock() {
        Ok(one) => one,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => return Err(LedgerError::BackupUnderWay),
    };
    let first = run(shared, progress)?;
    let BackedUp { size, epoch, bytes, .. } = first;
    let event = EventRecord::Backup(BackupRecord { actor: actor.clone(), size, epoch, bytes });
    let receipt = queue.carry_out(|reply| task::log(event, reply))?;
    let second = run(shared, progress)?;
    drop(one);
    Ok(BackedUp { copied: first.copied + second.copied, receipt: Some(receipt), ..second })
}

/// After an epoch has ended, a backup of its keys would still open what was erased: it is replaced.
/// Gives false if it could not be.
pub(super) fn renew(shared: &Shared) -> bool {
    let Some(folders) = &shared.backup else { return true };
    let epoch = match Part::state(&folders.keys.join(KEY_FILE)) {
        Ok(Some(state)) => state.epoch,
        // None is there, or one that opens nothing.
        Ok(None) => return true,
        Err(error) => return failed(&error),
    };
    if epoch >= shared.ring.oldest_epoch() {
        return true;
    }
    let one = shared.backing_up.lock().unwrap_or_else(PoisonError::into_inner);
    let renewed = run(shared, &mut |_, _| {});
    drop(one);
    renewed.map_or_else(|error| failed(&error), |_| true)
}

fn failed(error: &LedgerError) -> bool {
    tracing::error!(%error, "the backup of the keys is of an epoch that is over, and was not replaced");
    false
}

fn run(shared: &Shared, progress: &mut dyn FnMut(u64, u64)) -> Result<BackedUp, LedgerError> {
    let folders = shared.backup.as_ref().ok_or(LedgerError::NoBackupFolders)?;
    make(shared, folders)?;
    let mut log = LogCopy::open(shared, &folders.folder)?;
    let before = log.size();
    copy_plugins(shared, &folders.folder)?;
    let keys = keys::copy(shared, &folders.keys, &mut log, progress)?;
    log.delete_what_was_deleted(shared)?;
    log.seal(shared)?;
    let size = log.size();
    progress(size, size);
    Ok(BackedUp {
        origin: shared.signer.origin().to_owned(),
        size,
        copied: size - before,
        keys: keys.rows,
        epoch: keys.epoch,
        bytes: log.bytes()?,
        receipt: None,
    })
}

/// Makes both folders, if they are apart.
fn make(shared: &Shared, folders: &BackupFolders) -> Result<(), LedgerError> {
    let wrong = |folder: &Path, error: std::io::Error| {
        LedgerError::Backup(format!("the folder `{}` cannot be used: {error}", folder.display()))
    };
    let real = |folder: &Path| {
        make_private(folder).and_then(|()| folder.canonicalize()).map_err(|error| wrong(folder, error))
    };
    let (log, keys) = (real(&folders.folder)?, real(&folders.keys)?);
    if log.starts_with(&keys) || keys.starts_with(&log) {
        let says = "the keys must go to a folder of their own, outside of the log's: who finds both can \
                    read everything, also what is erased later; change `ledger.backup.keys`";
        return Err(LedgerError::Backup(says.into()));
    }
    let live = shared.file.as_ref().and_then(|file| file.parent()?.canonicalize().ok());
    if live.is_some_and(|live| log.starts_with(&live) || keys.starts_with(&live)) {
        let says = "its folders must lie outside of `data_dir`, best on another disk";
        return Err(LedgerError::Backup(says.into()));
    }
    Ok(())
}

fn copy_plugins(shared: &Shared, folder: &Path) -> Result<(), LedgerError> {
    let Some(plugins) = &shared.plugins else { return Ok(()) };
    let kept = PluginFolder::open(folder.join("plugins"));
    let kept = kept.map_err(|error| storage(redb::StorageError::Io(error)))?;
    for digest in plugins.digests()? {
        if let Some(bytes) = plugins.get(digest)? {
            kept.put(&bytes)?;
        }
    }
    Ok(())
}
