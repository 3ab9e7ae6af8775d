//! Stored decisions, told again.

use praetor_decision::Kind;
use praetor_ledger::{
    Content, DecisionRecord, LedgerError, Order, Page, Position, Receipt, Record, RecordId, RecordKind,
    Stored, Timestamp,
};

use super::{Answered, Service, ServiceError};
use crate::engine::record;
use crate::told::Told;

/// Which decisions to list.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Recorded at or after this time.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Only decisions on this kind of question.
    pub kind: Option<Kind>,
    /// Which way.
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// Continue after this place.
    pub after: Option<Position>,
}

/// One page of decisions.
#[derive(Debug)]
pub struct Rows {
    /// The decisions, in the order asked for.
    pub rows: Vec<Row>,
    /// Where to go on; none: there is nothing more.
    pub next: Option<Position>,
}

/// A decision in a list.
#[derive(Debug)]
pub struct Row {
    /// Where and when it was stored.
    pub receipt: Receipt,
    /// The kind of question.
    pub kind: Kind,
    /// The generation that served.
    pub generation: u64,
    /// The decision; none if its subject's key was erased, or it cannot be read.
    pub told: Option<Told>,
    /// The subject's key was erased.
    pub erased: bool,
}

impl Service {
    /// A stored decision; none if there is none with this id. Reads on the calling thread, and
    /// may compile a plugin that serves no more: not to be called on a thread of a runtime.
    ///
    /// # Errors
    /// The record was erased with its subject, or cannot be read.
    pub fn get(&self, id: RecordId) -> Result<Option<Answered>, ServiceError> {
        let Some(stored) = self.store.get(id).wait()?.filter(|stored| stored.kind.is_decision()) else {
            return Ok(None);
        };
        self.retell(stored)
    }

    /// A page of decisions by the time at which they were recorded. Reads on the calling thread.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn search(&self, search: &Search) -> Result<Rows, LedgerError> {
        let page = Page {
            from: search.from,
            until: search.until,
            order: search.order,
            limit: search.limit,
            after: search.after,
            kinds: kinds(search.kind),
        };
        let listing = self.store.list(&page).wait()?;
        let rows = listing.records.into_iter().filter_map(|stored| self.row(stored));
        Ok(Rows { rows: rows.collect(), next: listing.next })
    }

    fn row(&self, stored: Stored) -> Option<Row> {
        let RecordKind::Decision(kind) = stored.kind else {
            return None;
        };
        let (receipt, generation) = (stored.receipt, stored.generation);
        let erased = matches!(stored.content, Content::Erased);
        let told = match &stored.content {
            Content::Record(Record::Decision(record)) => Some(self.told(record, generation)),
            _ => None,
        };
        Some(Row { receipt, kind, generation, told, erased })
    }

    pub(super) fn told(&self, record: &DecisionRecord, generation: u64) -> Told {
        let serving = self.generation();
        record::told(record, generation, &|digest| {
            self.manifests.find(digest, Some(&serving), &*self.store, &self.engine)
        })
    }
}

/// Decisions of one kind, or of every kind; never events.
fn kinds(kind: Option<Kind>) -> Vec<RecordKind> {
    const ALL: [Kind; 4] = [Kind::Sharing, Kind::Retention, Kind::Rights, Kind::Incident];
    let wanted = ALL.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one));
    wanted.map(RecordKind::Decision).collect()
}
