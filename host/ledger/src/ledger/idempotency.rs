//! Idempotency keys: a request that is sent again after an answer was lost is not decided again.
//!
//! A row stands under the hour of its record and a keyed hash of the caller's key, and is written in
//! the transaction of the record. It holds where the record is, and a hash that binds the request to
//! the record's id: no row that was moved or changed gives another record for an answer.
//!
//! Rows hold no clear word and no plain hash of one. Which request a row belongs to shows only to who
//! has the key file, the caller's key and the whole request; after [`limits::IDEMPOTENCY_HOURS`] they
//! are dropped.

#[cfg(test)]
mod tests;

use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use redb::{ReadableTable, TableDefinition, WriteTransaction};

use super::reading::Reader;
use super::shared::{Shared, storage};
use super::task::{Desk, Queue, Reply, Task};
use super::writer::{Entry, Job};
use crate::entry::recorded_at;
use crate::error::LedgerError;
use crate::id::{LogId, RecordId, Timestamp};
use crate::keys::{Tag, keyed_hash};
use crate::limits;
use crate::record::EventRecord;
use crate::store::{Attempt, Claim, Claimed, Receipt};

/// Log, hour of the record and keyed hash of the caller's key.
type Key = [u8; 24];

/// Sequence of the record, and what binds it to the request.
type Row = [u8; 24];

/// Written in the commit of a record that has a key; dropped by the hour.
pub(super) const IDEMPOTENCY: TableDefinition<&Key, &Row> = TableDefinition::new("idempotency");

/// Microseconds of an hour.
const HOUR: u64 = 3_600_000_000;

impl Shared {
    /// Claims a key, and says what stands under it.
    pub(super) fn claim(&self, attempt: &Attempt) -> Result<Claimed, LedgerError> {
        let (hash, fingerprint) = self.ring.idempotent(attempt)?;
        if !self.in_flight.enter(hash) {
            return Ok(Claimed::InFlight);
        }
        // Before the look: a store that is opened in between shows in it.
        let opened = self.opened.load(Ordering::Acquire);
        let claim = Claim { hash, fingerprint, opened, in_flight: Arc::clone(&self.in_flight) };
        let now = self.now();
        self.read(|reader| {
            let Some((sequence, bound)) = reader.idempotent(&hash, now)? else {
                return Ok(Claimed::Fresh(claim));
            };
            let stored = reader.at(sequence)?;
            let same = bind(&fingerprint, stored.receipt.id)? == bound;
            Ok(if same { Claimed::Stored(Box::new(stored)) } else { Claimed::OtherRequest })
        })
    }

    /// Every row belongs to a record of its hour; a store that was cut short at any moment has no other.
    pub(super) fn verify_idempotency(&self) -> Result<(), LedgerError> {
        let mut after = Some(key(self.log, 0, &[0; 16]));
        while let Some(key) = after {
            // In short read transactions, as the entries.
            after = self.read(|reader| reader.compare_rows(&key))?;
        }
        Ok(())
    }

    /// Whether something stands under a claimed key all the same: the commit of an earlier attempt
    /// failed, and was durable when the store was opened again.
    pub(super) fn is_taken(&self, claim: &Claim) -> Result<bool, LedgerError> {
        let now = self.now();
        Ok(self.read(|reader| reader.idempotent(&claim.hash, now))?.is_some())
    }
}

impl Reader<'_> {
    /// What stands under a key.
    fn idempotent(&self, hash: &Tag, now: Timestamp) -> Result<Option<(u64, Tag)>, LedgerError> {
        // The clock may have jumped back behind the last record.
        let newest = hour_of(now.max(self.end()?.1));
        let table = self.table(IDEMPOTENCY)?;
        for hour in (newest.saturating_sub(limits::IDEMPOTENCY_HOURS)..=newest).rev() {
            if let Some(row) = table.get(&key(self.log(), hour, hash)).map_err(storage)? {
                return Ok(Some(taken_apart(row.value())));
            }
        }
        Ok(None)
    }

    /// Compares some rows behind a key with their records; gives the last that was looked at.
    fn compare_rows(&self, after: &Key) -> Result<Option<Key>, LedgerError> {
        let last = key(self.log(), u32::MAX, &[u8::MAX; 16]);
        let table = self.table(IDEMPOTENCY)?;
        let rows = table.range::<&Key>((Bound::Excluded(after), Bound::Included(&last))).map_err(storage)?;
        let (end, mut seen) = (self.end()?.0, None);
        for row in rows.take(limits::IDEMPOTENCY_DROPPED) {
            let (key, row) = row.map_err(storage)?;
            let (sequence, _) = taken_apart(row.value());
            let entry = self.raw(sequence..sequence.saturating_add(1))?.pop().flatten();
            let hour =
                entry.map(|entry| recorded_at(&entry).map_err(|error| error.at(sequence))).transpose()?;
            let fits = match hour {
                Some(time) => key.value().starts_with(&hour_key(self.log(), hour_of(time))),
                // Deleted; that is looked at where the entries are.
                None => sequence < end,
            };
            if !fits {
                let what = "the row of an idempotency key";
                return Err(LedgerError::TreeAltered { what, index: sequence });
            }
            seen = Some(*key.value());
        }
        Ok(seen)
    }
}

