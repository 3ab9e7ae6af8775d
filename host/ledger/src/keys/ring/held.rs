//! What the ring holds in memory, behind its lock.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::KeyUse;
use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::keys::file::KeyFile;
use crate::keys::period::{Period, period_of};
use crate::keys::row::Owner;
use crate::keys::{Dek, KeyRow};
use crate::limits;

pub(super) struct Held {
    pub(super) file: Arc<KeyFile>,
    /// The current quarter; it never goes back, though the clock may.
    pub(super) period: Period,
    /// Numbers of the keys of the current quarter and of the log, by the tags of their rows.
    pub(super) by_tag: HashMap<Owner, u64>,
    /// Keys whose rows are not known to be durable.
    pub(super) unwritten: BTreeMap<u64, KeyRow>,
    /// Keys unwrapped before.
    pub(super) unwrapped: HashMap<u64, Dek>,
    /// The number of the next key.
    pub(super) next: u64,
    /// How often keys were forgotten since the store was opened.
    pub(super) erasures: u64,
}

impl Held {
    pub(super) fn new(file: KeyFile) -> Self {
        Self {
            file: Arc::new(file),
            period: 0,
            by_tag: HashMap::new(),
            unwritten: BTreeMap::new(),
            unwrapped: HashMap::new(),
            next: 0,
            erasures: 0,
        }
    }

    /// The period of a new record; a new quarter forgets the keys of the one before.
    pub(super) fn enter(&mut self, now: Timestamp) -> Period {
        let now = period_of(now);
        if now > self.period {
            self.period = now;
            self.by_tag.retain(|owner, _| owner.period == 0);
        }
        self.period
    }

    /// A fresh key. Its row is wrapped under the newest epoch at this moment.
    pub(super) fn make(&mut self, owner: Owner) -> Result<KeyUse, LedgerError> {
        let id = self.next;
        let (row, dek) = KeyRow::make(&self.file, id, owner)?;
        self.next += 1;
        self.by_tag.insert(row.owner(), id);
        self.unwritten.insert(id, row);
        self.remember(id, &dek, self.erasures);
        Ok(KeyUse { id, dek, new: true, since: self.erasures, owner })
    }

    /// Keeps a key, unless an erasure came between: it may have been this one's.
    pub(super) fn remember(&mut self, id: u64, dek: &Dek, since: u64) {
        if since != self.erasures {
            return;
        }
        if self.unwrapped.len() >= limits::UNWRAPPED_KEYS {
            self.unwrapped.clear();
        }
        self.unwrapped.insert(id, dek.clone());
    }
}
