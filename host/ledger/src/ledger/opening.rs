//! Opening a store: the file, then its keys, then whether both belong together.

mod file;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use redb::{Database, ReadableDatabase, WriteTransaction};

use super::epochs::Watch;
use super::follower::Progress;
use super::gleaned::Gleanings;
use super::retention::Retention;
use super::shared::{Clock, Opener, Shared, Waiting, storage};
use super::tables::{CHECKPOINT, KEY, META, META_FORMAT, META_LOG, Place, make_all, place};
use super::{FORMAT, LedgerOptions};
use crate::error::LedgerError;
use crate::id::{LogId, Timestamp, hex};
use crate::keys::{KeyFile, KeyRing, KeyRow, Scope, random};
use crate::limits;
use crate::proof::LogSigner;
pub(super) use file::open as open_file;

/// The log's own key is made with the store, so its number is the first.
pub(super) const LOG_KEY: u64 = 0;

/// Opens the store of a folder.
pub(super) fn open(options: &LedgerOptions) -> Result<Shared, LedgerError> {
    let path = options.folder.join("ledger.redb");
    let file = path.clone();
    let opener: Opener = Box::new(move || file::open(&path));
    let origin = options.origin.as_deref();
    let shared = open_with(opener, &options.keys, options.log, origin, options.clock)?;
    let held = Mutex::new(Some(file::hold(&checkpoint_key_of(&options.keys), &options.keys)?));
    let retention = Retention::declared(&shared, &options.retention)?;
    let (erasure_deadline, backup) = (options.erasure_deadline, options.backup.clone());
    Ok(Shared { held, file: Some(file), erasure_deadline, backup, retention, ..shared })
}

/// Opens the store that `opener` gives.
pub(super) fn open_with(
    opener: Opener,
    keys: &Path,
    log: LogId,
    origin: Option<&str>,
    clock: Clock,
) -> Result<Shared, LedgerError> {
    let database = opener()?;
    let ring = match log_key(&database, log)? {
        Some(row) => {
            let ring = ring_of(keys, &row)?;
            upgrade(&database).map_err(storage)?;
            ring
        }
        None => make(&database, keys, log, clock())?,
    };
    let signer = signer_of(&database, log, keys, origin)?;
    let shared = Shared {
        log,
        ring,
        signer,
        signed: Mutex::new(None),
        opener,
        held: Mutex::new(None),
        file: None,
        clock,
        database: RwLock::new(Some(database)),
        waiting: Waiting::default(),
        gleanings: Gleanings::default(),
        records: AtomicU64::new(0),
        generation: AtomicU64::new(0),
        erasure_deadline: Duration::from_secs(limits::ERASURE_DEADLINE_SECONDS),
        stale: Watch::default(),
        in_flight: Arc::default(),
        opened: AtomicU64::new(0),
        retention: Retention::default(),
        fault: Mutex::new(None),
        distrusted: AtomicBool::new(false),
        progress: Progress::default(),
        backup: None,
        backing_up: Mutex::default(),
        plugins: None,
    };
    Ok(shared)
}

/// The row of the log's own key; none if the store has just been made.
fn log_key(database: &Database, log: LogId) -> Result<Option<KeyRow>, LedgerError> {
    let transaction = database.begin_read().map_err(storage)?;
    let meta = match transaction.open_table(META) {
        Ok(meta) => meta,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(storage(error)),
    };
    let number = |name| Ok(meta.get(name).map_err(storage)?.map_or(0, |number| number.value()));
    match (number(META_FORMAT)?, number(META_LOG)?) {
        (1..=FORMAT, stored) if stored != log => {
            return Err(LedgerError::OtherLog { stored, asked: log });
        }
        (1..=FORMAT, _) => {}
        (other, _) => return Err(LedgerError::OtherFormat(other)),
    }
    let keys = transaction.open_table(KEY).map_err(storage)?;
    let row = keys.get(&place(log, LOG_KEY)).map_err(storage)?;
    let row = row.ok_or_else(|| LedgerError::Storage("the key of the log is missing".into()))?;
    KeyRow::decode(row.value())
        .map(Some)
        .map_err(|_| LedgerError::Storage("the key of the log was altered".into()))
}

