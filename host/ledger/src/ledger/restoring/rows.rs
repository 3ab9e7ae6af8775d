//! The rows of keys, holds and erasures, as they must be at the end of the restored log.
//!
//! The part with the keys may be older than that end, if a backup was cut short between the two, or
//! newer. What happened between is in the log, and is done again: above all, who was erased stays erased.

use std::collections::BTreeSet;

use redb::{Database, ReadableDatabase, ReadableTable, WriteTransaction};

use super::{RestoreError, RestoreOptions};
use crate::entry::Parsed;
use crate::error::LedgerError;
use crate::id::{LogId, Timestamp};
use crate::keys::KeyRing;
use crate::ledger::backup::{KEY_FILE, Part, PartState, RowOf};
use crate::ledger::erasing::Standing;
use crate::ledger::holding::HoldRow;
use crate::ledger::reading::Reader;
use crate::ledger::shared::storage;
use crate::ledger::tables::{
    ERASURE, EVENT, HOLD, KEY, KEY_FLOOR, META, META_EPOCH, Place, number_of, place,
};
use crate::limits;
use crate::record::{ErasureState, EventRecord, HoldState, Record};
use crate::store::Content;

/// What was filled in.
#[derive(Default)]
pub(super) struct Filled {
    pub(super) keys: u64,
    pub(super) erased_again: u64,
    pub(super) without_keys: u64,
    pub(super) holds_lost: Vec<u64>,
}

/// Fills in the rows of the part with the keys, then what the log says happened since.
pub(super) fn fill(
    options: &RestoreOptions,
    state: &PartState,
    database: &Database,
    ring: &KeyRing,
    size: u64,
) -> Result<Filled, RestoreError> {
    let mut filling = Filling { log: options.to.log, size, waiting: Vec::new(), filled: Filled::default() };
    let read = Part::read(&options.keys.join(KEY_FILE), |of, number, row| {
        filling.waiting.push((of, number, row.to_vec()));
        if filling.waiting.len() < limits::KEYS_REWRAPPED * 8 { Ok(()) } else { filling.write(database) }
    })?;
    drop(read);
    filling.write(database)?;
    filling.write_numbers(database, state).map_err(storage)?;
    filling.replay(state, database, ring)?;
    filling.count_keys(state, database, ring)?;
    Ok(filling.filled)
}

struct Filling {
    log: LogId,
    /// The end of the restored log.
    size: u64,
    /// Rows that were read and not written yet.
    waiting: Vec<(RowOf, u64, Vec<u8>)>,
    filled: Filled,
}

impl Filling {
    fn write(&mut self, database: &Database) -> Result<(), LedgerError> {
        let transaction = database.begin_write().map_err(storage)?;
        for (of, number, row) in std::mem::take(&mut self.waiting) {
            self.row(&transaction, of, number, &row).map_err(storage)?;
        }
        transaction.commit().map_err(storage)
    }

    /// What the log does not know is not placed: its number would be that of another event.
    fn row(
        &mut self,
        transaction: &WriteTransaction,
        of: RowOf,
        number: u64,
        row: &[u8],
    ) -> Result<(), redb::Error> {
        let known = number < self.size;
        match of {
            RowOf::Key => drop(transaction.open_table(KEY)?.insert(&place(self.log, number), row)?),
            RowOf::Hold if known => {
                drop(transaction.open_table(HOLD)?.insert(&place(self.log, number), row)?);
            }
            RowOf::Hold => self.filled.holds_lost.push(number),
            RowOf::Erasure if known => {
                drop(transaction.open_table(ERASURE)?.insert(&place(self.log, number), row)?);
            }
            // Erased after the end of the log: stale copies still wait for the end of their epoch.
            RowOf::Erasure => {
                let last = place(self.log, self.size.saturating_sub(1));
                drop(transaction.open_table(ERASURE)?.insert(&last, row)?);
            }
        }
        Ok(())
    }

    fn write_numbers(&self, database: &Database, state: &PartState) -> Result<(), redb::Error> {
        let transaction = database.begin_write()?;
        transaction.open_table(KEY_FLOOR)?.insert(self.log, state.floor)?;
        transaction.open_table(META)?.insert(META_EPOCH, state.logged_epoch)?;
        transaction.commit()?;
        Ok(())
    }

    /// Does again what the events say that the rows may not know.
    fn replay(&mut self, state: &PartState, database: &Database, ring: &KeyRing) -> Result<(), LedgerError> {
        let snapshot = database.begin_read().map_err(storage)?;
        let reader = Reader::new(&snapshot, self.log, ring)?;
        let transaction = database.begin_write().map_err(storage)?;
        let (from, end) = (place(self.log, state.from.min(state.size)), place(self.log, self.size));
        for event in reader.table(EVENT)?.range::<&Place>(&from..&end).map_err(storage)? {
            let sequence = number_of(event.map_err(storage)?.0.value());
            let stored = reader.at(sequence)?;
            let event = match stored.content {
                Content::Record(Record::Event(event)) => event,
                Content::Unreadable(error) => return Err(error),
                _ => continue,
            };
            let later = sequence >= state.size;
            let at = stored.receipt.recorded_at;
            self.again(&reader, ring, &transaction, &event, (sequence, at, later))?;
        }
        transaction.commit().map_err(storage)
    }

