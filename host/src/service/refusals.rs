//! Plugins that were refused and have not been put to work since.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use praetor_decision::Name;
use praetor_ledger::{
    Content, Digest, EventRecord, LedgerError, Page, Record, RecordKind, RefusalRecord, Store, Stored,
    Timestamp,
};

use super::first::standing_of;
use crate::gate::Refused;
use crate::limits::{HISTORY_ROWS, REFUSALS_SOUGHT};

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
    /// Those on record of which nothing newer is, of the latest changes and refusals.
    pub(super) fn on_record(store: &dyn Store) -> Result<Self, LedgerError> {
        let (mut settled, refusals) = (BTreeSet::new(), Self::default());
        let kinds = vec![RecordKind::Refusal, RecordKind::Generation];
        let mut page = Page { kinds, limit: HISTORY_ROWS, ..Page::default() };
        for _ in 0..REFUSALS_SOUGHT.div_ceil(HISTORY_ROWS) {
            let listing = store.list(&page).wait()?;
            listing.records.into_iter().for_each(|stored| refusals.take(stored, &mut settled));
            page.after = listing.next;
            if page.after.is_none() {
                break;
            }
        }
        Ok(refusals)
    }

    /// The latest come first: what was settled since, or refused again, is known already.
    fn take(&self, stored: Stored, settled: &mut BTreeSet<Name>) {
        match stored.content {
            Content::Record(Record::Event(EventRecord::Refusal(record)))
                if !record.plugin.is_empty() && settled.insert(record.plugin.clone()) =>
            {
                self.add(Refusal { at: stored.receipt.recorded_at, record });
            }
            Content::Record(Record::Event(EventRecord::Generation(record))) => {
                let change = standing_of(&record).and_then(|standing| standing.change);
                settled.extend(change.into_iter().flat_map(|change| change.bindings).map(|one| one.id));
            }
            _ => {}
        }
    }

    /// Whether these bytes were refused under this id at or after a time, and nothing was done since.
    pub(super) fn since(&self, id: &str, digest: Digest, changed: Timestamp) -> bool {
        let refusals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = refusals.get(id).filter(|refusal| refusal.record.code != Refused::NOT_CHECKED);
        found.is_some_and(|refusal| refusal.record.digest == digest && refusal.at >= changed)
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
