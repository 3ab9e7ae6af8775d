//! Restores a store from its backup into an empty folder.
//!
//! A log must never sign a tree that contradicts one that it signed before. What was recorded after the
//! backup is lost, so a restored log goes on under its name only if nothing shows that it had signed more;
//! else it begins a new name with a new key.

mod error;
mod identity;
mod rows;

use std::fs;
use std::path::{Path, PathBuf};

use redb::{Database, DatabaseError, ReadOnlyDatabase, ReadableDatabase};
use tlog_tiles::Hash;

use super::backup::{DELETIONS, KEY_FILE, LOG_FILE, Part, PartState, prepare, remove, set_watermark};
use super::opening::{checkpoint_key_of, open_file, open_with};
use super::proving::TREE;
use super::reading::Reader;
use super::shared::{storage, system_clock};
use super::tables::{CHECKPOINT, DERIVED, LEAF, NODE, Place, node_key, place};
use super::{LedgerOptions, Verified};
use crate::error::LedgerError;
use crate::id::LogId;
use crate::keys::{KeyFile, KeyRing, sync_folder_of};
use crate::limits;
use crate::plugins::{PluginFolder, make_private};
use crate::proof::{LogSigner, TILE};
pub use error::RestoreError;

/// What is to be restored, and where.
#[derive(Clone, Debug)]
pub struct RestoreOptions {
    /// The folder of the backup with the log.
    pub folder: PathBuf,
    /// The folder of the backup with the keys.
    pub keys: PathBuf,
    /// The store to make; its folder must hold none. A key file that is there already outlived the
    /// store, and is kept together with the keys of the backup.
    pub to: LedgerOptions,
    /// Checkpoints that left the machine, the newer the better.
    pub newest: Vec<Vec<u8>>,
    /// Begins a new log under this name with a new key: wanted if entries are lost that were signed.
    pub new_origin: Option<String>,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The name of the log from now on.
    pub origin: String,
    /// The key that verifies the checkpoints that were signed before.
    pub verifier_before: String,
    /// What the verification of the whole log saw.
    pub verified: Verified,
    /// Rows of keys.
    pub keys: u64,
    /// Rows that the backup still had, though their owners were erased since.
    pub erased_again: u64,
    /// Entries whose keys are in no backup: they cannot be read.
    pub without_keys: u64,
    /// Holds that must be placed again: their rows are in no backup.
    pub holds_lost: Vec<u64>,
    /// Entries that were signed and are lost, as far as is known.
    pub lost: u64,
    /// An epoch of keys has ended since this backup of keys: persons may have been erased since, of
    /// whom the backup knows nothing.
    pub keys_outdated: bool,
}

/// Restores a store; `progress` hears how many entries of how many were verified.
///
/// # Errors
/// [`RestoreError`]; the folder then holds no store.
pub fn restore(options: &RestoreOptions, progress: impl FnMut(u64, u64)) -> Result<Restored, RestoreError> {
    let file = options.to.folder.join("ledger.redb");
    if file.try_exists().unwrap_or(true) {
        return Err(RestoreError::NotEmpty(options.to.folder.clone()));
    }
    let state = Part::read(&options.keys.join(KEY_FILE), |_, _, _| Ok(()))?;
    let (beside, log) = (options.to.folder.join("ledger.redb.part"), options.to.log);
    if state.log != log {
        return Err(LedgerError::OtherLog { stored: state.log, asked: log }.into());
    }
    copy_file(options, &beside)?;
    let restored = fill(options, &state, &beside, progress)?;
    copy_plugins(options)?;
    let moved = fs::rename(&beside, &file).and_then(|()| sync_folder_of(&file));
    moved.map_err(|error| LedgerError::Storage(error.to_string()))?;
    Ok(restored)
}

fn fill(
    options: &RestoreOptions,
    state: &PartState,
    beside: &Path,
    progress: impl FnMut(u64, u64),
) -> Result<Restored, RestoreError> {
    let (keys, log) = (&options.to.keys, options.to.log);
    let database = open_file(beside)?;
    prepare(&database, log)?;
    let (file, keys_outdated) = joined(keys, state)?;
    let ring = KeyRing::new(file.clone(), keys);
    let before = LogSigner::parse(&checkpoint_key_of(keys), &state.checkpoint_key)?;
    let end = end_of(&database, log, &ring, &before)?;
    let (size, _) = end;
    cut(&database, log, &ring, size)?;
    let lost = identity::judge(options, &before, end, &database, &ring)?;
    let filled = rows::fill(options, state, &database, &ring, size)?;
    file.write(keys)?;
    let signer = identity::take_on(options, &before, state, end, &database)?;
    drop(database);
    let path = beside.to_owned();
    let shared = open_with(Box::new(move || open_file(&path)), keys, log, None, system_clock)?;
    let verified = shared.verify(progress)?;
    shared.shut();
    Ok(Restored {
        origin: signer.origin().to_owned(),
        verifier_before: before.verifier().to_owned(),
        verified,
        keys: filled.keys,
        erased_again: filled.erased_again,
        without_keys: filled.without_keys,
        holds_lost: filled.holds_lost,
        lost,
        keys_outdated,
    })
}

