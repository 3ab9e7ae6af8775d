//! All that is stored about a person, in pages: that it was given is on record before the first one.

use super::erasing::Owned;
use super::searching;
use super::shared::{Shared, subject_scope};
use super::task::{self, Queue};
use crate::error::LedgerError;
use crate::record::{EventRecord, ExportRecord};
use crate::store::{Disclosed, Disclosure, Whose};

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
    let found = searching::under(shared, &disclosure.keys, from..disclosure.before)?;
    Ok(Disclosed { records: found.records, next: found.next.map(|seen| seen.sequence + 1) })
}
