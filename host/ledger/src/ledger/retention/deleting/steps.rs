//! The rows of deleted segments go in small steps, each whole, between the records of those who ask.

use redb::{ReadableTable, WriteTransaction};

use super::{Deletion, everything_held, put};
use crate::entry::{Header, Parsed};
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::index;
use crate::ledger::retention::patiently;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{BLOB, DELETION, ENTRY, ID, KEY, Place, id_key, number_of, place};
use crate::ledger::task::{Desk, Queue, Reply, Task};
use crate::limits;
use crate::record::EventRecord;
use crate::store::Receipt;

/// Deletes the rows that are left of segments whose deletion is on record, in small steps between the
/// records of those who ask; false: a hold stopped it.
pub(in crate::ledger) fn finish_deletions(shared: &Shared, queue: &Queue) -> Result<bool, LedgerError> {
    for deletion in shared.read(|reader| reader.deletions())? {
        let mut left = deletion.is_unfinished(shared.retention.segment);
        while left {
            match patiently(queue, |reply| {
                Box::new(Step { segment: deletion.segment, done: Done::Held, reply })
            })? {
                Done::Held => return Ok(false),
                Done::Some => {}
                Done::All => left = false,
            }
        }
    }
    Ok(true)
}

/// How far a step came.
#[derive(Clone, Copy)]
enum Done {
    /// Nowhere: everything is held.
    Held,
    /// Rows are left.
    Some,
    /// None are left.
    All,
}

struct Step {
    segment: u64,
    done: Done,
    reply: Reply<Done>,
}

impl Task for Step {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        if everything_held(desk)? {
            return Ok(vec![]);
        }
        self.done = Done::All;
        let (log, size) = (desk.shared.log, desk.shared.retention.segment);
        let mut table = desk.transaction.open_table(DELETION).map_err(storage)?;
        let row = table.get(&place(log, self.segment)).map_err(storage)?;
        let Some(row) = row.map(|row| Deletion::decode(self.segment, row.value())) else { return Ok(vec![]) };
        let mut deletion = row?;
        if deletion.is_unfinished(size) {
            deletion.next = delete_some(desk.transaction, log, deletion.next, (self.segment + 1) * size)?;
            put(&mut table, log, &deletion)?;
            if deletion.is_unfinished(size) {
                self.done = Done::Some;
            } else {
                let entries = self.segment * size..(self.segment + 1) * size;
                index::forget_decisions(desk.transaction, log, entries)?;
            }
        }
        Ok(vec![])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let done = self.done;
        self.reply.send(result.map(|_| done));
    }
}

/// Deletes the first decisions from a sequence on, with all that belongs to them but their hashes; says
/// up to where.
fn delete_some(transaction: &WriteTransaction, log: LogId, from: u64, end: u64) -> Result<u64, LedgerError> {
    let mut entries = transaction.open_table(ENTRY).map_err(storage)?;
    let (doomed, next) = some_decisions(&entries, log, from, end)?;
    let keys = transaction.open_table(KEY).map_err(storage)?;
    let mut ids = transaction.open_table(ID).map_err(storage)?;
    let mut blobs = transaction.open_table(BLOB).map_err(storage)?;
    for (key, header) in doomed {
        if keys.get(&place(log, header.key_id)).map_err(storage)?.is_some() {
            // Never seen: the number of a removed key is never given again.
            let text = format!("record {} of a deleted segment can still be read", number_of(&key));
            return Err(LedgerError::Unavailable(text));
        }
        entries.remove(&key).map_err(storage)?;
        ids.remove(&id_key(log, header.id)).map_err(storage)?;
        if header.is_detached() {
            blobs.remove(&key).map_err(storage)?;
        }
    }
    Ok(next)
}

/// As many entries as one step looks at: the decisions among them, and where the next step begins.
fn some_decisions(
    entries: &impl ReadableTable<&'static Place, &'static [u8]>,
    log: LogId,
    from: u64,
    end: u64,
) -> Result<(Vec<(Place, Header)>, u64), LedgerError> {
    let mut decisions = Vec::with_capacity(limits::ENTRIES_DELETED);
    let rows = entries.range::<&Place>(&place(log, from)..&place(log, end)).map_err(storage)?;
    for (looked_at, row) in rows.enumerate() {
        let (key, entry) = row.map_err(storage)?;
        let sequence = number_of(key.value());
        if looked_at == limits::ENTRIES_DELETED {
            return Ok((decisions, sequence));
        }
        let header = Parsed::read(entry.value()).map_err(|error| error.at(sequence))?.header;
        if header.kind.is_decision() {
            decisions.push((*key.value(), header));
        }
    }
    Ok((decisions, end))
}
