//! What the index forgets: of erased persons and deleted segments it keeps nothing that tells of
//! their content.

use std::collections::BTreeMap;

use redb::{ReadableTable, WriteTransaction};

use super::gathered::{low, posting_key};
use super::set::Set;
use super::term::Term;
use super::{SEGMENT, UNIT, subjects};
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::shared::storage;
use crate::ledger::tables::{POSTING, PostingKey, SUBJECT};

/// Takes the entries of erased keys, before a sequence, out of all terms of content.
pub(super) fn keys(
    transaction: &WriteTransaction,
    log: LogId,
    keys: &[u64],
    until: u64,
) -> Result<(), LedgerError> {
    if keys.is_empty() {
        return Ok(());
    }
    let table = transaction.open_table(SUBJECT).map_err(storage)?;
    let mut units: BTreeMap<u64, Vec<u16>> = BTreeMap::new();
    for segment in 0..=until / SEGMENT {
        for sequence in subjects::entries_of(&table, log, segment, keys, until)? {
            units.entry(sequence / UNIT).or_default().push(low(sequence, UNIT));
        }
    }
    drop(table);
    units.into_iter().try_for_each(|(unit, lows)| strip(transaction, log, unit, &lows))
}

/// Takes places of a unit out of all terms of content.
fn strip(transaction: &WriteTransaction, log: LogId, unit: u64, lows: &[u16]) -> Result<(), LedgerError> {
    let mut table = transaction.open_table(POSTING).map_err(storage)?;
    let mut changed: Vec<(PostingKey, Set)> = Vec::new();
    let (first, last) = content(log, unit);
    for row in table.range::<&PostingKey>(&first..=&last).map_err(storage)? {
        let (key, row) = row.map_err(storage)?;
        let mut set = Set::decode(row.value())?;
        if lows.iter().filter(|low| set.remove(**low)).count() > 0 {
            changed.push((*key.value(), set));
        }
    }
    for (key, set) in changed {
        if set.is_empty() {
            table.remove(&key).map_err(storage)?;
        } else {
            table.insert(&key, set.encode().as_slice()).map_err(storage)?;
        }
    }
    Ok(())
}

/// Drops the terms of content of deleted segments of a size: of the events that stay in them only the
/// kind is a term.
pub(super) fn segments(
    transaction: &WriteTransaction,
    log: LogId,
    segments: &[u64],
    size: u64,
) -> Result<(), LedgerError> {
    for segment in segments {
        let (start, end) = (segment.saturating_mul(size), segment.saturating_add(1).saturating_mul(size));
        for unit in start / UNIT..end.div_ceil(UNIT) {
            let (first, next) = (unit * UNIT, (unit + 1) * UNIT);
            if start <= first && next <= end {
                clear(transaction, log, unit)?;
            } else {
                let own = start.max(first)..end.min(next);
                strip(transaction, log, unit, &own.map(|sequence| low(sequence, UNIT)).collect::<Vec<_>>())?;
            }
        }
    }
    Ok(())
}

/// Drops all terms of content of a unit.
fn clear(transaction: &WriteTransaction, log: LogId, unit: u64) -> Result<(), LedgerError> {
    let mut table = transaction.open_table(POSTING).map_err(storage)?;
    let (first, last) = content(log, unit);
    table.retain_in::<&PostingKey, _>(&first..=&last, |_, _| false).map_err(storage)
}

/// The first and the last key of the terms of content of a unit.
fn content(log: LogId, unit: u64) -> (PostingKey, PostingKey) {
    let (first, last) = Term::of_content();
    (posting_key(log, unit, first), posting_key(log, unit, last))
}
