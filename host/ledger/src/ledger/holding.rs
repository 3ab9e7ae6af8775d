//! Holds: what may neither be erased nor deleted, and until when.
//!
//! A row holds the time at which the hold ends (8 bytes, 0: when it is released), and, unless
//! everything is held, whose the hold is: wrapped like a key, so that a stale copy of the row is tied
//! to nobody once the epoch is over.

use praetor_decision::Name;
use redb::ReadableTable;

use super::erasing::Owned;
use super::shared::{Shared, storage, subject_scope};
use super::tables::{HOLD, Place, number_of, place};
use super::task::{Desk, Queue, Reply, Task};
use crate::error::{Alteration, LedgerError};
use crate::id::{LogId, Timestamp};
use crate::keys::{KeyRow, Tag};
use crate::record::{EventRecord, HoldRecord, HoldState, Record};
use crate::store::{Content, Hold, HoldOrder, Receipt};

/// A row of the table.
#[derive(Clone)]
pub(super) struct HoldRow {
    pub(super) number: u64,
    pub(super) until: Option<Timestamp>,
    /// None: everything is held.
    pub(super) whose: Option<KeyRow>,
}

/// Sets a hold's row apart from the row of a key with the same number.
const HOLDS: u64 = 1 << 63;

impl HoldRow {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = self.until.map_or(0, |until| until.0).to_be_bytes().to_vec();
        bytes.extend(self.whose.as_ref().map(KeyRow::encode).unwrap_or_default());
        bytes
    }

    pub(super) fn decode(number: u64, bytes: &[u8]) -> Result<Self, LedgerError> {
        let read = || {
            let (until, whose) = bytes.split_first_chunk().ok_or(Alteration::KeyRow)?;
            let until = Some(u64::from_be_bytes(*until)).filter(|until| *until > 0).map(Timestamp);
            let whose = if whose.is_empty() { None } else { Some(KeyRow::decode(whose)?) };
            Ok::<_, Alteration>(Self { number, until, whose })
        };
        read().map_err(|_| LedgerError::Storage(format!("the row of hold {number} was altered")))
    }

    /// The number under which its row is wrapped.
    pub(super) const fn token(&self) -> u64 {
        self.number | HOLDS
    }
}

/// All holds that are not released.
pub(super) fn rows(
    table: &impl ReadableTable<&'static Place, &'static [u8]>,
    log: LogId,
) -> Result<Vec<HoldRow>, LedgerError> {
    let (first, last) = (place(log, 0), place(log, u64::MAX));
    let rows = table.range::<&Place>(&first..=&last).map_err(storage)?;
    rows.map(|row| {
        let (key, row) = row.map_err(storage)?;
        HoldRow::decode(number_of(key.value()), row.value())
    })
    .collect()
}

/// The holds that forbid to erase this owner now.
pub(super) fn active(desk: &Desk<'_>, tag: Tag) -> Result<Vec<HoldRow>, LedgerError> {
    let forms = desk.shared.ring.forms_of(tag);
    let mut holds = rows(&desk.transaction.open_table(HOLD).map_err(storage)?, desk.shared.log)?;
    holds.retain(|hold| {
        let own = hold.whose.as_ref().is_none_or(|row| forms.contains(&row.tag));
        own && hold.until.is_none_or(|until| until > desk.now)
    });
    Ok(holds)
}

/// Places a hold.
pub(super) fn hold(shared: &Shared, queue: &Queue, order: &HoldOrder) -> Result<Hold, LedgerError> {
    let subject = order.subject.as_deref().map(subject_scope).transpose()?;
    let owned = subject.map(|scope| Owned::find(shared, scope)).transpose()?;
    let keys = owned.as_ref().map(|owned| owned.keys.clone());
    let (until, matter) = (order.until, order.matter.clone());
    let state = HoldState::Placed { keys, until, matter };
    let record = HoldRecord { actor: order.actor.clone(), state };
    let tag = owned.map(|owned| owned.tag);
    let receipt = queue.carry_out(|reply| Box::new(Placing { record, tag, until, reply }))?;
    Ok(Hold {
        number: receipt.sequence,
        everything: order.subject.is_none(),
        until,
        matter: order.matter.clone(),
        placed_at: receipt.recorded_at,
    })
}

/// Releases a hold.
pub(super) fn release(queue: &Queue, hold: u64, actor: &Name) -> Result<Option<Receipt>, LedgerError> {
    let actor = actor.clone();
    queue.carry_out(|reply| Box::new(Release { actor, hold, reply }))
}

/// Every hold with what its event says.
pub(super) fn list(shared: &Shared) -> Result<Vec<Hold>, LedgerError> {
    shared.read(|reader| {
        let mut holds = Vec::new();
        for row in rows(&reader.table(HOLD)?, shared.log)? {
            let stored = reader.at(row.number)?;
            let matter = match stored.content {
                Content::Record(Record::Event(EventRecord::Hold(HoldRecord {
                    state: HoldState::Placed { matter, .. },
                    ..
                }))) => matter,
                Content::Unreadable(error) => return Err(error),
                _ => Name::new("unknown"),
            };
            let (number, until) = (row.number, row.until);
            let placed_at = stored.receipt.recorded_at;
            holds.push(Hold { number, everything: row.whose.is_none(), until, matter, placed_at });
        }
        Ok(holds)
    })
}

struct Placing {
    record: HoldRecord,
    tag: Option<Tag>,
    until: Option<Timestamp>,
    reply: Reply<Receipt>,
}

impl Task for Placing {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut row = HoldRow { number: desk.next, until: self.until, whose: None };
        row.whose = self.tag.map(|tag| desk.shared.ring.token(row.token(), tag)).transpose()?;
        let mut table = desk.transaction.open_table(HOLD).map_err(storage)?;
        table.insert(&place(desk.shared.log, desk.next), row.encode().as_slice()).map_err(storage)?;
        Ok(vec![EventRecord::Hold(self.record.clone())])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let receipt = result.and_then(|receipts| receipts.into_iter().next().ok_or(LedgerError::Cipher));
        self.reply.send(receipt);
    }
}

struct Release {
    actor: Name,
    hold: u64,
    reply: Reply<Option<Receipt>>,
}

impl Task for Release {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut table = desk.transaction.open_table(HOLD).map_err(storage)?;
        let removed = table.remove(&place(desk.shared.log, self.hold)).map_err(storage)?.is_some();
        let state = HoldState::Released { hold: self.hold };
        let event = EventRecord::Hold(HoldRecord { actor: self.actor.clone(), state });
        Ok(if removed { vec![event] } else { vec![] })
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        self.reply.send(result.map(|receipts| receipts.into_iter().next()));
    }
}
