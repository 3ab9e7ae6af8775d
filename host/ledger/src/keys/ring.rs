//! The keys of the running store: found by subject, made at first sight, unwrapped once.

mod erasing;
mod held;
mod idempotency;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::file::KeyFile;
use super::period::period_of;
use super::row::{Owner, Tag};
use super::{Class, Dek, KeyRow};
use crate::error::{Alteration, LedgerError};
use crate::id::Timestamp;
use held::Held;

pub(crate) use erasing::Sought;

/// Whose key it is.
#[derive(Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// A person's, for a quarter.
    Subject(&'a str),
    /// That of all records without a subject, for a quarter.
    Anonymous,
    /// That of events, which live as long as the log.
    Log,
}

/// A key to encrypt with.
#[derive(Clone)]
pub(crate) struct KeyUse {
    pub(crate) id: u64,
    pub(crate) dek: Dek,
    /// Its row may not be durable yet: it goes with every record that needs it until one is committed.
    pub(crate) new: bool,
    /// Erasures that this store had seen when the key was given out.
    pub(crate) since: u64,
    owner: Owner,
}

impl KeyUse {
    /// Whether what is recorded at a time may be encrypted under it: keys expire by quarters, so a record
    /// that is stored in the next one wants a key of that.
    pub(crate) fn is_for(&self, at: Timestamp) -> bool {
        self.owner.period == 0 || self.owner.period >= period_of(at)
    }
}

/// Times that a key is looked for anew because an erasure or a new epoch came between; each is rare.
const TRIES: usize = 8;

/// The keys of the running store.
pub(crate) struct KeyRing {
    path: PathBuf,
    held: Mutex<Held>,
}

impl KeyRing {
    /// The keys of this file, which stands at `path`.
    pub(crate) fn new(file: KeyFile, path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), held: Mutex::new(Held::new(file)) }
    }

    /// Takes in durable rows, latest first, until one of an earlier quarter than the latest comes.
    /// What is not durable yet stays as it is.
    pub(crate) fn load(
        &self,
        rows: impl Iterator<Item = Result<(u64, KeyRow), LedgerError>>,
    ) -> Result<(), LedgerError> {
        let mut held = self.held();
        for row in rows {
            let (id, row) = row?;
            held.next = held.next.max(id + 1);
            held.period = held.period.max(row.period);
            if row.period != 0 && row.period < held.period {
                break;
            }
            held.unwritten.remove(&id);
            held.by_tag.insert(row.owner(), id);
        }
        Ok(())
    }

    /// The key for a record of a class that is made now; `durable` reads the row of a key that was stored.
    pub(crate) fn key_for(
        &self,
        scope: Scope<'_>,
        class: Class,
        now: Timestamp,
        durable: impl Fn(u64) -> Result<Option<KeyRow>, LedgerError>,
    ) -> Result<KeyUse, LedgerError> {
        let tag = self.tag(scope)?;
        let period = match scope {
            Scope::Log => 0,
            Scope::Subject(_) | Scope::Anonymous => self.held().enter(now),
        };
        self.key_of(Owner { period, class, tag }, durable)
    }

    /// A key for the owner of one that was erased, or whose quarter ended, before its record was stored.
    pub(crate) fn key_instead(
        &self,
        gone: &KeyUse,
        now: Timestamp,
        durable: impl Fn(u64) -> Result<Option<KeyRow>, LedgerError>,
    ) -> Result<KeyUse, LedgerError> {
        let period = if gone.owner.period == 0 { 0 } else { self.held().enter(now) };
        self.key_of(Owner { period, ..gone.owner }, durable)
    }

    fn key_of(
        &self,
        owner: Owner,
        durable: impl Fn(u64) -> Result<Option<KeyRow>, LedgerError>,
    ) -> Result<KeyUse, LedgerError> {
        let mut wrong = 0;
        for _ in 0..TRIES {
            let file = self.file();
            let forms = file.forms(owner.tag);
            let mut held = self.held();
            if !Arc::ptr_eq(&held.file, &file) {
                continue;
            }
            let found = forms.iter().find_map(|form| held.by_tag.get(&Owner { tag: *form, ..owner }));
            let Some(&id) = found else {
                return held.make(owner);
            };
            let since = held.erasures;
            let new = held.unwritten.get(&id).cloned();
            let key = |dek| KeyUse { id, dek, new: new.is_some(), since, owner };
            if let Some(dek) = held.unwrapped.get(&id).cloned() {
                return Ok(key(dek));
            }
            drop(held);
            let row = match &new {
                Some(row) => Some(row.clone()),
                None => durable(id)?,
            };
            if let Some(Ok(dek)) = row.map(|row| self.unwrap(id, &row, since)) {
                return Ok(key(dek));
            }
            wrong = id;
        }
        Err(LedgerError::Storage(format!("the row of key {wrong} is missing or was altered")))
    }

    /// The key of a stored row, which was read when `since` erasures had been seen.
    pub(crate) fn unwrap(&self, id: u64, row: &KeyRow, since: u64) -> Result<Dek, Alteration> {
        let file = {
            let held = self.held();
            if let Some(dek) = held.unwrapped.get(&id) {
                return Ok(dek.clone());
            }
            Arc::clone(&held.file)
        };
        let dek = row.open(&file, id)?.dek;
        self.held().remember(id, &dek, since);
        Ok(dek)
    }

    /// The row of a key that must be written with the next commit that needs it.
    pub(crate) fn unwritten(&self, id: u64) -> Option<KeyRow> {
        self.held().unwritten.get(&id).cloned()
    }

    /// These keys' rows are durable.
    pub(crate) fn written(&self, ids: impl Iterator<Item = u64>) {
        let mut held = self.held();
        for id in ids {
            held.unwritten.remove(&id);
        }
    }

    /// Whether the row is the one that this file's secrets make for the log.
    pub(crate) fn is_own_log_key(&self, id: u64, row: &KeyRow) -> Result<bool, LedgerError> {
        let tag = self.tag(Scope::Log)?;
        Ok(row.open(&self.file(), id).is_ok_and(|opened| opened.tag == tag))
    }

    pub(crate) fn tag(&self, scope: Scope<'_>) -> Result<Tag, LedgerError> {
        let (domain, name): (&[u8], &str) = match scope {
            Scope::Subject(subject) => (b"praetor/ledger/subject/1\0", subject),
            Scope::Anonymous => (b"praetor/ledger/anonymous/1\0", ""),
            Scope::Log => (b"praetor/ledger/log/1\0", ""),
        };
        self.file().tag(domain, name.as_bytes()).ok_or(LedgerError::Cipher)
    }

    /// Where the key file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The key file as it is now, for a backup of it.
    pub(crate) fn text(&self) -> zeroize::Zeroizing<String> {
        self.file().text()
    }

    /// The keyed hash of a word that records are found by, so that no page of the store names it.
    pub(crate) fn term(&self, field: u8, word: &[u8]) -> Result<[u8; 8], LedgerError> {
        self.file().term(field, word).ok_or(LedgerError::Cipher)
    }

    fn file(&self) -> Arc<KeyFile> {
        Arc::clone(&self.held().file)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Every change of it is whole before anything can panic.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
