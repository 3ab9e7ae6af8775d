//! Which entries were encrypted under a key: a sorted run for each segment. While a segment grows,
//! each part of it has a run of its own, so that a batch rewrites little.

use std::collections::BTreeMap;
use std::ops::Range;

use redb::{ReadableTable, WriteTransaction};

use super::gathered::low;
use super::run::{Item, Run};
use super::{PART, SEGMENT};
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::shared::storage;
use crate::ledger::tables::{RunKey, SUBJECT};

/// The part that stands for a whole segment.
const WHOLE: u8 = 0;

/// Takes in the keys of entries, in order; merges the parts of each segment that ends among them.
pub(super) fn add(
    transaction: &WriteTransaction,
    log: LogId,
    entries: &[(u64, u64)],
    range: Range<u64>,
) -> Result<(), LedgerError> {
    let mut table = transaction.open_table(SUBJECT).map_err(storage)?;
    let mut runs: BTreeMap<Run, Vec<Item>> = BTreeMap::new();
    for (sequence, key) in entries {
        let run = Run { log, unit: sequence / SEGMENT, part: part_of(*sequence) };
        runs.entry(run).or_default().push((*key, low(*sequence, SEGMENT)));
    }
    for (run, items) in runs {
        run.add(&mut table, items)?;
    }
    for unit in range.start / SEGMENT..range.end / SEGMENT {
        let (first, last) = (Run { log, unit, part: WHOLE + 1 }, Run { log, unit, part: u8::MAX });
        let items = first.drain(last, &mut table)?;
        Run { log, unit, part: WHOLE }.add(&mut table, items)?;
    }
    Ok(())
}

fn part_of(sequence: u64) -> u8 {
    u8::try_from(sequence % SEGMENT / PART).unwrap_or(u8::MAX - 1) + 1
}

/// The entries of a segment, before the watermark, that were encrypted under one of these keys, in
/// order.
pub(in crate::ledger) fn entries_of(
    table: &impl ReadableTable<&'static RunKey, &'static [u8]>,
    log: LogId,
    segment: u64,
    keys: &[u64],
    watermark: u64,
) -> Result<Vec<u64>, LedgerError> {
    let start = segment.saturating_mul(SEGMENT);
    let whole = segment < watermark / SEGMENT;
    let parts = if whole { WHOLE..=WHOLE } else { 1..=part_of(watermark.max(start)) };
    let mut found = Vec::new();
    for part in parts {
        let run = Run { log, unit: segment, part };
        for key in keys {
            found.extend(run.find(table, *key)?.into_iter().map(|low| start + u64::from(low)));
        }
    }
    found.sort_unstable();
    Ok(found)
}
