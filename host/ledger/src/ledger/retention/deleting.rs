//! Segments in which nothing can be read any more: their deletion is logged, then their rows go.

mod steps;

use std::collections::BTreeSet;

use praetor_decision::Name;
use redb::{ReadableTable, Table, WriteTransaction};

use super::holds::Forbidden;
use crate::error::LedgerError;
use crate::id::{LogId, RecordId};
use crate::ledger::holding;
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{CLASS, DELETION, HOLD, Place, number_of, place};
use crate::ledger::task::{Desk, Reply, Task};
use crate::record::{EventRecord, RetentionRecord};
use crate::store::Receipt;

pub(in crate::ledger) use steps::finish_deletions;

/// How far the deletion of a segment has come, and which ids were in it.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Deletion {
    pub(in crate::ledger) segment: u64,
    /// Rows of decisions before this sequence are gone.
    next: u64,
    pub(super) decisions: u64,
    /// The least and the greatest id of a decision in it.
    ids: (RecordId, RecordId),
}

impl Deletion {
    fn encode(&self) -> Vec<u8> {
        let numbers = [self.next.to_be_bytes(), self.decisions.to_be_bytes()].concat();
        [numbers.as_slice(), self.ids.0.as_bytes(), self.ids.1.as_bytes()].concat()
    }

    fn decode(segment: u64, mut bytes: &[u8]) -> Result<Self, LedgerError> {
        let altered = || LedgerError::Storage(format!("the row of deleted segment {segment} was altered"));
        let next = u64::from_be_bytes(take(&mut bytes).ok_or_else(altered)?);
        let decisions = u64::from_be_bytes(take(&mut bytes).ok_or_else(altered)?);
        let first = RecordId::from_bytes(take(&mut bytes).ok_or_else(altered)?);
        let last = RecordId::from_bytes(take(&mut bytes).ok_or_else(altered)?);
        Ok(Self { segment, next, decisions, ids: (first, last) })
    }

    /// Whether rows are left.
    pub(in crate::ledger) const fn is_unfinished(&self, size: u64) -> bool {
        self.next < (self.segment + 1) * size
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

/// Every segment whose deletion is on record.
pub(super) fn deletions(
    table: &impl ReadableTable<&'static Place, &'static [u8]>,
    log: LogId,
) -> Result<Vec<Deletion>, LedgerError> {
    let (first, last) = (place(log, 0), place(log, u64::MAX));
    let rows = table.range::<&Place>(&first..=&last).map_err(storage)?;
    rows.map(|row| {
        let (key, row) = row.map_err(storage)?;
        Deletion::decode(number_of(key.value()), row.value())
    })
    .collect()
}

impl Reader<'_> {
    /// Every segment whose deletion is on record.
    pub(in crate::ledger) fn deletions(&self) -> Result<Vec<Deletion>, LedgerError> {
        deletions(&self.table(DELETION)?, self.log())
    }

    /// Puts the rows of deleted segments and the names of classes into a backup, which holds nothing of
    /// those segments any more.
    pub(in crate::ledger) fn copy_deletions(
        &self,
        segments: &BTreeSet<u64>,
        backup: &WriteTransaction,
    ) -> Result<(), LedgerError> {
        let mut table = backup.open_table(DELETION).map_err(storage)?;
        for deletion in self.deletions()?.iter().filter(|one| segments.contains(&one.segment)) {
            let next = (deletion.segment + 1).saturating_mul(self.segment());
            put(&mut table, self.log(), &Deletion { next, ..deletion.clone() })?;
        }
        let mut names = backup.open_table(CLASS).map_err(storage)?;
        for (class, name) in self.class_names()? {
            names.insert((self.log(), class), name.as_str()).map_err(storage)?;
        }
        Ok(())
    }

    /// Whether a record with this id, which is not there, would have been in a deleted segment.
    pub(in crate::ledger) fn was_deleted(&self, id: RecordId) -> Result<bool, LedgerError> {
        let deletions = self.deletions()?;
        Ok(deletions.iter().any(|deletion| (deletion.ids.0..=deletion.ids.1).contains(&id)))
    }
}

/// The deletions that would begin now.
pub(super) fn doomed(shared: &Shared, segments: &[u64]) -> Result<Vec<Deletion>, LedgerError> {
    let size = shared.retention.segment;
    let one = |&segment: &u64| shared.read(|reader| reader.doomed(segment, size));
    segments.iter().filter_map(|segment| one(segment).transpose()).collect()
}

impl Reader<'_> {
    /// The deletion of a segment; none if a decision in it can be read.
    fn doomed(&self, segment: u64, size: u64) -> Result<Option<Deletion>, LedgerError> {
        let mut ids: Option<(RecordId, RecordId)> = None;
        let (mut decisions, next) = (0, segment * size);
        for row in self.entries_in(next..next + size)? {
            let (sequence, entry) = row?;
            let header = self.parse(sequence, entry.value())?.header;
            if !header.kind.is_decision() {
                continue;
            }
            if self.key_row(header.key_id)?.is_some() {
                return Ok(None);
            }
            decisions += 1;
            let (first, last) = ids.unwrap_or((header.id, header.id));
            ids = Some((first.min(header.id), last.max(header.id)));
        }
        let none = RecordId::from_bytes([0; 16]);
        Ok(Some(Deletion { segment, next, decisions, ids: ids.unwrap_or((none, none)) }))
    }
}

