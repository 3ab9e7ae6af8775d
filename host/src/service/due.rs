//! What is due by stored decisions, told with what the decision says of it.

use std::collections::HashMap;

use praetor_ledger::{
    Completed, Completion, Content, DueCounts, DueItem, DueListing, DuePage, DuePosition, LedgerError,
    Record, RecordId,
};

use super::Service;
use crate::explanation;
use crate::told::Told;

/// One page of what is due.
#[derive(Debug)]
pub struct DueRows {
    /// What is due, the earliest first.
    pub rows: Vec<DueRow>,
    /// Where to go on; none: there is nothing more.
    pub next: Option<DuePosition>,
}

/// Something that is due, as it can be acted on.
#[derive(Debug)]
pub struct DueRow {
    /// What the ledger keeps of it.
    pub item: DueItem,
    /// It should have been done before.
    pub overdue: bool,
    /// The caller's name of what it is about.
    pub about: Option<String>,
    /// What to do, in a sentence; in a few words if the decision is not at hand.
    pub says: Option<String>,
    /// What is left of the decision.
    pub decision: Left,
}

/// What is left of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// All of it.
    Whole,
    /// Its place in the log: the subject's key was erased.
    Erased,
    /// Its leaf in the tree: the time for which it is kept is over.
    Deleted,
    /// It cannot be read; an alarm for the operator.
    Unreadable,
}

/// All of it reads the disk or waits for it: not to be called on a thread of a runtime.
impl Service {
    /// A page of what is due; of what is overdue now, if `overdue` is set.
    ///
    /// # Errors
    /// The ledger cannot be read, or the list is behind the log.
    pub fn due(&self, page: &DuePage, overdue: bool) -> Result<DueRows, LedgerError> {
        let now = (self.today(), self.now());
        let DueListing { items, next } =
            self.store.due(&DuePage { overdue: overdue.then_some(now), ..*page })?;
        let mut told = HashMap::new();
        let rows = items.into_iter().map(|item| {
            let decision =
                told.entry(item.id.decision).or_insert_with(|| self.what_is_left(item.id.decision));
            self.due_row(item, decision)
        });
        Ok(DueRows { rows: rows.collect(), next })
    }

    /// Records what became of something due.
    ///
    /// # Errors
    /// The ledger could not store it.
    pub fn complete(&self, completion: &Completion) -> Result<Completed, LedgerError> {
        self.store.complete(completion)
    }

    /// How much is due, without what the last second brought.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn due_counts(&self) -> Result<DueCounts, LedgerError> {
        self.store.due_counts(self.today(), self.now())
    }

    /// Something due that stands alone, such as one that was just completed.
    #[must_use]
    pub fn due_one(&self, item: DueItem) -> DueRow {
        let decision = self.what_is_left(item.id.decision);
        self.due_row(item, &decision)
    }

    fn due_row(&self, item: DueItem, (told, left): &(Option<Told>, Left)) -> DueRow {
        let calendars = self.generation().calendars;
        let says = told.as_ref().and_then(|told| explanation::due(told, calendars, item.id.number));
        DueRow {
            overdue: item.is_overdue(self.today(), self.now()),
            about: item.about.and_then(|about| Some(told.as_ref()?.name_of(about))),
            says: says.or_else(|| explanation::due_meaning(item.kind, &item.name)),
            decision: *left,
            item,
        }
    }

    /// A decision that something is due by. The row stands whatever has become of it.
    fn what_is_left(&self, id: RecordId) -> (Option<Told>, Left) {
        match self.store.get(id).wait() {
            Ok(Some(stored)) => match &stored.content {
                Content::Record(Record::Decision(record)) => {
                    (Some(self.told(record, stored.generation)), Left::Whole)
                }
                Content::Erased => (None, Left::Erased),
                _ => (None, Left::Unreadable),
            },
            Ok(None) => (None, Left::Deleted),
            Err(_) => (None, Left::Unreadable),
        }
    }
}