/// Writes the rows of the records that have a key.
pub(super) fn write(
    transaction: &WriteTransaction,
    log: LogId,
    batch: &[Job],
    entries: &[Entry],
) -> Result<(), LedgerError> {
    let row = |(job, entry): (&Job, &Entry)| {
        let claim = job.prepared.claim.as_ref()?;
        let Receipt { sequence, id, recorded_at, .. } = entry.receipt;
        let bound = bind(&claim.fingerprint, id);
        Some(bound.map(|bound| (key(log, hour_of(recorded_at), &claim.hash), put_together(sequence, &bound))))
    };
    let rows = batch.iter().zip(entries).filter_map(row);
    let mut rows: Vec<(Key, Row)> = rows.collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_unstable();
    let mut table = transaction.open_table(IDEMPOTENCY).map_err(storage)?;
    for (key, row) in &rows {
        table.insert(key, row).map_err(storage)?;
    }
    Ok(())
}

/// Drops the rows whose time is over, some in each transaction.
pub(super) fn drop_expired(shared: &Shared, queue: &Queue) -> Result<(), LedgerError> {
    let now = shared.now();
    let any = shared.read(|reader| {
        let until = expiry(shared.log, now.max(reader.end()?.1));
        let from = key(shared.log, 0, &[0; 16]);
        let table = reader.table(IDEMPOTENCY)?;
        let first = table.range::<&Key>(&from..&until).map_err(storage)?.next();
        first.transpose().map(|first| first.is_some()).map_err(storage)
    })?;
    let mut more = any;
    while more {
        more = queue.carry_out(|reply| Box::new(Expire { more: false, reply }))?;
    }
    Ok(())
}

struct Expire {
    /// There may be more of them.
    more: bool,
    reply: Reply<bool>,
}

impl Task for Expire {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let log = desk.shared.log;
        let (from, until) = (key(log, 0, &[0; 16]), expiry(log, desk.now));
        let mut table = desk.transaction.open_table(IDEMPOTENCY).map_err(storage)?;
        let expired = table.range::<&Key>(&from..&until).map_err(storage)?;
        let expired = expired.take(limits::IDEMPOTENCY_DROPPED).map(|row| row.map(|(key, _)| *key.value()));
        let expired: Vec<Key> = expired.collect::<Result<_, _>>().map_err(storage)?;
        for key in &expired {
            table.remove(key).map_err(storage)?;
        }
        self.more = expired.len() == limits::IDEMPOTENCY_DROPPED;
        Ok(vec![])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        self.reply.send(result.map(|_| self.more));
    }
}

/// Rows before this key are of an hour that nobody looks at any more.
fn expiry(log: LogId, now: Timestamp) -> Key {
    key(log, hour_of(now).saturating_sub(limits::IDEMPOTENCY_HOURS), &[0; 16])
}

fn bind(fingerprint: &[u8; 32], id: RecordId) -> Result<Tag, LedgerError> {
    let bound = keyed_hash(fingerprint, &[id.as_bytes()]);
    bound.and_then(|bound| bound.first_chunk().copied()).ok_or(LedgerError::Cipher)
}

fn hour_of(time: Timestamp) -> u32 {
    u32::try_from(time.0 / HOUR).unwrap_or(u32::MAX)
}

fn hour_key(log: LogId, hour: u32) -> [u8; 8] {
    (u64::from(log) << 32 | u64::from(hour)).to_be_bytes()
}

fn key(log: LogId, hour: u32, hash: &Tag) -> Key {
    let mut key = [0; 24];
    let (first, rest) = key.split_at_mut(8);
    first.copy_from_slice(&hour_key(log, hour));
    rest.copy_from_slice(hash);
    key
}

fn put_together(sequence: u64, bound: &Tag) -> Row {
    let mut row = [0; 24];
    let (first, rest) = row.split_at_mut(8);
    first.copy_from_slice(&sequence.to_be_bytes());
    rest.copy_from_slice(bound);
    row
}

fn taken_apart(row: &Row) -> (u64, Tag) {
    let sequence = row.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    (sequence, row.last_chunk().copied().unwrap_or_default())
}
