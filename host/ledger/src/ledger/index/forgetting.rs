//! What the index forgets: of erased persons and deleted segments it keeps nothing that tells of
//! their content.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use redb::{ReadableTable, WriteTransaction};

use super::gathered::{low, posting_key};
use super::set::Set;
use super::term::Term;
use super::{SEGMENT, UNIT, subjects};
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::shared::storage;
use crate::ledger::tables::{EVENT, POSTING, Place, PostingKey, SUBJECT, number_of, place};

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
    let content = Term::of_content();
    units.into_iter().try_for_each(|(unit, lows)| strip(transaction, log, unit, content, &lows))
}

/// Takes places of a unit out of the terms from one to another.
fn strip(
    transaction: &WriteTransaction,
    log: LogId,
    unit: u64,
    (first, last): (Term, Term),
    lows: &[u16],
) -> Result<(), LedgerError> {
    let mut table = transaction.open_table(POSTING).map_err(storage)?;
    let mut changed: Vec<(PostingKey, Set)> = Vec::new();
    let (first, last) = (posting_key(log, unit, first), posting_key(log, unit, last));
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

/// Keeps of some entries nothing but the terms of the events among them: the decisions are deleted.
pub(in crate::ledger) fn decisions(
    transaction: &WriteTransaction,
    log: LogId,
    entries: Range<u64>,
) -> Result<(), LedgerError> {
    let events = transaction.open_table(EVENT).map_err(storage)?;
    let mut gone: BTreeMap<u64, BTreeSet<u16>> = BTreeMap::new();
    for sequence in entries.clone() {
        gone.entry(sequence / UNIT).or_default().insert(low(sequence, UNIT));
    }
    for event in
        events.range::<&Place>(&place(log, entries.start)..&place(log, entries.end)).map_err(storage)?
    {
        let sequence = number_of(event.map_err(storage)?.0.value());
        gone.entry(sequence / UNIT).or_default().remove(&low(sequence, UNIT));
    }
    drop(events);
    let all = Term::all();
    gone.into_iter().try_for_each(|(unit, lows)| {
        strip(transaction, log, unit, all, &lows.into_iter().collect::<Vec<_>>())
    })
}