/// Copies the log while nobody writes to it.
fn copy_file(options: &RestoreOptions, beside: &Path) -> Result<(), RestoreError> {
    let from = options.folder.join(LOG_FILE);
    if !from.is_file() {
        return Err(RestoreError::NoBackup(options.folder.clone()));
    }
    let reading = match ReadOnlyDatabase::open(&from) {
        // A backup that was killed left its file to be repaired.
        Err(DatabaseError::RepairAborted) => {
            drop(Database::open(&from));
            ReadOnlyDatabase::open(&from)
        }
        opened => opened,
    };
    let reading = reading.map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => RestoreError::InUse(options.folder.clone()),
        other => RestoreError::Ledger(storage(other)),
    })?;
    let copied = make_private(&options.to.folder).and_then(|()| fs::copy(&from, beside));
    copied.map_err(|error| LedgerError::Storage(format!("the log could not be copied: {error}")))?;
    drop(reading);
    Ok(())
}

fn copy_plugins(options: &RestoreOptions) -> Result<(), LedgerError> {
    let wrong = |error: std::io::Error| LedgerError::Storage(format!("the plugins: {error}"));
    let from = PluginFolder::open(options.folder.join("plugins")).map_err(wrong)?;
    let to = PluginFolder::open(options.to.folder.join("plugins")).map_err(wrong)?;
    for digest in from.digests()? {
        if let Some(bytes) = from.get(digest)? {
            to.put(&bytes)?;
        }
    }
    Ok(())
}

/// The keys of the backup, and those of a key file that outlived the store; whether that one is newer.
fn joined(keys: &Path, state: &PartState) -> Result<(KeyFile, bool), RestoreError> {
    let own = KeyFile::parse(keys, &state.keys)?;
    let Some(live) = KeyFile::read(keys)? else { return Ok((own, false)) };
    let joined = own.joined(&live).ok_or_else(|| RestoreError::OtherKeys(keys.to_owned()))?;
    let newer = joined.newest_epoch() > state.epoch;
    Ok((joined, newer))
}

/// Size and root at which the last whole backup ended.
fn end_of(
    database: &Database,
    log: LogId,
    ring: &KeyRing,
    signer: &LogSigner,
) -> Result<(u64, Hash), RestoreError> {
    let transaction = database.begin_read().map_err(storage)?;
    let reader = Reader::new(&transaction, log, ring)?;
    let signed = reader.signed(signer.verifier()).map_err(|_| RestoreError::OtherParts)?;
    signed.map(|(_, size, root)| (size, root)).ok_or(RestoreError::Unfinished)
}

/// Drops what was copied after the last whole backup: nothing signed vouches for it.
fn cut(database: &Database, log: LogId, ring: &KeyRing, size: u64) -> Result<(), LedgerError> {
    let transaction = database.begin_read().map_err(storage)?;
    let copied = Reader::new(&transaction, log, ring)?.watermark(TREE)?;
    drop(transaction);
    let mut from = size;
    while from < copied {
        let until = copied.min(from + limits::BACKUP_DELETED);
        remove(database, log, from..until, |_| true)?;
        from = until;
    }
    cut_tree(database, log, size).map_err(storage)
}

fn cut_tree(database: &Database, log: LogId, size: u64) -> Result<(), redb::Error> {
    let transaction = database.begin_write()?;
    let after = place(log, size)..=place(log, u64::MAX);
    let mut leaves = transaction.open_table(LEAF)?;
    leaves.retain_in::<&Place, _>(&after.start()..=&after.end(), |_, _| false)?;
    let (mut nodes, mut full) = (transaction.open_table(NODE)?, size / TILE);
    for level in 1..=u8::MAX {
        let after = node_key(log, level, full)..=node_key(log, level, u64::MAX);
        nodes.retain_in::<&[u8; 13], _>(&after.start()..=&after.end(), |_, _| false)?;
        full /= TILE;
    }
    let after = place(log, size.saturating_add(1))..=place(log, u64::MAX);
    let mut checkpoints = transaction.open_table(CHECKPOINT)?;
    checkpoints.retain_in::<&Place, _>(&after.start()..=&after.end(), |_, _| false)?;
    drop((leaves, nodes, checkpoints));
    set_watermark(&transaction, log, size)?;
    transaction.open_table(DERIVED)?.remove((log, DELETIONS))?;
    transaction.commit()?;
    Ok(())
}
