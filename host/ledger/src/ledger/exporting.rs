//! All that is stored about a person, in pages: that it was given is on record before the first one.

use super::erasing::Owned;
use super::reading::Reader;
use super::shared::{Shared, storage, subject_scope};
use super::tables::number_of;
use super::task::{self, Queue};
use crate::error::LedgerError;
use crate::limits;
use crate::record::{EventRecord, ExportRecord};
use crate::store::{Disclosed, Disclosure, Stored, Whose};

/// Logs that it is given, and says what belongs to it.
pub(super) fn begin(shared: &Shared, queue: &Queue, whose: &Whose) -> Result<Disclosure, LedgerError> {
    let owned = Owned::find(shared, subject_scope(&whose.subject)?)?;
    let before = shared.records.load(std::sync::atomic::Ordering::Acquire);
    let (actor, keys) = (whose.actor.clone(), owned.keys);
    let event = EventRecord::Export(ExportRecord { actor, keys: keys.clone(), before });
    let receipt = queue.carry_out(|reply| task::log(event, reply))?;
    Ok(Disclosure { receipt, keys, before })
}

/// The next page, from a sequence on. Each is a short snapshot of its own.
pub(super) fn page(shared: &Shared, disclosure: &Disclosure, from: u64) -> Result<Disclosed, LedgerError> {
    let scanned = from.saturating_add(limits::PAGE_SCAN as u64).min(disclosure.before);
    shared.read(|reader| {
        let mut records = Vec::new();
        for row in reader.entries_in(from..scanned)? {
            let (key, entry) = row.map_err(storage)?;
            let sequence = number_of(key.value());
            if let Some(stored) = reader.stored_under(sequence, entry.value(), &disclosure.keys)? {
                records.push(stored);
                if records.len() == limits::PAGE_RECORDS {
                    return Ok(Disclosed { records, next: next(sequence + 1, disclosure) });
                }
            }
        }
        Ok(Disclosed { records, next: next(scanned, disclosure) })
    })
}

fn next(sequence: u64, disclosure: &Disclosure) -> Option<u64> {
    (sequence < disclosure.before).then_some(sequence)
}

impl Reader<'_> {
    /// The record at a place, if it was encrypted under one of these keys.
    fn stored_under(&self, sequence: u64, entry: &[u8], keys: &[u64]) -> Result<Option<Stored>, LedgerError> {
        let parsed = self.parse(sequence, entry)?;
        if keys.binary_search(&parsed.header.key_id).is_err() {
            return Ok(None);
        }
        self.stored(sequence, entry, &parsed).map(Some)
    }
}
