//! Whose keys they are: sorted runs of the masked tags of rows of keys, one run for each epoch and
//! block of numbers. A key comes in with its first entry, or when it is wrapped anew; until then its
//! entry stands after the watermark.

use std::collections::{BTreeMap, BTreeSet};

use redb::{ReadableTable, WriteTransaction};

use super::gathered::low;
use super::run::{Item, Run};
use super::set::Set;
use super::{INDEX, UNIT};
use crate::entry::Parsed;
use crate::error::LedgerError;
use crate::id::LogId;
use crate::keys::{KeyRow, Sought, Tag};
use crate::ledger::reading::Reader;
use crate::ledger::shared::storage;
use crate::ledger::tables::{KEY, RunKey, TAG, TAGGED, place};
use crate::limits;

/// Keys of a block: as many as entries of a unit.
const BLOCK: u64 = UNIT;

fn run(log: LogId, epoch: u32, block: u64) -> Run {
    Run { log, unit: u64::from(epoch) << 32 | block & u64::from(u32::MAX), part: 0 }
}

/// The tag as a run holds it: enough to narrow, for the row itself is looked at.
fn short(tag: Tag) -> u64 {
    tag.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// Takes in the keys that are not in a run yet. Those that were erased meanwhile stay out.
pub(super) fn take_in(
    transaction: &WriteTransaction,
    log: LogId,
    keys: &BTreeSet<u64>,
) -> Result<(), LedgerError> {
    let (mut new, mut block) = (Vec::new(), None);
    {
        let (rows, tagged) = (open(transaction, KEY)?, open(transaction, TAGGED)?);
        for key in keys {
            let number = key / BLOCK;
            if block.as_ref().is_none_or(|(of, _)| *of != number) {
                let row = tagged.get(&place(log, number)).map_err(storage)?;
                block = Some((number, row.map_or_else(|| Ok(Set::new()), |row| Set::decode(row.value()))?));
            }
            if block.as_ref().is_some_and(|(_, known)| known.contains(low(*key, BLOCK))) {
                continue;
            }
            let row = rows.get(&place(log, *key)).map_err(storage)?;
            if let Some(row) = row.map(|row| KeyRow::decode(row.value())) {
                let row =
                    row.map_err(|_| LedgerError::Storage(format!("the row of key {key} was altered")))?;
                new.push((*key, row.masked_under(), row.tag));
            }
        }
    }
    add(transaction, log, &new)
}

/// Keys were wrapped anew: their new tags come in, in the same transaction.
pub(in crate::ledger) fn moved(
    transaction: &WriteTransaction,
    log: LogId,
    changed: &[(u64, Tag, KeyRow)],
) -> Result<(), LedgerError> {
    let rows: Vec<_> = changed.iter().map(|(id, _, row)| (*id, row.masked_under(), row.tag)).collect();
    add(transaction, log, &rows)
}

/// Takes in numbers of keys with the epochs and the tags of their rows.
fn add(transaction: &WriteTransaction, log: LogId, rows: &[(u64, u32, Tag)]) -> Result<(), LedgerError> {
    let (mut runs, mut blocks) = (BTreeMap::<Run, Vec<Item>>::new(), BTreeMap::<u64, Vec<u16>>::new());
    for (key, epoch, tag) in rows {
        let low = low(*key, BLOCK);
        runs.entry(run(log, *epoch, key / BLOCK)).or_default().push((short(*tag), low));
        blocks.entry(key / BLOCK).or_default().push(low);
    }
    let (mut table, mut tagged) = (open(transaction, TAG)?, open(transaction, TAGGED)?);
    for (run, items) in runs {
        run.add(&mut table, items)?;
    }
    for (block, lows) in blocks {
        let key = place(log, block);
        let row = tagged.get(&key).map_err(storage)?;
        let set = row.map_or_else(|| Ok(Set::new()), |row| Set::decode(row.value()));
        let mut set = set?;
        lows.iter().for_each(|low| set.insert(*low));
        tagged.insert(&key, set.encode().as_slice()).map_err(storage)?;
    }
    Ok(())
}

/// Rows of keys are removed: their tags go with them.
pub(in crate::ledger) fn forget(
    transaction: &WriteTransaction,
    log: LogId,
    rows: &[(u64, KeyRow)],
) -> Result<(), LedgerError> {
    let mut table = open(transaction, TAG)?;
    for (key, row) in rows {
        let run = run(log, row.masked_under(), key / BLOCK);
        run.remove(&mut table, (short(row.tag), low(*key, BLOCK)))?;
    }
    Ok(())
}

/// The epochs before this one are over: nobody can look for their tags any more.
pub(in crate::ledger) fn end_epochs(
    transaction: &WriteTransaction,
    log: LogId,
    newest: u32,
) -> Result<(), LedgerError> {
    let Some(last) = newest.checked_sub(1) else { return Ok(()) };
    let mut table = open(transaction, TAG)?;
    run(log, 0, 0).drain(run(log, last, u64::MAX), &mut table)?;
    Ok(())
}

fn open<'t, K: redb::Key + 'static, V: redb::Value + 'static>(
    transaction: &'t WriteTransaction,
    table: redb::TableDefinition<'_, K, V>,
) -> Result<redb::Table<'t, K, V>, LedgerError> {
    transaction.open_table(table).map_err(storage)
}

impl Reader<'_> {
    /// The durable keys of a subject, in order; none: too much is not in the index yet.
    pub(in crate::ledger) fn keys_by_tags(&self, sought: &Sought) -> Result<Option<Vec<u64>>, LedgerError> {
        let Some(mut likely) = self.keys_after_watermark()? else { return Ok(None) };
        let table = self.table(TAG)?;
        let last = self.last_key()? / BLOCK;
        for (epoch, tag) in &sought.masked {
            let all = run(self.log(), *epoch, 0).whole(run(self.log(), *epoch, u64::MAX));
            if table.range::<&RunKey>(&all.start()..=&all.end()).map_err(storage)?.next().is_none() {
                continue;
            }
            for block in 0..=last {
                let lows = run(self.log(), *epoch, block).find(&table, short(*tag))?;
                likely.extend(lows.into_iter().map(|low| block * BLOCK + u64::from(low)));
            }
        }
        let mut keys = Vec::new();
        for key in likely {
            if self.key_row(key)?.is_some_and(|row| sought.forms.contains(&row.tag)) {
                keys.push(key);
            }
        }
        Ok(Some(keys))
    }

    /// The keys of the entries that the index has not taken in.
    fn keys_after_watermark(&self) -> Result<Option<BTreeSet<u64>>, LedgerError> {
        let (watermark, end) = (self.watermark(INDEX)?, self.end()?.0);
        if end.saturating_sub(watermark) > limits::KEYS_LOOKED_AT {
            return Ok(None);
        }
        let mut keys = BTreeSet::new();
        for entry in self.entries_in(watermark..end)? {
            let (sequence, entry) = entry?;
            keys.insert(Parsed::read(entry.value()).map_err(|error| error.at(sequence))?.header.key_id);
        }
        Ok(Some(keys))
    }
}
