//! What plugins in shadow have shown, from the ledger.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use praetor_ledger::{
    Content, EventRecord, LedgerError, Page, Position, Receipt, Record, RecordKind, ShadowRecord, Store,
    Stored,
};

use super::{Candidate, Tally};
use crate::config::Mode;
use crate::engine::{Binding, Schedule};
use crate::limits::{HISTORY_ROWS, SHADOWS_SOUGHT};
use crate::service::Service;
use crate::shift::{Change, Shift, Weight};

/// What one plugin in shadow would have decided otherwise.
#[derive(Debug)]
pub struct Differences {
    /// The plugin.
    pub binding: Binding,
    /// What it has shown as a whole.
    pub tally: Tally,
    /// A page of the differences, the latest first.
    pub rows: Vec<(Receipt, ShadowRecord)>,
    /// Where to go on; none: there are no more.
    pub next: Option<Position>,
}

impl Service {
    /// What the plugin in shadow under an id has shown; none: there is none. Blocks.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn differences(
        &self,
        id: &str,
        weight: Option<Weight>,
        limit: usize,
        after: Option<Position>,
    ) -> Result<Option<Differences>, LedgerError> {
        let schedule = self.schedule();
        let Some(binding) = in_shadow(&schedule).find(|binding| binding.manifest.id == id) else {
            return Ok(None);
        };
        let candidate = Candidate::of(binding);
        let tallies = self.shadows.shared.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.get(&candidate).cloned().unwrap_or_else(Tally::from_now);
        drop(tallies);
        let (mut rows, mut next) = (vec![], after);
        for _ in 0..SHADOWS_SOUGHT.div_ceil(HISTORY_ROWS) {
            let limit = limit.saturating_sub(rows.len());
            let page = Page { kinds: vec![RecordKind::Shadow], limit, after: next, ..Page::default() };
            let listing = self.store.list(&page).wait()?;
            let found = listing.records.into_iter().filter_map(shadow).filter(|(_, record)| {
                candidate.is_of(record) && weight.is_none_or(|weight| weight.as_str() == record.weight)
            });
            rows.extend(found);
            next = listing.next;
            if next.is_none() || rows.len() >= limit {
                break;
            }
        }
        Ok(Some(Differences { binding: binding.clone(), tally, rows, next }))
    }

    /// What each plugin in shadow has shown, by its id.
    #[must_use]
    pub fn tallies(&self) -> Vec<(String, Tally)> {
        let tallies = self.shadows.shared.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let schedule = self.schedule();
        let of = |binding: &Binding| {
            let tally = tallies.get(&Candidate::of(binding)).cloned().unwrap_or_else(Tally::from_now);
            (binding.manifest.id.to_string(), tally)
        };
        in_shadow(&schedule).map(of).collect()
    }
}

/// What was counted before, of the plugins that are in shadow now.
pub(super) fn on_record(
    store: &dyn Store,
    schedule: &Schedule,
) -> Result<BTreeMap<Candidate, Tally>, LedgerError> {
    let mut tallies: BTreeMap<Candidate, Tally> =
        in_shadow(schedule).map(|binding| (Candidate::of(binding), Tally::from_now())).collect();
    let mut page = Page { kinds: vec![RecordKind::Shadow], limit: HISTORY_ROWS, ..Page::default() };
    for _ in 0..SHADOWS_SOUGHT.div_ceil(HISTORY_ROWS) {
        if tallies.is_empty() {
            break;
        }
        let listing = store.list(&page).wait()?;
        for (_, record) in listing.records.into_iter().filter_map(shadow) {
            let counted = tallies.iter_mut().find(|(candidate, _)| candidate.is_of(&record));
            if let (Some((_, tally)), Some(shift)) = (counted, shift_of(&record)) {
                tally.shifted.add(record.decision, &shift);
            }
        }
        page.after = listing.next;
        if page.after.is_none() {
            break;
        }
    }
    Ok(tallies)
}

impl Candidate {
    fn is_of(&self, record: &ShadowRecord) -> bool {
        self.id == record.plugin && self.digest == record.digest && self.settings == record.settings
    }
}

/// The plugins that are in shadow, now or at some time of the present generation.
fn in_shadow(schedule: &Schedule) -> impl Iterator<Item = &Binding> {
    schedule.bindings.iter().filter(|binding| binding.mode == Mode::Shadow)
}

fn shadow(stored: Stored) -> Option<(Receipt, ShadowRecord)> {
    match stored.content {
        Content::Record(Record::Event(EventRecord::Shadow(record))) => Some((stored.receipt, *record)),
        _ => None,
    }
}

/// The difference as it was found; none: a later version wrote it.
fn shift_of(record: &ShadowRecord) -> Option<Shift> {
    let changes = record
        .changes
        .iter()
        .map(|(weight, says)| Some(Change { weight: Weight::named(weight)?, says: says.clone() }));
    Some(Shift {
        kind: record.kind,
        weight: Weight::named(&record.weight)?,
        was: record.was.clone(),
        now: record.now.clone(),
        changes: changes.collect::<Option<_>>()?,
        more: record.more,
        rules_gone: record.rules_gone.clone(),
        rules_new: record.rules_new.clone(),
    })
}
