//! The follower: brings up what is derived from the entries, behind the hot commits.
//!
//! Each [`Derived`] has a watermark of its own, written in the transaction that moves it, so that a
//! crash repeats a batch or nothing. It begins when enough is new, when something has been new for
//! a while, or when somebody waits for it.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use redb::WriteTransaction;

use super::gleaned::{Gleaned, Taken};
use super::reading::Reader;
use super::shared::{Shared, storage};
use super::tables::DERIVED;
use crate::entry::Header;
use crate::error::LedgerError;
use crate::id::LogId;
use crate::limits;

mod progress;

pub(super) use progress::Progress;

/// Something that is derived from the entries, in order.
pub(super) trait Derived: Send {
    /// The name of its watermark; never changed.
    fn name(&self) -> &'static str;

    /// Takes up its state in memory after the store was opened, when it has taken in all entries
    /// before `next`.
    fn resume(&mut self, reader: &Reader<'_>, next: u64) -> Result<(), LedgerError>;

    /// Reads what it needs of the next entries: what it does here does not hold up the hot commits.
    fn look_at(&mut self, _: &Batch<'_>) -> Result<(), LedgerError> {
        Ok(())
    }

    /// Takes in the entries that it has looked at. Nothing of it counts before [`Derived::committed`].
    fn take(&mut self, batch: &Batch<'_>, transaction: &WriteTransaction) -> Result<(), LedgerError>;

    /// What it took in is durable.
    fn committed(&mut self) {}
}

/// Entries that follow each other.
pub(super) struct Batch<'a> {
    pub(super) log: LogId,
    /// The sequence of the first.
    pub(super) first: u64,
    read: Rc<Read>,
    /// Reads and decrypts them, and all that is durable besides.
    pub(super) reader: &'a Reader<'a>,
}

/// What is there of some entries.
struct Read {
    range: Range<u64>,
    /// Their stored bytes; an entry that was deleted is none.
    entries: Vec<Option<Vec<u8>>>,
    gleaned: Taken,
}

impl Read {
    fn of(range: Range<u64>, shared: &Shared, reader: &Reader<'_>) -> Result<Self, LedgerError> {
        let (entries, gleaned) = (reader.raw(range.clone())?, shared.gleanings.take(range.clone()));
        Ok(Self { range, entries, gleaned })
    }
}

impl Batch<'_> {
    /// The stored bytes; an entry that was deleted is none.
    pub(super) fn entries(&self) -> &[Option<Vec<u8>>] {
        &self.read.entries
    }

    /// What was gleaned of the entry at a place in the batch; none if it must be read, or was erased.
    pub(super) fn gleaned(&self, place: usize, header: &Header) -> Result<Option<&Gleaned>, LedgerError> {
        let Some(gleaned) = self.read.gleaned.of(place, header.id) else { return Ok(None) };
        Ok(self.reader.key_row(header.key_id)?.is_some().then_some(gleaned))
    }
}

struct Follower {
    shared: Arc<Shared>,
    derived: Vec<Box<dyn Derived>>,
    /// Their watermarks; none before the first reading and after a failure.
    next: Option<Vec<u64>>,
}

/// Starts the follower; it ends when [`Progress::stop`] is called.
///
/// # Errors
/// Why something derived cannot be taken up, such as a tree that contradicts what was signed.
pub(super) fn start(
    shared: Arc<Shared>,
    derived: Vec<Box<dyn Derived>>,
) -> Result<JoinHandle<()>, LedgerError> {
    let mut follower = Follower { shared, derived, next: None };
    // What cannot be taken up must be known before anything is answered.
    follower.next = Some(follower.resume()?);
    // Before the thread runs: what is stored from here on comes in the usual rhythm.
    follower.shared.progress.begin(follower.shared.records.load(Ordering::Acquire));
    let thread = std::thread::Builder::new().name("ledger-follower".into()).spawn(move || follower.run());
    thread.map_err(|error| storage(redb::StorageError::Io(error)))
}

impl Follower {
    fn run(&mut self) {
        while self.shared.progress.wait_for_work() {
            let step = catch_unwind(AssertUnwindSafe(|| self.step()));
            let step = step.unwrap_or_else(|_| {
                self.shared.distrusted.store(true, Ordering::Release);
                Err(LedgerError::Storage("the storage panicked".into()))
            });
            if let Err(error) = step {
                tracing::error!(cause = %error, "what is derived from the ledger could not be brought up");
                self.next = None;
                self.shared.progress.failed();
            }
        }
    }

