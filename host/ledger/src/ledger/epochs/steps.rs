//! The steps of an epoch's end that the writer carries out.

use redb::ReadableTable;

use crate::error::LedgerError;
use crate::keys::{KeyRow, Tag};
use crate::ledger::erasing::{Standing, standings};
use crate::ledger::holding;
use crate::ledger::index;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{ERASURE, HOLD, KEY, META, META_EPOCH, Place, number_of, place};
use crate::ledger::task::{Desk, Reply, Task};
use crate::limits;
use crate::record::{EpochRecord, EventRecord};
use crate::store::Receipt;

/// What one step of wrapping anew did.
pub(super) struct Rewrapped {
    /// Where to go on; none: all is done.
    pub(super) next: Option<u64>,
    /// Rows that were looked at.
    pub(super) rows: u64,
}

struct Rewrap {
    from: u64,
    /// Number, former tag and new row of each key that was wrapped anew.
    changed: Vec<(u64, Tag, KeyRow)>,
    done: Rewrapped,
    reply: Reply<Rewrapped>,
}

/// Wraps some keys from a number on under the newest epoch; with the first ones also the holds.
pub(super) fn rewrap(from: u64, reply: Reply<Rewrapped>) -> Box<dyn Task> {
    Box::new(Rewrap { from, changed: Vec::new(), done: Rewrapped { next: None, rows: 0 }, reply })
}

impl Task for Rewrap {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut table = desk.transaction.open_table(KEY).map_err(storage)?;
        let rows = some_rows(&table, desk.shared.log, self.from)?;
        self.done.next = (rows.len() == limits::KEYS_REWRAPPED)
            .then(|| rows.last().map_or(u64::MAX, |(id, _)| id.saturating_add(1)));
        self.done.rows = rows.len() as u64;
        for (id, row) in rows {
            if let Some(next) = desk.shared.ring.rewrap(id, &row)? {
                let key = place(desk.shared.log, id);
                table.insert(&key, next.encode().as_slice()).map_err(storage)?;
                self.changed.push((id, row.tag, next));
            }
        }
        index::moved(desk.transaction, desk.shared.log, &self.changed)?;
        if self.from == 0 {
            self.done.rows += rewrap_holds(desk)?;
        }
        Ok(vec![])
    }

    fn end(self: Box<Self>, shared: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        if result.is_ok() {
            shared.ring.rewrapped(self.changed.iter());
        }
        let Self { done, reply, .. } = *self;
        reply.send(result.map(|_| done));
    }
}

fn some_rows(
    table: &impl ReadableTable<&'static Place, &'static [u8]>,
    log: u32,
    from: u64,
) -> Result<Vec<(u64, KeyRow)>, LedgerError> {
    let (first, last) = (place(log, from), place(log, u64::MAX));
    let rows = table.range::<&Place>(&first..=&last).map_err(storage)?.take(limits::KEYS_REWRAPPED);
    rows.map(|row| {
        let (key, row) = row.map_err(storage)?;
        let id = number_of(key.value());
        let row = KeyRow::decode(row.value());
        Ok((id, row.map_err(|_| LedgerError::Storage(format!("the row of key {id} was altered")))?))
    })
    .collect()
}

fn rewrap_holds(desk: &Desk<'_>) -> Result<u64, LedgerError> {
    let mut table = desk.transaction.open_table(HOLD).map_err(storage)?;
    let holds = holding::rows(&table, desk.shared.log)?;
    let mut survivors = 0;
    for mut hold in holds {
        let Some(whose) = &hold.whose else { continue };
        survivors += 1;
        if let Some(next) = desk.shared.ring.rewrap(hold.token(), whose)? {
            hold.whose = Some(next);
            let key = place(desk.shared.log, hold.number);
            table.insert(&key, hold.encode().as_slice()).map_err(storage)?;
        }
    }
    Ok(survivors)
}

struct Destroy(Reply<()>);

/// Destroys the keys of all epochs but the newest. The writer does it, between two transactions, so
/// that nobody reads a snapshot with rows of before.
pub(super) fn destroy(reply: Reply<()>) -> Box<dyn Task> {
    Box::new(Destroy(reply))
}

impl Task for Destroy {
    fn write(&mut self, _: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        Ok(vec![])
    }

    fn end(self: Box<Self>, shared: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        self.0.send(result.and_then(|_| shared.end_epochs()));
    }
}

struct Log {
    survivors: u64,
    reply: Reply<()>,
}

/// Logs the end of the epochs before, and with it the end of the erasures that waited for it.
pub(super) fn log(survivors: u64, reply: Reply<()>) -> Box<dyn Task> {
    Box::new(Log { survivors, reply })
}

impl Task for Log {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let epoch = desk.shared.ring.newest_epoch();
        let mut table = desk.transaction.open_table(ERASURE).map_err(storage)?;
        let mut erasures = 0;
        for (sequence, standing) in standings(&table, desk.shared.log)? {
            if matches!(standing, Standing::Stale { epoch: under, .. } if under < epoch) {
                table.remove(&place(desk.shared.log, sequence)).map_err(storage)?;
                erasures += 1;
            }
        }
        let mut meta = desk.transaction.open_table(META).map_err(storage)?;
        meta.insert(META_EPOCH, epoch).map_err(storage)?;
        index::end_epochs(desk.transaction, desk.shared.log, epoch)?;
        let survivors = self.survivors;
        Ok(vec![EventRecord::KeyEpoch(EpochRecord { epoch, survivors, erasures })])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        self.reply.send(result.map(drop));
    }
}
