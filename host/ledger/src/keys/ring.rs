//! The keys of the running store: found by subject, made at first sight, unwrapped once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::file::KeyFile;
use super::period::{Period, period_of};
use super::row::Tag;
use super::{Dek, KeyRow, NewKey};
use crate::error::{Alteration, LedgerError};
use crate::id::Timestamp;
use crate::limits;

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
pub(crate) struct KeyUse {
    pub(crate) id: u64,
    pub(crate) dek: Dek,
    /// Its row, if that may not be durable yet.
    pub(crate) new: Option<NewKey>,
}

/// The keys of the running store.
pub(crate) struct KeyRing {
    file: KeyFile,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// The current quarter; it never goes back, though the clock may.
    period: Period,
    /// Numbers of the keys of the current quarter and of the log.
    by_tag: HashMap<(Period, Tag), u64>,
    /// Keys whose rows are not known to be durable.
    unwritten: BTreeMap<u64, KeyRow>,
    /// Keys unwrapped before.
    unwrapped: HashMap<u64, Dek>,
    /// The number of the next key.
    next: u64,
}

impl KeyRing {
    pub(crate) fn new(file: KeyFile) -> Self {
        Self { file, held: Mutex::default() }
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
            held.by_tag.insert((row.period, row.tag), id);
        }
        Ok(())
    }

    /// The key for a record that is made now; `durable` reads the row of a key that was stored.
    pub(crate) fn key_for(
        &self,
        scope: Scope<'_>,
        now: Timestamp,
        durable: impl FnOnce(u64) -> Result<Option<KeyRow>, LedgerError>,
    ) -> Result<KeyUse, LedgerError> {
        let tag = self.tag(scope)?;
        let mut held = self.held();
        let period = held.enter(scope, now);
        let Some(&id) = held.by_tag.get(&(period, tag)) else {
            return self.make(&mut held, period, tag);
        };
        let new = held.unwritten.get(&id).map(|row| NewKey { id, row: row.clone() });
        if let Some(dek) = held.unwrapped.get(&id).cloned() {
            return Ok(KeyUse { id, dek, new });
        }
        drop(held);
        let row = match &new {
            Some(new) => Some(new.row.clone()),
            None => durable(id)?,
        };
        let dek = row.and_then(|row| self.unwrap(id, &row).ok());
        let dek = dek
            .ok_or_else(|| LedgerError::Storage(format!("the row of key {id} is missing or was altered")))?;
        Ok(KeyUse { id, dek, new })
    }

    /// The key of a stored row.
    pub(crate) fn unwrap(&self, id: u64, row: &KeyRow) -> Result<Dek, Alteration> {
        if let Some(dek) = self.held().unwrapped.get(&id) {
            return Ok(dek.clone());
        }
        let dek = row.unwrap(&self.file, id)?;
        self.held().remember(id, dek.clone());
        Ok(dek)
    }

    /// Whether a key's row must be written with the next commit that needs it.
    pub(crate) fn is_unwritten(&self, id: u64) -> bool {
        self.held().unwritten.contains_key(&id)
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
        Ok(row.tag == self.tag(Scope::Log)? && row.unwrap(&self.file, id).is_ok())
    }

    fn make(&self, held: &mut Held, period: Period, tag: Tag) -> Result<KeyUse, LedgerError> {
        let id = held.next;
        let (row, dek) = KeyRow::make(&self.file, id, period, tag)?;
        held.next += 1;
        held.by_tag.insert((period, tag), id);
        held.unwritten.insert(id, row.clone());
        held.remember(id, dek.clone());
        Ok(KeyUse { id, dek, new: Some(NewKey { id, row }) })
    }

    fn tag(&self, scope: Scope<'_>) -> Result<Tag, LedgerError> {
        let (domain, name): (&[u8], &str) = match scope {
            Scope::Subject(subject) => (b"praetor/ledger/subject/1\0", subject),
            Scope::Anonymous => (b"praetor/ledger/anonymous/1\0", ""),
            Scope::Log => (b"praetor/ledger/log/1\0", ""),
        };
        self.file.tag(domain, name.as_bytes()).ok_or(LedgerError::Cipher)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Every change of it is whole before anything can panic.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// The period of a new record; a new quarter forgets the keys of the one before.
    fn enter(&mut self, scope: Scope<'_>, now: Timestamp) -> Period {
        if matches!(scope, Scope::Log) {
            return 0;
        }
        let now = period_of(now);
        if now > self.period {
            self.period = now;
            self.by_tag.retain(|(period, _), _| *period == 0);
        }
        self.period
    }

    fn remember(&mut self, id: u64, dek: Dek) {
        if self.unwrapped.len() >= limits::UNWRAPPED_KEYS {
            self.unwrapped.clear();
        }
        self.unwrapped.insert(id, dek);
    }
}