    fn again(
        &mut self,
        reader: &Reader<'_>,
        ring: &KeyRing,
        transaction: &WriteTransaction,
        event: &EventRecord,
        (sequence, at, later): (u64, Timestamp, bool),
    ) -> Result<(), LedgerError> {
        match event {
            EventRecord::Erasure(record) => match &record.state {
                ErasureState::Erased { request, keys } => {
                    self.standing(transaction, *request, None)?;
                    if self.remove_keys(transaction, keys)? > 0 {
                        let stale = Standing::Stale { since: at, epoch: ring.newest_epoch() };
                        self.standing(transaction, sequence, Some(stale))?;
                    }
                }
                ErasureState::Requested { .. } if later => {
                    self.standing(transaction, sequence, Some(Standing::Requested))?;
                }
                ErasureState::Refused { request, .. } if later => {
                    self.standing(transaction, *request, None)?;
                }
                _ => {}
            },
            EventRecord::Hold(record) if later => {
                self.hold(reader, ring, transaction, &record.state, sequence)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn standing(
        &self,
        transaction: &WriteTransaction,
        sequence: u64,
        standing: Option<Standing>,
    ) -> Result<(), LedgerError> {
        let (mut table, key) = (transaction.open_table(ERASURE).map_err(storage)?, place(self.log, sequence));
        match standing {
            Some(standing) => drop(table.insert(&key, standing.encode().as_slice()).map_err(storage)?),
            None => drop(table.remove(&key).map_err(storage)?),
        }
        Ok(())
    }

    fn remove_keys(&mut self, transaction: &WriteTransaction, keys: &[u64]) -> Result<u64, LedgerError> {
        let mut table = transaction.open_table(KEY).map_err(storage)?;
        let mut removed = 0;
        for key in keys {
            removed += u64::from(table.remove(&place(self.log, *key)).map_err(storage)?.is_some());
        }
        let mut floors = transaction.open_table(KEY_FLOOR).map_err(storage)?;
        let floor = floors.get(self.log).map_err(storage)?.map_or(0, |floor| floor.value());
        let last = keys.iter().max().map_or(0, |last| last.saturating_add(1));
        floors.insert(self.log, floor.max(last)).map_err(storage)?;
        self.filled.erased_again += removed;
        Ok(removed)
    }

    /// A hold on a person can be placed again as long as any key shows whose it is.
    fn hold(
        &mut self,
        reader: &Reader<'_>,
        ring: &KeyRing,
        transaction: &WriteTransaction,
        state: &HoldState,
        sequence: u64,
    ) -> Result<(), LedgerError> {
        let mut table = transaction.open_table(HOLD).map_err(storage)?;
        let (keys, until) = match state {
            HoldState::Released { hold } => {
                table.remove(&place(self.log, *hold)).map_err(storage)?;
                self.filled.holds_lost.retain(|lost| lost != hold);
                return Ok(());
            }
            HoldState::Placed { keys, until, .. } => (keys, *until),
        };
        let mut row = HoldRow { number: sequence, until, whose: None };
        if let Some(keys) = keys {
            let mut owner = None;
            for key in keys {
                owner = owner.or(reader.key_row(*key)?.and_then(|row| ring.owner(*key, &row).ok()));
            }
            let Some(tag) = owner else {
                self.filled.holds_lost.push(sequence);
                return Ok(());
            };
            row.whose = Some(ring.token(row.token(), tag)?);
        }
        table.insert(&place(self.log, sequence), row.encode().as_slice()).map_err(storage)?;
        Ok(())
    }

    /// Counts the keys, and the entries that were stored after them and cannot be read.
    fn count_keys(
        &mut self,
        state: &PartState,
        database: &Database,
        ring: &KeyRing,
    ) -> Result<(), LedgerError> {
        let snapshot = database.begin_read().map_err(storage)?;
        let reader = Reader::new(&snapshot, self.log, ring)?;
        let mut keys = BTreeSet::new();
        for row in reader.key_rows()? {
            keys.insert(row?.0);
        }
        self.filled.keys = keys.len() as u64;
        for sequence in state.size..self.size {
            let Some(entry) = reader.raw(sequence..sequence + 1)?.pop().flatten() else { continue };
            let known = Parsed::read(&entry).is_ok_and(|parsed| keys.contains(&parsed.header.key_id));
            self.filled.without_keys += u64::from(!known);
        }
        Ok(())
    }
}
