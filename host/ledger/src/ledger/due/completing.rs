//! Records what became of something due: the event and the row in one transaction, durable before
//! anybody hears of it.

use super::table::DueTables;
use crate::error::LedgerError;
use crate::ledger::shared::Shared;
use crate::ledger::task::{Desk, Queue, Reply, Task};
use crate::record::{CompletionRecord, EventRecord};
use crate::store::{Completed, Completion, DueItem, Noted, Receipt};

/// Records it, unless it is closed or nothing is due under its name.
pub(in crate::ledger) fn complete(
    shared: &Shared,
    queue: &Queue,
    completion: &Completion,
) -> Result<Completed, LedgerError> {
    // What the last decision wants done may have no row yet.
    shared.catch_up()?;
    let completion = completion.clone();
    queue.carry_out(|reply| Box::new(Completing { completion, seen: Seen::Nothing, reply }))
}

struct Completing {
    completion: Completion,
    seen: Seen,
    reply: Reply<Completed>,
}

/// What was due under the name.
enum Seen {
    Nothing,
    Closed(Box<DueItem>),
    Open(Box<DueItem>),
}

impl Task for Completing {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let mut tables = DueTables::open(desk.transaction, desk.shared.log)?;
        let Some((key, mut row)) = tables.find(self.completion.item)? else { return Ok(vec![]) };
        if !row.is_open() {
            self.seen = Seen::Closed(Box::new(row.item(key)));
            return Ok(vec![]);
        }
        tables.note(key, &mut row, self.noted(desk))?;
        self.seen = Seen::Open(Box::new(row.item(key)));
        Ok(vec![EventRecord::Completion(self.record())])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let Self { seen, reply, .. } = *self;
        let receipt = result.map(|receipts| receipts.into_iter().next());
        reply.send(receipt.map(|receipt| match (seen, receipt) {
            (Seen::Open(item), Some(receipt)) => Completed::Recorded(receipt, item),
            (Seen::Closed(item), _) => Completed::Closed(item),
            _ => Completed::Unknown,
        }));
    }
}

impl Completing {
    fn noted(&self, desk: &Desk<'_>) -> Noted {
        let Completion { outcome, reference, on, actor, .. } = self.completion.clone();
        Noted { outcome, on, reference, actor, recorded_at: desk.now, sequence: desk.next }
    }

    fn record(&self) -> CompletionRecord {
        let Completion { item, outcome, reference, on, actor } = self.completion.clone();
        CompletionRecord { actor, decision: item.decision, number: item.number, outcome, reference, on }
    }
}
