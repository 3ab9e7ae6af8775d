//! Whether a restored log may go on under its name, and under which one it goes on.

use std::path::Path;

use redb::{Database, ReadableDatabase};
use tlog_tiles::{Hash, tree_hash};

use super::{RestoreError, RestoreOptions};
use crate::error::LedgerError;
use crate::id::LogId;
use crate::keys::{KeyRing, put};
use crate::ledger::backup::PartState;
use crate::ledger::opening::checkpoint_key_of;
use crate::ledger::proving::{StoredHashes, no_proof};
use crate::ledger::reading::Reader;
use crate::ledger::shared::{storage, system_clock};
use crate::ledger::tables::{CHECKPOINT, Place, place};
use crate::proof::{LogSigner, open};

/// Compares the backup with all that is known to have been signed. Gives how many entries are lost.
pub(super) fn judge(
    options: &RestoreOptions,
    before: &LogSigner,
    (size, _): (u64, Hash),
    database: &Database,
    ring: &KeyRing,
) -> Result<u64, RestoreError> {
    name(options, before)?;
    let mut known: Vec<(u64, Hash)> = before.recorded()?.into_iter().collect();
    for note in &options.newest {
        let checkpoint = open(note, before.verifier()).map_err(|_| RestoreError::NotACheckpoint)?;
        known.push((checkpoint.size(), *checkpoint.hash()));
    }
    let newest = known.iter().map(|(size, _)| *size).max();
    for (signed, root) in known {
        if signed <= size && root_at(database, options.to.log, ring, signed)? != root {
            return Err(RestoreError::Contradicts(signed));
        }
    }
    match (newest, &options.new_origin) {
        (None, None) => Err(RestoreError::NothingKnown(before.record_file().to_owned())),
        (Some(newest), None) if newest > size => Err(RestoreError::Older { backup: size, newest }),
        (newest, _) => Ok(newest.unwrap_or(size).saturating_sub(size)),
    }
}

/// The name from now on, which the config must not contradict.
fn name(options: &RestoreOptions, before: &LogSigner) -> Result<(), RestoreError> {
    let stored = match &options.new_origin {
        Some(new) if new == before.origin() => return Err(RestoreError::SameOrigin(new.clone())),
        Some(new) => new.clone(),
        None => before.origin().to_owned(),
    };
    match &options.to.origin {
        Some(asked) if *asked != stored => {
            Err(LedgerError::OtherOrigin { stored, asked: asked.clone() }.into())
        }
        _ => Ok(()),
    }
}

fn root_at(database: &Database, log: LogId, ring: &KeyRing, size: u64) -> Result<Hash, LedgerError> {
    let transaction = database.begin_read().map_err(storage)?;
    let reader = Reader::new(&transaction, log, ring)?;
    tree_hash(size, &StoredHashes(&reader)).map_err(no_proof)
}

/// Puts the key of the checkpoints in its place: the one that the log had, or a new one.
pub(super) fn take_on(
    options: &RestoreOptions,
    before: &LogSigner,
    state: &PartState,
    end: (u64, Hash),
    database: &Database,
) -> Result<LogSigner, RestoreError> {
    let path = checkpoint_key_of(&options.to.keys);
    let live = LogSigner::read(&path)?;
    if let Some(origin) = &options.new_origin {
        // What an earlier attempt made is used.
        let signer = match live {
            Some(live) if live.origin() == origin => live,
            _ => make(&path, before, origin)?,
        };
        sign_anew(database, options.to.log, &signer, end)?;
        return Ok(signer);
    }
    match live {
        Some(live) if live.verifier() == before.verifier() => Ok(live),
        Some(_) => Err(RestoreError::OtherKeys(path)),
        None => {
            put(&path, state.checkpoint_key.as_bytes())
                .map_err(|error| LedgerError::Storage(error.to_string()))?;
            Ok(LogSigner::parse(&path, &state.checkpoint_key)?)
        }
    }
}

/// A new key; the one before and what it signed last are kept under other names.
fn make(path: &Path, before: &LogSigner, origin: &str) -> Result<LogSigner, LedgerError> {
    for file in [path, before.record_file()] {
        let mut kept = file.as_os_str().to_owned();
        kept.push(format!(".before-{}", system_clock().0));
        match std::fs::rename(file, kept) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(LedgerError::Storage(error.to_string()));
            }
            _ => {}
        }
    }
    LogSigner::create(path, origin)
}

/// The new log begins with a checkpoint of its own over what was restored.
fn sign_anew(
    database: &Database,
    log: LogId,
    signer: &LogSigner,
    (size, root): (u64, Hash),
) -> Result<(), LedgerError> {
    let note = signer.sign(size, root)?;
    let write = || {
        let transaction = database.begin_write()?;
        let mut checkpoints = transaction.open_table(CHECKPOINT)?;
        let all = place(log, 0)..=place(log, u64::MAX);
        checkpoints.retain_in::<&Place, _>(&all.start()..=&all.end(), |_, _| false)?;
        checkpoints.insert(&place(log, size), note.as_slice())?;
        drop(checkpoints);
        transaction.commit()?;
        Ok::<_, redb::Error>(())
    };
    write().map_err(storage)
}
