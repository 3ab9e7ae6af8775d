//! Rows that nothing accounts for: after the end of the tree, or more than there are entries.

use std::collections::BTreeSet;

use redb::{ReadOnlyTable, ReadableTableMetadata, TableDefinition};
use tlog_tiles::Hash;

use super::super::super::reading::Reader;
use super::super::super::retention::Deletion;
use super::super::super::shared::storage;
use super::super::super::tables::{
    BLOB, CHECKPOINT, ENTRY, EVENT, ID, LEAF, NODE, Place, id_key, node_key, number_of, place,
};
use super::{Verified, altered};
use crate::error::LedgerError;
use crate::id::{LogId, RecordId};
use crate::proof::TILE;
use crate::record::{EventRecord, Record};
use crate::store::{Content, RecordKind};

/// Rows beside the entries. The tables are opened once for many entries.
pub(super) struct Beside {
    log: LogId,
    leaves: ReadOnlyTable<&'static Place, &'static [u8; 32]>,
    ids: ReadOnlyTable<&'static [u8; 20], u64>,
    blobs: ReadOnlyTable<&'static Place, &'static [u8]>,
    events: ReadOnlyTable<&'static Place, ()>,
}

impl Beside {
    pub(super) fn leaf(&self, index: u64) -> Result<Option<Hash>, LedgerError> {
        let leaf = self.leaves.get(&place(self.log, index)).map_err(storage)?;
        Ok(leaf.map(|leaf| Hash(*leaf.value())))
    }

    pub(super) fn sequence_of(&self, id: RecordId) -> Result<Option<u64>, LedgerError> {
        Ok(self.ids.get(&id_key(self.log, id)).map_err(storage)?.map(|sequence| sequence.value()))
    }

    pub(super) fn blob(&self, index: u64) -> Result<Option<Vec<u8>>, LedgerError> {
        let blob = self.blobs.get(&place(self.log, index)).map_err(storage)?;
        Ok(blob.map(|blob| blob.value().to_vec()))
    }

    pub(super) fn has_event(&self, index: u64) -> Result<bool, LedgerError> {
        Ok(self.events.get(&place(self.log, index)).map_err(storage)?.is_some())
    }
}

/// What is on record as deleted.
#[derive(PartialEq, Eq)]
pub(super) struct Removals {
    decisions: u64,
    /// Segments of which rows are left.
    unfinished: Vec<Deletion>,
}

impl Removals {
    /// Whether so many missing entries are what was deleted.
    pub(super) const fn explain(&self, missing: u64) -> bool {
        if self.unfinished.is_empty() { missing == self.decisions } else { missing <= self.decisions }
    }
}

/// How many rows the tables have that belong to entries.
pub(super) struct Rows {
    entries: u64,
    ids: u64,
    blobs: u64,
    events: u64,
}

impl Rows {
    /// Compares with what belongs to entries, unless entries were deleted meanwhile.
    pub(super) fn compare(
        &self,
        seen: &Verified,
        events: u64,
        end: u64,
        moved: bool,
    ) -> Result<(), LedgerError> {
        let belong = [
            ("a row of an entry too many", self.entries, seen.entries, !moved),
            ("an id too many", self.ids, seen.entries, !moved),
            ("a payload too many", self.blobs, seen.blobs, !moved),
            ("an event too many", self.events, events, true),
        ];
        match belong.into_iter().find(|(_, rows, seen, counts)| *counts && rows != seen) {
            Some((what, ..)) => altered(what, end),
            None => Ok(()),
        }
    }
}

impl Reader<'_> {
    pub(super) fn rows(&self) -> Result<Rows, LedgerError> {
        Ok(Rows {
            entries: self.table(ENTRY)?.len().map_err(storage)?,
            ids: self.table(ID)?.len().map_err(storage)?,
            blobs: self.table(BLOB)?.len().map_err(storage)?,
            events: self.table(EVENT)?.len().map_err(storage)?,
        })
    }

    /// The segments that events say were deleted, and how many decisions were in them. The events
    /// themselves are verified in their places.
    pub(in crate::ledger) fn deletions_on_record(&self) -> Result<(BTreeSet<u64>, u64), LedgerError> {
        let (events, mut segments, mut decisions) = (self.table(EVENT)?, BTreeSet::new(), 0_u64);
        let all = place(self.log(), 0)..=place(self.log(), u64::MAX);
        for event in events.range::<&Place>(&all.start()..=&all.end()).map_err(storage)? {
            let index = number_of(event.map_err(storage)?.0.value());
            let Some(entry) = self.raw(index..index.saturating_add(1))?.pop().flatten() else { continue };
            let Ok(parsed) = self.parse(index, &entry) else { continue };
            if parsed.header.kind != RecordKind::Retention {
                continue;
            }
            if let Content::Record(Record::Event(EventRecord::Retention(event))) =
                self.stored(index, &entry, &parsed)?.content
            {
                segments.extend(event.segments);
                decisions = decisions.saturating_add(event.decisions);
            }
        }
        Ok((segments, decisions))
    }

    /// What is on record as deleted, and how far it is gone.
    pub(super) fn removals(&self, segment: u64) -> Result<Removals, LedgerError> {
        let mut unfinished = self.deletions()?;
        unfinished.retain(|deletion| deletion.is_unfinished(segment));
        Ok(Removals { decisions: self.deletions_on_record()?.1, unfinished })
    }

    /// The rows beside the entries, to be looked up.
    pub(super) fn beside(&self) -> Result<Beside, LedgerError> {
        Ok(Beside {
            log: self.log(),
            leaves: self.table(LEAF)?,
            ids: self.table(ID)?,
            blobs: self.table(BLOB)?,
            events: self.table(EVENT)?,
        })
    }

    /// The sequence after the last entry, whatever its bytes are.
    pub(super) fn after_last_entry(&self) -> Result<u64, LedgerError> {
        let entries = self.table(ENTRY)?;
        let all = place(self.log(), 0)..=place(self.log(), u64::MAX);
        let last = entries.range::<&Place>(&all.start()..=&all.end()).map_err(storage)?.next_back();
        last.map_or(Ok(0), |row| Ok(number_of(row.map_err(storage)?.0.value()).saturating_add(1)))
    }

    /// The tree holds no hash and no checkpoint after its end.
    pub(super) fn nothing_after(&self, leaves: u64) -> Result<(), LedgerError> {
        if let Some(index) = self.first_from(LEAF, leaves)? {
            return altered("a leaf after the end of the tree", index);
        }
        if let Some(size) = self.first_from(CHECKPOINT, leaves.saturating_add(1))? {
            return altered("a checkpoint after the end of the tree", size);
        }
        let (nodes, mut there) = (self.table(NODE)?, leaves / TILE);
        for level in 1..=u8::MAX {
            let (from, until) = (node_key(self.log(), level, there), node_key(self.log(), level, u64::MAX));
            if nodes.range::<&[u8; 13]>(&from..=&until).map_err(storage)?.next().is_some() {
                return altered("a node after the end of the tree", leaves);
            }
            there /= TILE;
        }
        Ok(())
    }

    fn first_from<V: redb::Value + 'static>(
        &self,
        table: TableDefinition<'_, &'static Place, V>,
        from: u64,
    ) -> Result<Option<u64>, LedgerError> {
        let table = self.table(table)?;
        let (from, until) = (place(self.log(), from), place(self.log(), u64::MAX));
        let first = table.range::<&Place>(&from..=&until).map_err(storage)?.next();
        first.map(|row| row.map(|(key, _)| number_of(key.value())).map_err(storage)).transpose()
    }
}
