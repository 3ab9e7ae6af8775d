//! Reading a snapshot of the store.

mod replaying;

use std::ops::Range;

use redb::{ReadOnlyTable, ReadTransaction};

use super::shared::storage;
use super::tables::{BLOB, ENTRY, EVENT, ID, KEY, Place, id_key, number_of, place};
use crate::entry::{Parsed, leaf};
use crate::error::{Alteration, LedgerError};
use crate::id::{LogId, RecordId, Timestamp};
use crate::keys::{KeyRing, KeyRow};
use crate::limits;
use crate::record::{EventRecord, GenerationRecord, Record};
use crate::store::{Content, Receipt, RecordKind, Stored};

type Bytes = ReadOnlyTable<&'static Place, &'static [u8]>;

/// The stored bytes of an entry.
pub(super) type Entry = redb::AccessGuard<'static, &'static [u8]>;

/// A snapshot of the store.
pub(super) struct Reader<'a> {
    transaction: &'a ReadTransaction,
    entries: Bytes,
    keys: Bytes,
    log: LogId,
    ring: &'a KeyRing,
    /// Entries of a segment.
    segment: u64,
    /// Erasures that the ring had seen: none can come between while a snapshot is read.
    since: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        transaction: &'a ReadTransaction,
        log: LogId,
        ring: &'a KeyRing,
    ) -> Result<Self, LedgerError> {
        let segment = limits::SEGMENT_RECORDS;
        let entries = transaction.open_table(ENTRY).map_err(storage)?;
        let keys = transaction.open_table(KEY).map_err(storage)?;
        Ok(Self { transaction, entries, keys, log, ring, segment, since: ring.erasures() })
    }

    /// The same, with segments of another size.
    pub(super) fn with_segments_of(self, segment: u64) -> Self {
        Self { segment, ..self }
    }

    pub(super) const fn ring(&self) -> &'a KeyRing {
        self.ring
    }

    pub(super) const fn log(&self) -> LogId {
        self.log
    }

    /// Entries of a segment, which is deleted as a whole.
    pub(super) const fn segment(&self) -> u64 {
        self.segment
    }

    /// A table of the snapshot.
    pub(super) fn table<K: redb::Key + 'static, V: redb::Value + 'static>(
        &self,
        table: redb::TableDefinition<'_, K, V>,
    ) -> Result<ReadOnlyTable<K, V>, LedgerError> {
        self.transaction.open_table(table).map_err(storage)
    }

    /// The stored bytes of entries; none where one was deleted.
    pub(super) fn raw(&self, range: Range<u64>) -> Result<Vec<Option<Vec<u8>>>, LedgerError> {
        let bytes = |sequence| {
            let entry = self.entries.get(&place(self.log, sequence)).map_err(storage)?;
            Ok(entry.map(|entry| entry.value().to_vec()))
        };
        range.map(bytes).collect()
    }

    /// The record with this id; none if it was never stored, an error if it was deleted.
    pub(super) fn by_id_or_deleted(&self, id: RecordId) -> Result<Option<Stored>, LedgerError> {
        self.sequence_or_deleted(id)?.map(|sequence| self.at(sequence)).transpose()
    }

    /// The same for its sequence.
    pub(super) fn sequence_or_deleted(&self, id: RecordId) -> Result<Option<u64>, LedgerError> {
        match self.sequence_of(id)? {
            None if self.was_deleted(id)? => Err(LedgerError::Deleted),
            sequence => Ok(sequence),
        }
    }

    pub(super) fn sequence_of(&self, id: RecordId) -> Result<Option<u64>, LedgerError> {
        let ids = self.transaction.open_table(ID).map_err(storage)?;
        Ok(ids.get(&id_key(self.log, id)).map_err(storage)?.map(|sequence| sequence.value()))
    }

    /// The newest generation among the events.
    pub(super) fn latest_generation(&self) -> Result<Option<(Receipt, GenerationRecord)>, LedgerError> {
        let events = self.transaction.open_table(EVENT).map_err(storage)?;
        for event in
            events.range::<&Place>(&place(self.log, 0)..=&place(self.log, u64::MAX)).map_err(storage)?.rev()
        {
            let sequence = number_of(event.map_err(storage)?.0.value());
            let stored = self.at(sequence)?;
            match stored.content {
                Content::Record(Record::Event(EventRecord::Generation(generation))) => {
                    return Ok(Some((stored.receipt, generation)));
                }
                // An older generation in its place would serve the wrong law.
                Content::Unreadable(error) if stored.kind == RecordKind::Generation => {
                    return Err(error);
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// The durable rows of keys, the latest first.
    pub(super) fn key_rows(
        &self,
    ) -> Result<impl Iterator<Item = Result<(u64, KeyRow), LedgerError>>, LedgerError> {
        let rows = self
            .keys
            .range::<&Place>(&place(self.log, 0)..=&place(self.log, u64::MAX))
            .map_err(storage)?
            .rev();
        Ok(rows.map(key_row))
    }

    /// The durable rows of the keys with these numbers, in their order.
    pub(super) fn key_rows_in(
        &self,
        from: u64,
        until: u64,
    ) -> Result<impl Iterator<Item = Result<(u64, KeyRow), LedgerError>>, LedgerError> {
        let (from, until) = (place(self.log, from), place(self.log, until));
        let rows = self.keys.range::<&Place>(&from..&until).map_err(storage)?;
        Ok(rows.map(key_row))
    }

    /// The greatest number of a key that is durable.
    pub(super) fn last_key(&self) -> Result<u64, LedgerError> {
        let (first, last) = (place(self.log, 0), place(self.log, u64::MAX));
        let row = self.keys.range::<&Place>(&first..=&last).map_err(storage)?.next_back();
        row.map_or(Ok(0), |row| Ok(number_of(row.map_err(storage)?.0.value())))
    }

    pub(super) fn key_row(&self, id: u64) -> Result<Option<KeyRow>, LedgerError> {
        let row = self.keys.get(&place(self.log, id)).map_err(storage)?;
        let row = row.map(|row| KeyRow::decode(row.value())).transpose();
        row.map_err(|_| LedgerError::Storage(format!("the row of key {id} was altered")))
    }

    /// Sequence and time that the next entry must not fall behind.
    pub(super) fn end(&self) -> Result<(u64, Timestamp), LedgerError> {
        let last = self
            .entries
            .range::<&Place>(&place(self.log, 0)..=&place(self.log, u64::MAX))
            .map_err(storage)?
            .next_back();
        let Some(last) = last else {
            return Ok((0, Timestamp(0)));
        };
        let (key, entry) = last.map_err(storage)?;
        let sequence = number_of(key.value());
        Ok((sequence + 1, self.parse(sequence, entry.value())?.recorded_at))
    }

    /// The entries that are there in a range of sequences, in order, from either end.
    pub(super) fn entries_in(
        &self,
        range: Range<u64>,
    ) -> Result<impl DoubleEndedIterator<Item = Result<(u64, Entry), LedgerError>>, LedgerError> {
        let (from, until) = (place(self.log, range.start), place(self.log, range.end.max(range.start)));
        let rows = self.entries.range::<&Place>(&from..&until).map_err(storage)?;
        Ok(rows.map(|row| row.map(|(key, entry)| (number_of(key.value()), entry)).map_err(storage)))
    }

    /// An entry; none where one was deleted.
    pub(super) fn entry_if_any(&self, sequence: u64) -> Result<Option<Entry>, LedgerError> {
        self.entries.get(&place(self.log, sequence)).map_err(storage)
    }

    pub(super) fn at(&self, sequence: u64) -> Result<Stored, LedgerError> {
        let entry = self.entry(sequence)?;
        let parsed = self.parse(sequence, entry.value())?;
        self.stored(sequence, entry.value(), &parsed)
    }

    pub(super) fn entry(&self, sequence: u64) -> Result<Entry, LedgerError> {
        self.entry_if_any(sequence)?.ok_or(LedgerError::Altered { sequence, what: Alteration::Shape })
    }

    pub(super) fn parse<'b>(&self, sequence: u64, entry: &'b [u8]) -> Result<Parsed<'b>, LedgerError> {
        Parsed::read(entry).map_err(|error| error.at(sequence))
    }

    pub(super) fn stored(
        &self,
        sequence: u64,
        entry: &[u8],
        parsed: &Parsed<'_>,
    ) -> Result<Stored, LedgerError> {
        Ok(self.with(self.content(sequence, parsed)?, sequence, entry, parsed))
    }

    /// What is clear of a record; nothing is decrypted.
    pub(super) fn sealed(
        &self,
        sequence: u64,
        entry: &[u8],
        parsed: &Parsed<'_>,
    ) -> Result<Stored, LedgerError> {
        let there = self.key_row(parsed.header.key_id)?.is_some();
        let content = if there { Content::Sealed } else { Content::Erased };
        Ok(self.with(content, sequence, entry, parsed))
    }

    fn with(&self, content: Content, sequence: u64, entry: &[u8], parsed: &Parsed<'_>) -> Stored {
        let (header, recorded_at) = (&parsed.header, parsed.recorded_at);
        let receipt = Receipt { log: self.log, sequence, id: header.id, leaf: leaf(entry), recorded_at };
        Stored { receipt, kind: header.kind, generation: header.generation, content }
    }

    fn content(&self, sequence: u64, parsed: &Parsed<'_>) -> Result<Content, LedgerError> {
        let Some(row) = self.key_row(parsed.header.key_id)? else {
            return Ok(Content::Erased);
        };
        let unreadable = |what| Content::Unreadable(LedgerError::Altered { sequence, what });
        let dek = match self.ring.unwrap(parsed.header.key_id, &row, self.since) {
            Ok(dek) => dek,
            Err(what) => return Ok(unreadable(what)),
        };
        let record = parsed.open(&dek, || self.blob(sequence))?;
        Ok(record.map_or_else(|error| Content::Unreadable(error.at(sequence)), Content::Record))
    }

    fn blob(&self, sequence: u64) -> Result<Option<Vec<u8>>, LedgerError> {
        let blobs = self.transaction.open_table(BLOB).map_err(storage)?;
        let blob = blobs.get(&place(self.log, sequence)).map_err(storage)?;
        Ok(blob.map(|blob| blob.value().to_vec()))
    }
}

type Row<'a> = (redb::AccessGuard<'a, &'static Place>, redb::AccessGuard<'a, &'static [u8]>);

fn key_row(row: Result<Row<'_>, redb::StorageError>) -> Result<(u64, KeyRow), LedgerError> {
    let (key, row) = row.map_err(storage)?;
    let id = number_of(key.value());
    let row = KeyRow::decode(row.value());
    Ok((id, row.map_err(|_| LedgerError::Storage(format!("the row of key {id} was altered")))?))
}
