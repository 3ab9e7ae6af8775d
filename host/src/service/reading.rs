//! Stored decisions, told again.

use praetor_decision::{Decision, Kind, Name};
use praetor_ledger::{
    Content, DecisionRecord, Filter, Order, Page, Position, Receipt, Record, RecordId, RecordKind, Stored,
    Timestamp,
};

use super::{Answered, SearchError, Service, ServiceError};
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
    /// What else is asked of them.
    pub filter: Filter,
    /// Only decisions in which a law of this legal order had its say, such as `EU`.
    pub jurisdiction: Option<Name>,
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
    pub decision: Option<Decision>,
    /// The subject's key was erased.
    pub erased: bool,
}

impl Row {
    /// A stored decision; none if the record is none.
    #[must_use]
    pub fn of(stored: Stored) -> Option<Self> {
        let RecordKind::Decision(kind) = stored.kind else {
            return None;
        };
        let (receipt, generation) = (stored.receipt, stored.generation);
        let erased = matches!(stored.content, Content::Erased);
        let decision = match stored.content {
            Content::Record(Record::Decision(record)) => Some(record.decision),
            _ => None,
        };
        Some(Self { receipt, kind, generation, decision, erased })
    }
}

impl Search {
    /// The page of the ledger; what stands for the jurisdiction is already in the filter.
    #[must_use]
    pub fn page(&self) -> Page {
        Page {
            from: self.from,
            until: self.until,
            order: self.order,
            limit: self.limit,
            after: self.after,
            kinds: kinds(self.kind),
            filter: self.filter.clone(),
        }
    }
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
    /// The ledger cannot be read, or no law of such a legal order was ever at work.
    pub fn search(&self, search: &Search) -> Result<Rows, SearchError> {
        let mut page = search.page();
        if let Some(order) = &search.jurisdiction {
            page.filter.laws = Some(self.laws_of(order)?);
        }
        let listing = self.store.list(&page).wait()?;
        Ok(Rows { rows: listing.records.into_iter().filter_map(Row::of).collect(), next: listing.next })
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
