//! The second step: refused because of a hold, or erased. It stands in the queue between the records
//! before it, which it erases, and those after it, which get new keys.

use praetor_decision::Name;

use super::finding::Owned;
use super::state::Standing;
use redb::ReadableTable;

use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::keys::KeyRow;
use crate::ledger::holding;
use crate::ledger::index;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{ERASURE, KEY, KEY_FLOOR, place};
use crate::ledger::task::{Desk, Reply, Task};
use crate::record::{ErasureRecord, ErasureState, EventRecord};
use crate::store::{Erasure, Receipt};

struct Outcome {
    actor: Name,
    request: u64,
    owned: Owned,
    state: Option<ErasureState>,
    reply: Reply<Erasure>,
}

/// Refuses or erases, and says which.
pub(super) fn task(actor: Name, request: u64, owned: Owned, reply: Reply<Erasure>) -> Box<dyn Task> {
    Box::new(Outcome { actor, request, owned, state: None, reply })
}

impl Task for Outcome {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let holds = holding::active(desk, self.owned.tag)?;
        let mut table = desk.transaction.open_table(ERASURE).map_err(storage)?;
        table.remove(&place(desk.shared.log, self.request)).map_err(storage)?;
        let request = self.request;
        let state = if holds.is_empty() {
            ErasureState::Erased { request, keys: self.remove(desk, &mut table)? }
        } else {
            let until =
                holds.iter().map(|hold| hold.until).max_by_key(|until| until.map_or(u64::MAX, |at| at.0));
            let holds = holds.iter().map(|hold| hold.number).collect();
            ErasureState::Refused { request, holds, until: until.flatten() }
        };
        self.state = Some(state.clone());
        Ok(vec![EventRecord::Erasure(ErasureRecord { actor: self.actor.clone(), state })])
    }

    fn end(self: Box<Self>, shared: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let refused = matches!(self.state, Some(ErasureState::Refused { .. }));
        if !refused {
            // Also after a failure: what is durable then comes back when the store is opened again.
            let keys = match &self.state {
                Some(ErasureState::Erased { keys, .. }) => keys.as_slice(),
                _ => &self.owned.keys,
            };
            shared.forget(keys, &shared.ring.forms_of(self.owned.tag));
            shared.stale.notify();
        }
        let told = result.and_then(|receipts| self.told(shared, receipts));
        self.reply.send(told);
    }
}

impl Outcome {
    /// Removes the rows; what is left of them on the disk dies with the epoch.
    fn remove(&self, desk: &Desk<'_>, standing: &mut Rows<'_>) -> Result<Vec<u64>, LedgerError> {
        let mut table = desk.transaction.open_table(KEY).map_err(storage)?;
        let rows = self.owned.rows(&table, desk.shared)?;
        remove_rows(desk, &mut table, standing, &rows)?;
        Ok(rows.iter().map(|(id, _)| *id).collect())
    }

    fn told(&self, shared: &Shared, receipts: Vec<Receipt>) -> Result<Erasure, LedgerError> {
        let receipt = receipts.into_iter().next().ok_or(LedgerError::Cipher)?;
        Ok(match &self.state {
            Some(ErasureState::Refused { holds, until, .. }) => {
                Erasure::Refused { receipt, holds: holds.clone(), until: *until }
            }
            Some(ErasureState::Erased { keys, .. }) => Erasure::Erased {
                receipt,
                keys: keys.len(),
                complete_by: (!keys.is_empty()).then(|| shared.complete_by(receipt.recorded_at)),
            },
            _ => return Err(LedgerError::Cipher),
        })
    }
}

type Rows<'a> = redb::Table<'a, &'static crate::ledger::tables::Place, &'static [u8]>;

/// Removes rows of keys, sees to it that their numbers are never given again, and notes that stale
/// copies of them can be unwrapped until their epoch ends.
pub(in crate::ledger) fn remove_rows(
    desk: &Desk<'_>,
    table: &mut Rows<'_>,
    standing: &mut Rows<'_>,
    rows: &[(u64, KeyRow)],
) -> Result<(), LedgerError> {
    index::forget(desk.transaction, desk.shared.log, rows)?;
    for (id, _) in rows {
        table.remove(&place(desk.shared.log, *id)).map_err(storage)?;
    }
    if let Some((last, _)) = rows.iter().max_by_key(|(id, _)| *id) {
        let mut floors = desk.transaction.open_table(KEY_FLOOR).map_err(storage)?;
        let floor = floors.get(desk.shared.log).map_err(storage)?.map_or(0, |floor| floor.value());
        floors.insert(desk.shared.log, floor.max(last.saturating_add(1))).map_err(storage)?;
    }
    let Some(epoch) = rows.iter().map(|(_, row)| row.epoch).max() else {
        return Ok(());
    };
    let row = Standing::Stale { since: desk.now, epoch }.encode();
    standing.insert(&place(desk.shared.log, desk.next), row.as_slice()).map_err(storage)?;
    Ok(())
}

impl Shared {
    /// When at the latest stale copies are worthless.
    pub(in crate::ledger) fn complete_by(&self, since: Timestamp) -> Timestamp {
        let deadline = u64::try_from(self.erasure_deadline.as_micros()).unwrap_or(u64::MAX);
        Timestamp(since.0.saturating_add(deadline))
    }
}
