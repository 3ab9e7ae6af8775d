//! The files of a store: the redb file itself, and that nobody else works with its keys.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

use redb::{Builder, Database, DatabaseError, StorageError};

use super::super::shared::storage;
use crate::error::LedgerError;
use crate::keys::sync_folder_of;
use crate::limits;

/// Opens the redb file, or makes it.
pub(in crate::ledger) fn open(path: &Path) -> Result<Database, LedgerError> {
    let folder = path.parent().unwrap_or(path);
    if !path.exists() {
        make(path).map_err(|error| of_redb(error, folder))?;
    }
    forget_cache(path).map_err(|error| of_io(error, folder))?;
    let opened = Builder::new().set_cache_size(limits::CACHE_BYTES).open(path);
    let database = opened.map_err(|error| of_redb(error, folder))?;
    sync_folder_of(path).map_err(|error| of_io(error, folder))?;
    Ok(database)
}

/// Makes the file beside, and gives it its name once it is whole: one that is cut short while it is made
/// cannot be opened. Whoever else makes one at the same time keeps the name that he was first to give.
fn make(path: &Path) -> Result<(), DatabaseError> {
    let io = |error| DatabaseError::Storage(StorageError::Io(error));
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    remove(&beside).map_err(io)?;
    let made = Builder::new().create(&beside).map(drop);
    let synced = File::open(&beside).and_then(|file| file.sync_all());
    let named = made.and_then(|()| synced.and_then(|()| name(&beside, path)).map_err(io));
    remove(&beside).map_err(io)?;
    named
}

/// Gives a file its name, unless another has it.
fn name(beside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(beside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Some file systems know no second names.
        Err(_) if !path.exists() => fs::rename(beside, path),
        linked => linked,
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn of_redb(error: DatabaseError, folder: &Path) -> LedgerError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => LedgerError::InUse(folder.into()),
        DatabaseError::Storage(StorageError::Io(error)) => of_io(error, folder),
        other => storage(other),
    }
}

fn of_io(error: io::Error, folder: &Path) -> LedgerError {
    match error.kind() {
        ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::FileTooLarge => LedgerError::folder(folder, &error),
        _ => storage(StorageError::Io(error)),
    }
}

/// Makes the system read the file from the disk again. After a sync that failed, Linux keeps in memory,
/// as if it were written, what never reached the disk, and no later sync writes it: a commit would be
/// found there, told to callers, built upon, and gone after the next power failure.
#[cfg(target_os = "linux")]
fn forget_cache(path: &Path) -> io::Result<()> {
    match File::open(path) {
        Ok(file) => Ok(rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// No other system offers it.
#[cfg(not(target_os = "linux"))]
fn forget_cache(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Takes the keys for one store as long as the file is open: two with the same keys would destroy each
/// other's key epochs and sign two histories under one name.
pub(super) fn hold(signing_key: &Path, keys: &Path) -> Result<File, LedgerError> {
    let failed = |error| LedgerError::Storage(format!("the key file of the checkpoints: {error}"));
    let file = File::open(signing_key).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LedgerError::KeysInUse(keys.into())),
        // A file system without locks: redb's own lock still guards the store itself.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}
