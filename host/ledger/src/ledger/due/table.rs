//! The tables of what is due, in one transaction: a row, the way to it, and the counts always agree.

use redb::{ReadableTable, Table, WriteTransaction};

use super::key::{DueKey, State, id_key, row_key};
use super::row::Row;
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::shared::storage;
use crate::ledger::tables::{DUE, DUE_COUNT, DUE_KEY};
use crate::record::Outcome;
use crate::store::{DueId, Noted};

/// The tables, open for writing.
pub(super) struct DueTables<'t> {
    log: LogId,
    rows: Table<'t, &'static [u8; 29], &'static [u8]>,
    keys: Table<'t, &'static [u8; 24], &'static [u8; 29]>,
    counts: Table<'t, &'static [u8; 13], &'static [u8; 16]>,
}

/// Counts of what is open: all of it, and what binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) open: u64,
    pub(super) binding: u64,
}

impl Count {
    pub(super) fn read(bytes: &[u8; 16]) -> Self {
        let (open, binding) = bytes.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let binding = binding.try_into().map_or(0, u64::from_be_bytes);
        Self { open: u64::from_be_bytes(*open), binding }
    }

    fn write(self) -> [u8; 16] {
        (u128::from(self.open) << 64 | u128::from(self.binding)).to_be_bytes()
    }
}

impl<'t> DueTables<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction, log: LogId) -> Result<Self, LedgerError> {
        let rows = transaction.open_table(DUE).map_err(storage)?;
        let keys = transaction.open_table(DUE_KEY).map_err(storage)?;
        let counts = transaction.open_table(DUE_COUNT).map_err(storage)?;
        Ok(Self { log, rows, keys, counts })
    }

    /// Adds what a decision wants done, unless it is there: then it keeps what became of it.
    pub(super) fn add(&mut self, key: DueKey, row: &Row) -> Result<(), LedgerError> {
        let id = id_key(self.log, DueId { decision: row.decision, number: key.number });
        if self.keys.get(&id).map_err(storage)?.is_some() {
            return Ok(());
        }
        self.put(key, row)?;
        self.count(key, row, |count, one| count.saturating_add(one))
    }

    /// What is due under an id.
    pub(super) fn find(&self, id: DueId) -> Result<Option<(DueKey, Row)>, LedgerError> {
        let place = self.keys.get(&id_key(self.log, id)).map_err(storage)?.map(|key| *key.value());
        let Some(place) = place else { return Ok(None) };
        let row = self.rows.get(&place).map_err(storage)?;
        let read = row.and_then(|row| Some((DueKey::read(&place)?.1, Row::decode(row.value()).ok()?)));
        read.map(Some).ok_or_else(|| LedgerError::Storage("a row of what is due was altered".into()))
    }

    /// Notes what became of something open.
    pub(super) fn note(&mut self, key: DueKey, row: &mut Row, noted: Noted) -> Result<(), LedgerError> {
        if noted.outcome == Outcome::Failed {
            row.failures = row.failures.saturating_add(1);
        }
        let closes = noted.outcome.closes();
        row.last = Some(noted);
        if closes {
            self.rows.remove(&row_key(self.log, State::Open, key.position())).map_err(storage)?;
            self.count(key, row, u64::saturating_sub)?;
        }
        self.put(key, row)
    }

    /// The same, from an event of the log that may have been noted with its own transaction.
    pub(super) fn note_again(&mut self, id: DueId, noted: Noted) -> Result<(), LedgerError> {
        let Some((key, mut row)) = self.find(id)? else { return Ok(()) };
        let known = row.last.as_ref().is_some_and(|last| last.sequence >= noted.sequence);
        if known || !row.is_open() { Ok(()) } else { self.note(key, &mut row, noted) }
    }

    fn put(&mut self, key: DueKey, row: &Row) -> Result<(), LedgerError> {
        let state = if row.is_open() { State::Open } else { State::Closed };
        let place = row_key(self.log, state, key.position());
        self.rows.insert(&place, row.encode()?.as_slice()).map_err(storage)?;
        let id = id_key(self.log, DueId { decision: row.decision, number: key.number });
        self.keys.insert(&id, &place).map_err(storage)?;
        Ok(())
    }

    /// Changes how much is open by the day or the moment of a row. Where nothing is, there is no count.
    fn count(&mut self, key: DueKey, row: &Row, change: fn(u64, u64) -> u64) -> Result<(), LedgerError> {
        let at = key.count(self.log);
        let now = self.counts.get(&at).map_err(storage)?.map(|count| Count::read(count.value()));
        let now = now.unwrap_or_default();
        let then = Count { open: change(now.open, 1), binding: change(now.binding, u64::from(row.binding)) };
        if then == Count::default() {
            self.counts.remove(&at).map_err(storage)?;
        } else {
            self.counts.insert(&at, &then.write()).map_err(storage)?;
        }
        Ok(())
    }
}
