//! Lists and counts what is due.

use std::ops::Bound;

use praetor_decision::Day;
use redb::ReadOnlyTable;

use super::key::{DueKey, State, begin_of, counted, counted_at, counted_on, row_key};
use super::row::Row;
use super::table::Count;
use crate::error::LedgerError;
use crate::id::{LogId, Timestamp};
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{DUE, DUE_COUNT};
use crate::limits;
use crate::store::{DueCounts, DueItem, DueListing, DuePage, DuePosition, DueStates, due_seconds};

/// Days after today on which a moment can lie that is over: nowhere is the date further ahead.
const DAYS_AHEAD: u8 = 2;

/// A page, complete for all that is durable now.
pub(in crate::ledger) fn page(shared: &Shared, page: &DuePage) -> Result<DueListing, LedgerError> {
    shared.catch_up()?;
    let limit = if page.limit == 0 { limits::PAGE_RECORDS } else { page.limit.min(limits::PAGE_RECORDS) };
    let states: &[State] = match page.states {
        _ if page.overdue.is_some() => &[State::Open],
        DueStates::Open => &[State::Open],
        DueStates::Closed => &[State::Closed],
        DueStates::All => &[State::Open, State::Closed],
    };
    shared.read(|reader| {
        let table = reader.table(DUE)?;
        let scan = |state: &State| scan(&table, reader.log(), *state, page, limit);
        let scanned: Vec<Scanned> = states.iter().map(scan).collect::<Result<_, _>>()?;
        Ok(merged(scanned, limit))
    })
}

type Rows = ReadOnlyTable<&'static [u8; 29], &'static [u8]>;

/// What was found in one part of the table.
struct Scanned {
    found: Vec<(DuePosition, DueItem)>,
    /// How far it was looked at; none: to the end.
    until: Option<DuePosition>,
}

fn scan(
    table: &Rows,
    log: LogId,
    state: State,
    page: &DuePage,
    limit: usize,
) -> Result<Scanned, LedgerError> {
    let (from, to) = bounds(log, state, page);
    let mut scanned = Scanned { found: Vec::new(), until: None };
    let range = table.range::<&[u8; 29]>((from.as_ref(), to.as_ref())).map_err(storage)?;
    let mut last = None;
    for (looked_at, row) in range.enumerate() {
        if scanned.found.len() == limit || looked_at == limits::PAGE_SCAN {
            scanned.until = last;
            break;
        }
        let (key, row) = row.map_err(storage)?;
        let altered = || LedgerError::Storage("a row of what is due was altered".into());
        let (_, key) = DueKey::read(key.value()).ok_or_else(altered)?;
        let item = Row::decode(row.value())?.item(key);
        last = Some(key.position());
        if page.overdue.is_none_or(|(today, now)| item.is_overdue(today, now)) {
            scanned.found.push((key.position(), item));
        }
    }
    Ok(scanned)
}

type Edge = Bound<[u8; 29]>;

/// The part of the table that a page looks at.
fn bounds(log: LogId, state: State, page: &DuePage) -> (Edge, Edge) {
    let ahead = |(today, _): (Day, Timestamp)| {
        (0..=DAYS_AHEAD).try_fold(today, |day, _| day.tomorrow()).unwrap_or(Day::MAX)
    };
    let before = page.before.into_iter().chain(page.overdue.map(ahead)).min();
    let from = match page.after {
        Some(after) => Bound::Excluded(row_key(log, state, after)),
        None => Bound::Included(row_key(log, state, DuePosition([0; 24]))),
    };
    let to = match before {
        Some(day) => Bound::Excluded(row_key(log, state, begin_of(day))),
        None => Bound::Included(row_key(log, state, DuePosition([u8::MAX; 24]))),
    };
    (from, to)
}

/// The parts in one order, as far as all of them were looked at.
fn merged(scanned: Vec<Scanned>, limit: usize) -> DueListing {
    let mut next = scanned.iter().filter_map(|part| part.until).min();
    let mut found: Vec<_> = scanned.into_iter().flat_map(|part| part.found).collect();
    found.sort_by_key(|(position, _)| *position);
    found.retain(|(position, _)| next.is_none_or(|next| *position <= next));
    if found.len() > limit {
        found.truncate(limit);
        next = found.last().map(|(position, _)| *position);
    }
    DueListing { items: found.into_iter().map(|(_, item)| item).collect(), next }
}

/// How much is due: reads one row for each day, or moment, by which anything is.
pub(in crate::ledger) fn counts(
    reader: &Reader<'_>,
    today: Day,
    now: Timestamp,
) -> Result<DueCounts, LedgerError> {
    let (log, table) = (reader.log(), reader.table(DUE_COUNT)?);
    let [first, last] = counted(log);
    let (today, now) = (counted_on(log, today), counted_at(log, due_seconds(now)));
    let moments = counted_at(log, i64::MIN);
    let mut counts = DueCounts::default();
    for row in table.range::<&[u8; 13]>(&first..=&last).map_err(storage)? {
        let (key, count) = row.map_err(storage)?;
        let count = Count::read(count.value());
        counts.open += count.open;
        if *key.value() < today || (*key.value() >= moments && *key.value() < now) {
            counts.overdue += count.binding;
        }
    }
    Ok(counts)
}
