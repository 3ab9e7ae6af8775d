//! The first step: it is on record that somebody asked.

use praetor_decision::Name;

use super::finding::Owned;
use super::state::{Standing, standings};
use crate::error::LedgerError;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{ERASURE, place};
use crate::ledger::task::{Desk, Reply, Task};
use crate::record::{ErasureRecord, ErasureState, EventRecord, Record};
use crate::store::{Content, Receipt};

struct Request {
    actor: Name,
    keys: Vec<u64>,
    reply: Reply<u64>,
}

/// Logs the request; gives the sequence of its event.
pub(super) fn task(actor: Name, keys: Vec<u64>, reply: Reply<u64>) -> Box<dyn Task> {
    Box::new(Request { actor, keys, reply })
}

impl Task for Request {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut table = desk.transaction.open_table(ERASURE).map_err(storage)?;
        let row = Standing::Requested.encode();
        table.insert(&place(desk.shared.log, desk.next), row.as_slice()).map_err(storage)?;
        let state = ErasureState::Requested { keys: self.keys.clone() };
        Ok(vec![EventRecord::Erasure(ErasureRecord { actor: self.actor.clone(), state })])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let sequence = result.map(|receipts| receipts.first().map_or(0, |receipt| receipt.sequence));
        self.reply.send(sequence);
    }
}

/// Requests that were neither refused nor carried out, with the keys that they are about.
pub(super) fn unfinished(
    shared: &Shared,
    before: u64,
) -> Result<Vec<(u64, ErasureRecord, Owned)>, LedgerError> {
    shared.read(|reader| {
        let mut found = Vec::new();
        for (request, standing) in standings(&reader.table(ERASURE)?, shared.log)? {
            if request >= before || standing != Standing::Requested {
                continue;
            }
            let Content::Record(Record::Event(EventRecord::Erasure(record))) = reader.at(request)?.content
            else {
                continue;
            };
            let ErasureState::Requested { keys } = &record.state else { continue };
            let owned = owned(shared, keys.clone(), |id| reader.key_row(id))?;
            found.push((request, record, owned));
        }
        Ok(found)
    })
}

/// Whose keys they are shows in any row that is still there.
fn owned(
    shared: &Shared,
    keys: Vec<u64>,
    row: impl Fn(u64) -> Result<Option<crate::keys::KeyRow>, LedgerError>,
) -> Result<Owned, LedgerError> {
    for &id in &keys {
        if let Some(tag) = row(id)?.and_then(|row| shared.ring.owner(id, &row).ok()) {
            return Ok(Owned::known(tag, keys, 0));
        }
    }
    Ok(Owned::known([0; 16], Vec::new(), u64::MAX))
}
