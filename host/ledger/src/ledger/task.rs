//! What the writer does besides storing records: rare, alone in a transaction of its own, in the
//! order of the queue, so that every record is either before it or after it.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{PoisonError, RwLock};

use redb::WriteTransaction;

use super::shared::Shared;
use super::writer::Work;
use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::record::EventRecord;
use crate::store::Receipt;

/// Work for the writer.
pub(super) trait Task: Send {
    /// Changes the tables; gives the events to log in the same transaction.
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError>;

    /// It is durable, with these receipts of its events, or it failed. The next record of the queue
    /// is looked at only after this.
    fn end(self: Box<Self>, shared: &Shared, result: Result<Vec<Receipt>, LedgerError>);
}

/// Where a task writes.
pub(super) struct Desk<'a> {
    pub(super) transaction: &'a WriteTransaction,
    pub(super) shared: &'a Shared,
    /// The sequence that its first event will have.
    pub(super) next: u64,
    /// The time that its events will have.
    pub(super) now: Timestamp,
}

/// The way to the writer; none once the store is closed.
pub(super) struct Queue(RwLock<Option<SyncSender<Work>>>);

impl Queue {
    pub(super) const fn new(sender: SyncSender<Work>) -> Self {
        Self(RwLock::new(Some(sender)))
    }

    /// Hands work over, if there is room.
    pub(super) fn try_send(&self, work: Work) -> Result<(), LedgerError> {
        let queue = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let sent = queue.as_ref().ok_or(LedgerError::Closed)?.try_send(work);
        sent.map_err(|error| match error {
            TrySendError::Full(_) => LedgerError::Full,
            TrySendError::Disconnected(_) => ended(),
        })
    }

    /// Hands a task over, waits until it is done, and gives what it says.
    pub(super) fn carry_out<T>(
        &self,
        task: impl FnOnce(Reply<T>) -> Box<dyn Task>,
    ) -> Result<T, LedgerError> {
        let (sender, receiver): (_, Receiver<Result<T, LedgerError>>) = sync_channel(1);
        self.try_send(Work::Task(task(Reply(sender))))?;
        receiver.recv().map_err(|_| ended())?
    }

    /// Takes no more.
    pub(super) fn close(&self) {
        drop(self.0.write().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Tells whoever waits for a task.
pub(super) struct Reply<T>(SyncSender<Result<T, LedgerError>>);

impl<T> Reply<T> {
    /// Who no longer waits has gone; the task is done all the same.
    pub(super) fn send(self, result: Result<T, LedgerError>) {
        let _ = self.0.send(result);
    }
}

struct Log {
    event: EventRecord,
    reply: Reply<Receipt>,
}

/// Logs an event, and nothing else.
pub(super) fn log(event: EventRecord, reply: Reply<Receipt>) -> Box<dyn Task> {
    Box::new(Log { event, reply })
}

impl Task for Log {
    fn write(&mut self, _: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        Ok(vec![self.event.clone()])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let receipt = result.and_then(|receipts| receipts.into_iter().next().ok_or(LedgerError::Cipher));
        self.reply.send(receipt);
    }
}

fn ended() -> LedgerError {
    LedgerError::Unavailable("the writer has ended".into())
}