/// The keys of an existing store, checked against it.
fn ring_of(keys: &Path, log_key: &KeyRow) -> Result<KeyRing, LedgerError> {
    let file = KeyFile::read(keys)?.ok_or_else(|| LedgerError::KeysMissing(keys.into()))?;
    let ring = KeyRing::new(file, keys);
    if ring.is_own_log_key(LOG_KEY, log_key)? { Ok(ring) } else { Err(LedgerError::WrongKeys(keys.into())) }
}

/// Where the key of the checkpoints is: beside the other keys.
pub(super) fn checkpoint_key_of(keys: &Path) -> PathBuf {
    keys.with_extension("checkpoint-key")
}

/// The key of the checkpoints stands beside the other keys. A log that has signed already does not
/// begin anew under another name.
fn signer_of(
    database: &Database,
    log: LogId,
    keys: &Path,
    origin: Option<&str>,
) -> Result<LogSigner, LedgerError> {
    let path = checkpoint_key_of(keys);
    if let Some(signer) = LogSigner::read(&path)? {
        return match origin {
            Some(asked) if asked != signer.origin() => {
                let stored = signer.origin().to_owned();
                Err(LedgerError::OtherOrigin { stored, asked: asked.to_owned() })
            }
            _ => Ok(signer),
        };
    }
    let transaction = database.begin_read().map_err(storage)?;
    let signed = transaction.open_table(CHECKPOINT).map_err(storage)?;
    let all = place(log, 0)..=place(log, u64::MAX);
    if signed.range::<&Place>(&all.start()..=&all.end()).map_err(storage)?.next().is_some() {
        return Err(LedgerError::KeysMissing(path));
    }
    let random = || Ok(format!("praetor/{}", hex(random::<8>()?.as_slice())));
    let origin = origin.map_or_else(random, |origin| Ok(origin.to_owned()))?;
    LogSigner::create(&path, &origin)
}

/// Fills a new store. A key file without a store is used: the first start ended between the two. The
/// key of the checkpoints comes after the store: where it stands, the key file is another store's.
fn make(database: &Database, keys: &Path, log: LogId, now: Timestamp) -> Result<KeyRing, LedgerError> {
    let file = match KeyFile::read(keys)? {
        Some(_) if checkpoint_key_of(keys).exists() => return Err(LedgerError::KeysTaken(keys.into())),
        Some(file) => file,
        None => KeyFile::create(keys)?,
    };
    let ring = KeyRing::new(file, keys);
    let key = ring.key_for(Scope::Log, 0, now, |_| Ok(None))?;
    let row = ring.unwritten(key.id).ok_or(LedgerError::Cipher)?;
    let transaction = database.begin_write().map_err(storage)?;
    fill(&transaction, log, &row).map_err(storage)?;
    transaction.commit().map_err(storage)?;
    ring.written([LOG_KEY].into_iter());
    Ok(ring)
}

/// Brings a store of an earlier format to this one. Formats 2 and 3 added what is derived from the
/// entries: its tables begin empty, and the follower fills them.
fn upgrade(database: &Database) -> Result<(), redb::Error> {
    let transaction = database.begin_write()?;
    make_all(&transaction)?;
    transaction.open_table(META)?.insert(META_FORMAT, FORMAT)?;
    transaction.commit()?;
    Ok(())
}

/// Fills a new store.
fn fill(transaction: &WriteTransaction, log: LogId, log_key: &KeyRow) -> Result<(), redb::Error> {
    make_all(transaction)?;
    transaction.open_table(KEY)?.insert(&place(log, LOG_KEY), log_key.encode().as_slice())?;
    let mut meta = transaction.open_table(META)?;
    meta.insert(META_FORMAT, FORMAT)?;
    meta.insert(META_LOG, log)?;
    Ok(())
}