    /// One transaction in which each takes its next batch.
    fn step(&mut self) -> Result<(), LedgerError> {
        let next = match self.next.take() {
            Some(next) => next,
            None => self.resume()?,
        };
        let end = self.shared.records.load(Ordering::Acquire);
        let moved = if next.iter().any(|&next| next < end) { self.advance(&next, end)? } else { next };
        self.shared.progress.reached(moved.iter().copied().min().unwrap_or(end));
        self.next = Some(moved);
        Ok(())
    }

    fn resume(&mut self) -> Result<Vec<u64>, LedgerError> {
        let (shared, derived) = (Arc::clone(&self.shared), &mut self.derived);
        shared.read(|reader| {
            let resume = |derived: &mut Box<dyn Derived>| {
                let next = reader.watermark(derived.name())?;
                derived.resume(reader, next)?;
                Ok(next)
            };
            derived.iter_mut().map(resume).collect()
        })
    }

    fn advance(&mut self, next: &[u64], end: u64) -> Result<Vec<u64>, LedgerError> {
        let shared = Arc::clone(&self.shared);
        let moved = shared.read_with(|database, reader| {
            let batches = self.look(next, end, reader)?;
            let mut transaction = database.begin_write().map_err(storage)?;
            transaction.set_quick_repair(shared.is_large());
            let moved = self.take(next, &batches, &transaction)?;
            transaction.commit().map_err(storage)?;
            Ok(moved)
        });
        if matches!(moved, Err(LedgerError::Storage(_))) {
            // Also before the commit: redb refuses to write after a failure, and callers need not hear of it.
            shared.distrusted.store(true, Ordering::Release);
        }
        let moved = moved?;
        self.derived.iter_mut().for_each(|derived| derived.committed());
        Ok(moved)
    }

    /// The next batch of each; none where nothing is new.
    fn look<'a>(
        &mut self,
        next: &[u64],
        end: u64,
        reader: &'a Reader<'a>,
    ) -> Result<Vec<Option<Batch<'a>>>, LedgerError> {
        let (shared, log) = (&self.shared, self.shared.log);
        let mut before: Option<Rc<Read>> = None;
        let look = |(derived, &first): (&mut Box<dyn Derived>, &u64)| {
            let until = end.min(first.saturating_add(limits::FOLLOW_RECORDS));
            if first >= until {
                return Ok(None);
            }
            let range = first..until;
            let read = match before.take().filter(|read| read.range == range) {
                Some(read) => read,
                None => Rc::new(Read::of(range, shared, reader)?),
            };
            before = Some(Rc::clone(&read));
            let batch = Batch { log, first, read, reader };
            derived.look_at(&batch)?;
            Ok(Some(batch))
        };
        self.derived.iter_mut().zip(next).map(look).collect()
    }

    fn take(
        &mut self,
        next: &[u64],
        batches: &[Option<Batch<'_>>],
        transaction: &WriteTransaction,
    ) -> Result<Vec<u64>, LedgerError> {
        let mut moved = next.to_vec();
        for ((derived, next), batch) in self.derived.iter_mut().zip(&mut moved).zip(batches) {
            let Some(batch) = batch else { continue };
            derived.take(batch, transaction)?;
            *next = batch.first.saturating_add(batch.entries().len() as u64);
            let mut watermarks = transaction.open_table(DERIVED).map_err(storage)?;
            watermarks.insert((batch.log, derived.name()), *next).map_err(storage)?;
        }
        Ok(moved)
    }
}

impl Reader<'_> {
    /// The sequence of the first entry that something derived has not taken in.
    pub(super) fn watermark(&self, name: &str) -> Result<u64, LedgerError> {
        let watermarks = self.table(DERIVED)?;
        Ok(watermarks.get((self.log(), name)).map_err(storage)?.map_or(0, |next| next.value()))
    }
}

impl Shared {
    /// Waits until what is derived has reached the present end of the log.
    ///
    /// # Errors
    /// [`LedgerError::Unavailable`] if it does not get on in [`limits::CATCH_UP_MILLISECONDS`].
    pub(super) fn catch_up(&self) -> Result<(), LedgerError> {
        self.progress.catch_up(self.records.load(Ordering::Acquire))
    }

    /// Reads a snapshot, and may write beside it.
    fn read_with<T>(
        &self,
        read: impl FnOnce(&redb::Database, &Reader<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = database.as_ref().ok_or(LedgerError::Closed)?;
        let transaction = redb::ReadableDatabase::begin_read(database).map_err(storage)?;
        let reader = Reader::new(&transaction, self.log, &self.ring)?;
        read(database, &reader.with_segments_of(self.retention.segment))
    }
}