/// What an event of deletion tells.
#[derive(Default)]
pub(super) struct Logged {
    pub(super) segments: Vec<u64>,
    pub(super) decisions: u64,
    pub(super) receipt: Option<Receipt>,
}

struct Log {
    actor: Name,
    doomed: Vec<Deletion>,
    reply: Reply<Logged>,
}

/// Puts deletions on record, unless everything is held.
pub(super) fn log(actor: Name, doomed: Vec<Deletion>, reply: Reply<Logged>) -> Box<dyn Task> {
    Box::new(Log { actor, doomed, reply })
}

impl Task for Log {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut table = desk.transaction.open_table(DELETION).map_err(storage)?;
        if everything_held(desk)? {
            self.doomed.clear();
        }
        let begun = deletions(&table, desk.shared.log)?;
        self.doomed.retain(|doomed| begun.iter().all(|begun| begun.segment != doomed.segment));
        if self.doomed.is_empty() {
            return Ok(vec![]);
        }
        for doomed in &self.doomed {
            put(&mut table, desk.shared.log, doomed)?;
        }
        let (segments, decisions) = (self.segments(), self.decisions());
        let record = RetentionRecord { actor: self.actor.clone(), segments, decisions, keys: vec![] };
        Ok(vec![EventRecord::Retention(record)])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let (segments, decisions) = (self.segments(), self.decisions());
        let told =
            |receipts: Vec<Receipt>| Logged { segments, decisions, receipt: receipts.into_iter().next() };
        self.reply.send(result.map(told));
    }
}

impl Log {
    fn segments(&self) -> Vec<u64> {
        self.doomed.iter().map(|doomed| doomed.segment).collect()
    }

    fn decisions(&self) -> u64 {
        self.doomed.iter().map(|doomed| doomed.decisions).sum()
    }
}

fn put(
    table: &mut Table<'_, &'static Place, &'static [u8]>,
    log: LogId,
    deletion: &Deletion,
) -> Result<(), LedgerError> {
    table.insert(&place(log, deletion.segment), deletion.encode().as_slice()).map_err(storage)?;
    Ok(())
}

fn everything_held(desk: &Desk<'_>) -> Result<bool, LedgerError> {
    let shared = desk.shared;
    let holds = holding::rows(&desk.transaction.open_table(HOLD).map_err(storage)?, shared.log)?;
    Ok(Forbidden::by(&holds, &shared.ring, shared.now())?.everything)
}
