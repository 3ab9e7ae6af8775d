//! What is due by decisions: rows that are taken from each decision behind the hot commits, and what
//! became of them, which is an event of the log.
//!
//! Whoever records that something was done changes its row in the transaction of the event. The
//! follower comes by the same event later, and finds it done; where the rows are made anew from the
//! entries, it does it then. So both ways lead to the same table. A row names nobody: it stays when
//! its decision is erased or deleted. Only rows that are made anew lack those of such decisions.

mod completing;
mod key;
mod listing;
mod row;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use praetor_decision::due::{Due, dues};
use redb::WriteTransaction;

use super::follower::{Batch, Derived};
use super::reading::Reader;
use crate::error::LedgerError;
use crate::id::{RecordId, Timestamp};
use crate::record::{CompletionRecord, DecisionRecord, EventRecord, Record};
use crate::store::{Content, DueId, Noted, RecordKind, Stored};
pub(super) use completing::complete;
use key::DueKey;
pub(super) use listing::{counts, page};
use row::Row;
use table::DueTables;

/// The name of the watermark.
const DUE: &str = "due";

/// Keeps the rows up with the log.
#[derive(Default)]
pub(super) struct DueFollower {
    /// What the transaction under way takes in.
    found: Vec<Found>,
}

/// What an entry says about anything due.
enum Found {
    /// A decision wants it done.
    Due(DueKey, Arc<Row>),
    /// Something became of it.
    Noted(DueId, Noted),
}

impl Derived for DueFollower {
    fn name(&self) -> &'static str {
        DUE
    }

    fn resume(&mut self, _: &Reader<'_>, _: u64) -> Result<(), LedgerError> {
        self.found.clear();
        Ok(())
    }

    fn look_at(&mut self, batch: &Batch<'_>) -> Result<(), LedgerError> {
        self.found.clear();
        for (place, (entry, sequence)) in batch.entries().iter().zip(batch.first..).enumerate() {
            // A deleted entry keeps the rows that it has.
            let Some(entry) = entry else { continue };
            let parsed = batch.reader.parse(sequence, entry)?;
            if let Some(gleaned) = batch.gleaned(place, &parsed.header)? {
                self.found.extend(gleaned.wanted.iter().map(|wanted| wanted.at(sequence)));
            } else if parsed.header.kind.is_decision() || parsed.header.kind == RecordKind::Completion {
                let stored = batch.reader.stored(sequence, entry, &parsed)?;
                self.look_at_one(stored);
            }
        }
        Ok(())
    }

    fn take(&mut self, batch: &Batch<'_>, transaction: &WriteTransaction) -> Result<(), LedgerError> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut tables = DueTables::open(transaction, batch.log)?;
        for found in self.found.drain(..) {
            match found {
                Found::Due(key, row) => tables.add(key, &row)?,
                Found::Noted(id, noted) => tables.note_again(id, noted)?,
            }
        }
        Ok(())
    }
}

impl DueFollower {
    fn look_at_one(&mut self, Stored { receipt, content, .. }: Stored) {
        match content {
            Content::Record(Record::Decision(record)) => {
                let wanted = |due: &Due<'_>| Wanted::of(due, receipt.id, &record).at(receipt.sequence);
                self.found.extend(dues(&record.decision).iter().map(wanted));
            }
            Content::Record(Record::Event(EventRecord::Completion(record))) => {
                self.found.push(noted(record, receipt.sequence, receipt.recorded_at));
            }
            Content::Record(_) | Content::Erased | Content::Sealed => {}
            // One bad record must not hide what is due by all others; reading it raises the alarm too.
            Content::Unreadable(error) => {
                tracing::error!(cause = %error, "what is due by a record cannot be read");
            }
        }
    }
}

/// What a decision wants done, before it has a place in the log.
pub(super) struct Wanted {
    key: DueKey,
    row: Arc<Row>,
}

impl Wanted {
    pub(super) fn of(due: &Due<'_>, decision: RecordId, record: &DecisionRecord) -> Self {
        Self { key: DueKey::of(due, 0), row: Arc::new(Row::of(due, decision, record)) }
    }

    fn at(&self, sequence: u64) -> Found {
        Found::Due(DueKey { sequence, ..self.key }, Arc::clone(&self.row))
    }
}

fn noted(record: CompletionRecord, sequence: u64, recorded_at: Timestamp) -> Found {
    let CompletionRecord { actor, decision, number, outcome, reference, on } = record;
    let noted = Noted { outcome, on, reference, actor, recorded_at, sequence };
    Found::Noted(DueId { decision, number }, noted)
}
