//! How the writer carries out a task.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;

use redb::{Database, WriteTransaction};
use tokio::sync::oneshot;

use super::{End, Entry, Job, Writer, append, finish, storage, write_rare};
use crate::error::LedgerError;
use crate::ledger::task::{Desk, Task};
use crate::record::{Draft, EventRecord, Record};

/// What a task wrote.
type Written = (Vec<Job>, Vec<Entry>);

impl Writer {
    /// Carries out a task in a transaction of its own, and says how it went.
    pub(super) fn carry_out(&mut self, mut task: Box<dyn Task>) {
        let end = match self.ready() {
            Ok(end) => end,
            Err(cause) => return task.end(&self.shared, Err(LedgerError::Unavailable(cause))),
        };
        let done = catch_unwind(AssertUnwindSafe(|| self.attempt(&mut *task, end)));
        match done
            .unwrap_or_else(|_| Err(Failure::Commit(LedgerError::Storage("the storage panicked".into()))))
        {
            Ok((batch, entries)) => {
                self.advance(&batch, &entries);
                task.end(&self.shared, Ok(entries.iter().map(|entry| entry.receipt).collect()));
            }
            Err(Failure::Refused(error)) => task.end(&self.shared, Err(error)),
            Err(Failure::Commit(error)) => {
                let cause = self.distrust(&error);
                task.end(&self.shared, Err(LedgerError::Unavailable(cause)));
                let _ = self.ready();
            }
        }
    }

    fn attempt(&self, task: &mut dyn Task, end: End) -> Result<Written, Failure> {
        let database = self.shared.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = database.as_ref().ok_or(Failure::Refused(LedgerError::Closed))?;
        let mut transaction = begin(database).map_err(Failure::Commit)?;
        transaction.set_quick_repair(self.large);
        let now = self.shared.now().max(end.last);
        let desk = Desk { transaction: &transaction, shared: &self.shared, next: end.next, now };
        let events = task.write(&desk).map_err(Failure::of)?;
        let batch = self.events(events).map_err(Failure::of)?;
        let entries = finish(&batch, end, self.shared.log, now);
        self.store_events(transaction, &batch, &entries).map_err(|error| Failure::Commit(storage(error)))?;
        Ok((batch, entries))
    }

    fn events(&self, events: Vec<EventRecord>) -> Result<Vec<Job>, LedgerError> {
        let generation = self.shared.generation();
        let prepare = |event| {
            let record = Record::Event(event);
            let prepared = self.shared.prepare(&Draft { subject: None, generation, record })?;
            // Nobody waits for one of them alone.
            Ok(Job { prepared, reply: oneshot::channel().0 })
        };
        events.into_iter().map(prepare).collect()
    }

    fn store_events(
        &self,
        transaction: WriteTransaction,
        batch: &[Job],
        entries: &[Entry],
    ) -> Result<(), redb::Error> {
        append(&transaction, self.shared.log, entries)?;
        write_rare(&transaction, batch, entries)?;
        transaction.commit()?;
        Ok(())
    }
}

fn begin(database: &Database) -> Result<WriteTransaction, LedgerError> {
    database.begin_write().map_err(storage)
}

enum Failure {
    /// Nothing was written: the transaction was dropped.
    Refused(LedgerError),
    /// Nobody knows what is durable.
    Commit(LedgerError),
}

impl Failure {
    /// After a failure of the storage, even one before the commit, the store is opened again.
    fn of(error: LedgerError) -> Self {
        if matches!(error, LedgerError::Storage(_)) { Self::Commit(error) } else { Self::Refused(error) }
    }
}
