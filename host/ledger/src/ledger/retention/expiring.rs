//! Keys whose time is over: a bounded number in one transaction, with the event that counts them. What
//! was encrypted under them cannot be read from then on, and stale copies of them die with the epoch.

use std::collections::BTreeMap;

use praetor_decision::{Day, Name};
use redb::ReadableTable;

use super::holds::Forbidden;
use crate::error::LedgerError;
use crate::keys::{Class, KeyRow, Period};
use crate::ledger::erasing::remove_rows;
use crate::ledger::holding;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{ERASURE, HOLD, KEY, place};
use crate::ledger::task::{Desk, Reply, Task};
use crate::record::{EventRecord, ExpiredKeys, RetentionRecord};
use crate::retention::day_of;
use crate::store::Receipt;

/// What a step did.
#[derive(Default)]
pub(super) struct Expired {
    pub(super) keys: u64,
    /// The event; none: none of the keys had to go.
    pub(super) receipt: Option<Receipt>,
}

struct Expire {
    actor: Name,
    ids: Vec<u64>,
    gone: Vec<u64>,
    reply: Reply<Expired>,
}

/// Removes those of the keys whose time is over and that no hold keeps.
pub(super) fn task(actor: Name, ids: Vec<u64>, reply: Reply<Expired>) -> Box<dyn Task> {
    Box::new(Expire { actor, ids, gone: Vec::new(), reply })
}

impl Task for Expire {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut keys = desk.transaction.open_table(KEY).map_err(storage)?;
        let rows = self.rows(desk, &keys)?;
        if rows.is_empty() {
            return Ok(vec![]);
        }
        self.gone = rows.iter().map(|(id, _)| *id).collect();
        let mut standing = desk.transaction.open_table(ERASURE).map_err(storage)?;
        remove_rows(desk, &mut keys, &mut standing, &rows)?;
        let (actor, keys) = (self.actor.clone(), counted(desk.shared, &rows));
        let record = RetentionRecord { actor, segments: vec![], decisions: 0, keys };
        Ok(vec![EventRecord::Retention(record)])
    }

    fn end(self: Box<Self>, shared: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        if !self.gone.is_empty() {
            // Also after a failure: what is durable then comes back when the store is opened again.
            shared.forget(&self.gone, &[]);
            shared.stale.notify();
        }
        let keys = self.gone.len() as u64;
        self.reply.send(result.map(|receipts| Expired { keys, receipt: receipts.into_iter().next() }));
    }
}

impl Expire {
    /// The rows as they are now, also if they were wrapped anew or held since the survey.
    fn rows(
        &self,
        desk: &Desk<'_>,
        table: &impl ReadableTable<&'static crate::ledger::tables::Place, &'static [u8]>,
    ) -> Result<Vec<(u64, KeyRow)>, LedgerError> {
        let shared = desk.shared;
        let holds = holding::rows(&desk.transaction.open_table(HOLD).map_err(storage)?, shared.log)?;
        let forbidden = Forbidden::by(&holds, &shared.ring, shared.now())?;
        let (mut rows, today) = (Vec::new(), shared.today());
        for &id in &self.ids {
            let Some(row) = table.get(&place(shared.log, id)).map_err(storage)? else { continue };
            let altered = |_| LedgerError::Storage(format!("the row of key {id} was altered"));
            let row = KeyRow::decode(row.value()).map_err(altered)?;
            if shared.has_expired(&row, today) && !forbidden.forbids(&row.tag) {
                rows.push((id, row));
            }
        }
        Ok(rows)
    }
}

fn counted(shared: &Shared, rows: &[(u64, KeyRow)]) -> Vec<ExpiredKeys> {
    let mut counts: BTreeMap<(Class, Period), u64> = BTreeMap::new();
    for (_, row) in rows {
        *counts.entry((row.class, row.period)).or_default() += 1;
    }
    let name = |class| shared.retention.classes.get(class).map(|class| class.name.clone());
    let expired = |((class, quarter), count)| Some(ExpiredKeys { class: name(class)?, quarter, count });
    counts.into_iter().filter_map(expired).collect()
}

impl Shared {
    /// The day on which it is judged what has expired. It is the clock that counts, even if records are
    /// dated later because it was put back: nothing goes before its day.
    pub(super) fn today(&self) -> Day {
        day_of(self.now())
    }

    /// Whether the time of what a key encrypts is over on a day.
    pub(super) fn has_expired(&self, row: &KeyRow, today: Day) -> bool {
        let expires_on = self.retention.classes.expires_on(row.class, row.period);
        row.class != 0 && expires_on.is_some_and(|day| day <= today)
    }
}
