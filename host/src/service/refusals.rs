//! Plugins that were refused and have not been put to work since.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use praetor_decision::Name;
use praetor_ledger::{
    Content, EventRecord, LedgerError, Page, Record, RecordKind, RefusalRecord, Store, Timestamp,
};

use super::first::standing_of;
use crate::limits::HISTORY_ROWS;

/// The last refusal of each binding.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<BTreeMap<Name, Refusal>>);

/// A plugin that was refused.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// When.
    pub at: Timestamp,
    /// What.
    pub record: RefusalRecord,
}

impl Refusals {
    /// Those on record of which nothing newer is.
    pub(super) fn on_record(store: &dyn Store) -> Result<Self, LedgerError> {
        let kinds = vec![RecordKind::Refusal, RecordKind::Generation];
        let listing = store.list(&Page { kinds, limit: HISTORY_ROWS, ..Page::default() }).wait()?;
        let (mut settled, refusals) = (BTreeSet::new(), Self::default());
        for stored in listing.records {
            match stored.content {
                Content::Record(Record::Event(EventRecord::Refusal(record)))
                    if !record.plugin.is_empty() && settled.insert(record.plugin.clone()) =>
                {
                    refusals.add(Refusal { at: stored.receipt.recorded_at, record });
                }
                Content::Record(Record::Event(EventRecord::Generation(record))) => {
                    let change = standing_of(&record).and_then(|standing| standing.change);
                    settled.extend(change.into_iter().flat_map(|change| change.bindings).map(|one| one.id));
                }
                _ => {}
            }
        }
        Ok(refusals)
    }

    pub(super) fn add(&self, refusal: Refusal) {
        let mut refusals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refusals.insert(refusal.record.plugin.clone(), refusal);
    }

    /// These are bound otherwise now.
    pub(super) fn settle<'a>(&self, ids: impl Iterator<Item = &'a Name>) {
        let mut refusals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ids.for_each(|id| drop(refusals.remove(id)));
    }

    pub(super) fn list(&self) -> Vec<Refusal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}
