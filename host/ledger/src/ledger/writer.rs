//! The one writer: takes whatever waits, commits it as one transaction, then answers all.

mod carrying;

use std::collections::BTreeSet;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use redb::{Database, WriteTransaction};
use tokio::sync::oneshot;

use super::idempotency;
use super::opening::LOG_KEY;
use super::shared::{Shared, storage};
use super::tables::{BLOB, ENTRY, EVENT, ID, KEY, KEY_FLOOR, Place, id_key, place};
use super::task::Task;
use crate::error::LedgerError;
use crate::id::{Digest, Timestamp};
use crate::keys::KeyUse;
use crate::limits;
use crate::store::{Prepared, Receipt};

/// What waits for the writer.
#[expect(clippy::large_enum_variant, reason = "nearly all are records, and a box would cost each of them")]
pub(super) enum Work {
    /// Goes into one transaction with other records.
    Record(Job),
    /// Has a transaction of its own.
    Task(Box<dyn Task>),
}

/// A record and who waits for it.
pub(super) struct Job {
    pub(super) prepared: Prepared,
    pub(super) reply: oneshot::Sender<Result<Receipt, LedgerError>>,
}

impl Job {
    /// Tells who waits for the record. An idempotency key is free by then: it may come again at once.
    fn answer(self, result: Result<Receipt, LedgerError>) {
        let Self { prepared, reply } = self;
        drop(prepared);
        // Who no longer waits has gone; a record that is stored is stored all the same.
        let _ = reply.send(result);
    }
}

/// Where the log ends.
#[derive(Clone, Copy)]
struct End {
    next: u64,
    last: Timestamp,
}

struct Writer {
    shared: Arc<Shared>,
    /// None: the store must be opened again first.
    end: Option<End>,
    tried: Option<Instant>,
    commits: u64,
    /// Each commit saves the allocator's state.
    large: bool,
}

/// Starts the writer; it ends when the queue is closed and empty.
pub(super) fn start(shared: Arc<Shared>) -> Result<(SyncSender<Work>, JoinHandle<()>), LedgerError> {
    let (queue, jobs) = sync_channel(limits::QUEUE_RECORDS);
    let end = load(&shared)?;
    let mut writer = Writer { large: shared.is_large(), shared, end: Some(end), tried: None, commits: 0 };
    let thread = std::thread::Builder::new().name("ledger-writer".into()).spawn(move || writer.run(&jobs));
    Ok((queue, thread.map_err(|error| storage(redb::StorageError::Io(error)))?))
}

impl Writer {
    fn run(&mut self, queue: &Receiver<Work>) {
        let mut held = None;
        while let Some(work) = held.take().or_else(|| queue.recv().ok()) {
            // Who waited for it is told that the outcome is unknown, and the next ones are served.
            match catch_unwind(AssertUnwindSafe(|| self.take(work, queue))) {
                Ok(next) => held = next,
                Err(_) => drop(self.distrust(&LedgerError::Storage("the writer panicked".into()))),
            }
        }
    }

    /// Does what is next; gives the task that it met in the queue.
    fn take(&mut self, work: Work, queue: &Receiver<Work>) -> Option<Work> {
        match work {
            Work::Task(task) => {
                self.carry_out(task);
                None
            }
            Work::Record(first) => {
                let (batch, next) = drain(first, queue);
                let bytes = batch.iter().map(|job| job.prepared.sealed.len()).sum();
                self.shared.waiting.leave(batch.len(), bytes);
                self.store_if_ready(batch);
                next
            }
        }
    }

    fn store_if_ready(&mut self, batch: Vec<Job>) {
        match self.ready() {
            Ok(end) => self.store(batch, end),
            Err(cause) => fail(batch, |_| LedgerError::Unavailable(cause.clone())),
        }
    }

    fn store(&mut self, batch: Vec<Job>, end: End) {
        let mut batch = self.without_repeated(batch);
        if batch.is_empty() {
            return;
        }
        let (erasures, now) = (self.shared.ring.erasures(), self.shared.now().max(end.last));
        let is_late = |key: &KeyUse| key.since != erasures || !key.is_for(now);
        let mut late = batch.iter_mut().filter(|job| is_late(&job.prepared.key));
        if let Err(error) = late.try_for_each(|job| self.renew(&mut job.prepared, now)) {
            return fail(batch, |_| LedgerError::Unavailable(error.to_string()));
        }
        let entries = finish(&batch, end, self.shared.log, now);
        // A panic in redb poisons only its transaction, but what it left is not to be trusted.
        let committed = catch_unwind(AssertUnwindSafe(|| self.commit(&batch, &entries)));
        match committed.unwrap_or_else(|_| Err(LedgerError::Storage("the storage panicked".into()))) {
            Ok(()) => self.acknowledge(batch, &entries),
            Err(error) => self.give_up(batch, &error),
        }
    }

    /// The records without those under an idempotency key whose earlier attempt failed and was durable
    /// when the store was opened again: only a key that was looked up before that can be one.
    fn without_repeated(&self, batch: Vec<Job>) -> Vec<Job> {
        let opened = self.shared.opened.load(Ordering::Acquire);
        let doubtful = |job: &Job| job.prepared.claim.as_ref().is_some_and(|claim| claim.opened != opened);
        if !batch.iter().any(doubtful) {
            return batch;
        }
        let mut left = Vec::with_capacity(batch.len());
        for job in batch {
            let claim = job.prepared.claim.as_ref().filter(|_| doubtful(&job));
            match claim.map_or(Ok(false), |claim| self.shared.is_taken(claim)) {
                Ok(false) => left.push(job),
                Ok(true) => job.answer(Err(LedgerError::Repeated)),
                Err(error) => job.answer(Err(LedgerError::Unavailable(error.to_string()))),
            }
        }
        left
    }

    /// A record that was encrypted before its subject was erased or its quarter ended, and is stored
    /// after it, gets the key of the time after it.
    fn renew(&self, prepared: &mut Prepared, now: Timestamp) -> Result<(), LedgerError> {
        let (shared, key) = (&self.shared, &prepared.key);
        let lives = |id| Ok(shared.ring.unwritten(id).is_some() || shared.key_row(id)?.is_some());
        if key.is_for(now) && lives(key.id)? {
            return Ok(());
        }
        let new = shared.ring.key_instead(key, now, |id| shared.key_row(id))?;
        let sealed = prepared.sealed.under(&key.dek, new.id, &new.dek).ok_or(LedgerError::Cipher)?;
        (prepared.sealed, prepared.key) = (sealed, new);
        Ok(())
    }

    fn acknowledge(&mut self, mut batch: Vec<Job>, entries: &[Entry]) {
        let gleaned = batch.iter_mut().zip(entries).filter_map(|(job, Entry { receipt, .. })| {
            Some((receipt.sequence, receipt.id, job.prepared.gleaned.take()?))
        });
        // Before the follower hears of the entries.
        self.shared.gleanings.put(gleaned);
        self.advance(&batch, entries);
        for (job, entry) in batch.into_iter().zip(entries) {
            job.answer(Ok(entry.receipt));
        }
    }

    /// These entries are durable.
    fn advance(&mut self, batch: &[Job], entries: &[Entry]) {
        let new = batch.iter().map(|job| &job.prepared.key).filter(|key| key.new);
        self.shared.ring.written(new.map(|key| key.id));
        if let Some(last) = entries.last() {
            let next = last.receipt.sequence + 1;
            self.end = Some(End { next, last: last.receipt.recorded_at });
            self.shared.records.store(next, Ordering::Release);
            self.shared.progress.grew(next);
        }
        self.commits += 1;
        if self.commits.is_multiple_of(limits::COMMITS_BETWEEN_SIZES) {
            self.large = self.shared.is_large();
        }
    }

    /// Nobody knows whether a failed commit is durable: all are told so, and the store is read anew.
    fn give_up(&mut self, batch: Vec<Job>, error: &LedgerError) {
        let cause = self.distrust(error);
        fail(batch, |prepared| LedgerError::OutcomeUnknown { id: prepared.id, cause: cause.clone() });
        let _ = self.ready();
    }

    /// Nothing is stored before the store was opened again.
    fn distrust(&mut self, error: &LedgerError) -> String {
        let cause = error.to_string();
        tracing::error!(cause, "the ledger could not commit");
        self.end = None;
        self.tried = None;
        self.shared.set_fault(Some(cause.clone()));
        cause
    }

    /// Where the log ends; opens the store again if it failed.
    fn ready(&mut self) -> Result<End, String> {
        if self.shared.distrusted.swap(false, Ordering::AcqRel) {
            self.end = None;
        }
        if let Some(end) = self.end {
            return Ok(end);
        }
        let pause = Duration::from_millis(limits::REOPEN_PAUSE_MILLISECONDS);
        if self.tried.is_some_and(|tried| tried.elapsed() < pause) {
            return Err("it is being opened again".into());
        }
        let reopened = catch_unwind(AssertUnwindSafe(|| reopen(&self.shared)));
        self.tried = Some(Instant::now());
        match reopened.unwrap_or_else(|_| Err(LedgerError::Storage("the storage panicked".into()))) {
            Ok(end) => {
                self.shared.set_fault(None);
                self.end = Some(end);
                Ok(end)
            }
            Err(error) => {
                self.shared.set_fault(Some(error.to_string()));
                Err(error.to_string())
            }
        }
    }

    fn commit(&self, batch: &[Job], entries: &[Entry]) -> Result<(), LedgerError> {
        let database = self.shared.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = database.as_ref().ok_or(LedgerError::Closed)?;
        self.write(database, batch, entries)
    }

    /// One transaction of the default durability: one fdatasync. A second one would guard against
    /// forged checksums in torn pages, but what callers send reaches the pages only encrypted.
    fn write(&self, database: &Database, batch: &[Job], entries: &[Entry]) -> Result<(), LedgerError> {
        let mut transaction = database.begin_write().map_err(storage)?;
        transaction.set_quick_repair(self.large);
        append(&transaction, self.shared.log, entries).map_err(storage)?;
        self.write_keys(&transaction, batch).map_err(storage)?;
        write_rare(&transaction, batch, entries).map_err(storage)?;
        idempotency::write(&transaction, self.shared.log, batch, entries)?;
        transaction.commit().map_err(storage)
    }

    fn write_keys(&self, transaction: &WriteTransaction, batch: &[Job]) -> Result<(), redb::Error> {
        let new = batch.iter().map(|job| &job.prepared.key).filter(|key| key.new);
        let ids: BTreeSet<u64> = new.map(|key| key.id).collect();
        let mut table = None;
        // The ring's row, not one that came with the record: an epoch may have begun since.
        for (id, row) in ids.into_iter().filter_map(|id| Some((id, self.shared.ring.unwritten(id)?))) {
            let table = match &mut table {
                Some(table) => table,
                None => table.insert(transaction.open_table(KEY)?),
            };
            table.insert(&place(self.shared.log, id), row.encode().as_slice())?;
        }
        Ok(())
    }
}

/// A record with its place.
pub(super) struct Entry {
    pub(super) key: Place,
    pub(super) bytes: Vec<u8>,
    pub(super) receipt: Receipt,
}

/// The records that wait now, at most as many as go into one commit, and the task that ended them.
fn drain(first: Job, queue: &Receiver<Work>) -> (Vec<Job>, Option<Work>) {
    let mut bytes = first.prepared.sealed.len();
    let mut batch = vec![first];
    while batch.len() < limits::BATCH_RECORDS && bytes < limits::BATCH_BYTES {
        match queue.try_recv() {
            Ok(Work::Record(job)) => {
                bytes += job.prepared.sealed.len();
                batch.push(job);
            }
            Ok(task @ Work::Task(_)) => return (batch, Some(task)),
            Err(_) => break,
        }
    }
    (batch, None)
}

/// Gives each record its place and its time, which never falls.
fn finish(batch: &[Job], end: End, log: u32, now: Timestamp) -> Vec<Entry> {
    let recorded_at = now.max(end.last);
    let finish = |(job, sequence): (&Job, u64)| {
        let (bytes, leaf): (Vec<u8>, Digest) = job.prepared.sealed.finish(recorded_at);
        let receipt = Receipt { log, sequence, id: job.prepared.id, leaf, recorded_at };
        Entry { key: place(log, sequence), bytes, receipt }
    };
    batch.iter().zip(end.next..).map(finish).collect()
}

/// Writes entries at the end of the log, and their ids.
pub(super) fn append(transaction: &WriteTransaction, log: u32, entries: &[Entry]) -> Result<(), redb::Error> {
    let mut table = transaction.open_table(ENTRY)?;
    let mut cursor = table.upper_bound_mut(Bound::<&Place>::Unbounded)?;
    for entry in entries {
        cursor.insert_before(&entry.key, entry.bytes.as_slice())?;
    }
    cursor.close()?;
    let mut ids: Vec<_> =
        entries.iter().map(|entry| (id_key(log, entry.receipt.id), entry.receipt.sequence)).collect();
    ids.sort_unstable();
    let mut table = transaction.open_table(ID)?;
    for (id, sequence) in ids {
        table.insert(&id, sequence)?;
    }
    Ok(())
}

/// What few records have: a payload of their own, a row among the events.
fn write_rare(transaction: &WriteTransaction, batch: &[Job], entries: &[Entry]) -> Result<(), redb::Error> {
    for (job, entry) in batch.iter().zip(entries) {
        if let Some(blob) = job.prepared.sealed.blob() {
            transaction.open_table(BLOB)?.insert(&entry.key, blob)?;
        }
        if !job.prepared.kind.is_decision() {
            transaction.open_table(EVENT)?.insert(&entry.key, ())?;
        }
    }
    Ok(())
}

fn fail(batch: Vec<Job>, error: impl Fn(&Prepared) -> LedgerError) {
    for job in batch {
        let error = error(&job.prepared);
        job.answer(Err(error));
    }
}

/// Opens the store anew, once all who read it have let go of it.
fn reopen(shared: &Shared) -> Result<End, LedgerError> {
    let mut database = shared.database.write().unwrap_or_else(PoisonError::into_inner);
    // After a panic in it, redb panics once more when it is dropped; its file is closed all the same.
    let failed = database.take();
    let _ = catch_unwind(AssertUnwindSafe(|| drop(failed)));
    *database = Some((shared.opener)()?);
    shared.opened.fetch_add(1, Ordering::AcqRel);
    drop(database);
    load(shared)
}

/// Reads what the writer must know: where the log ends, and which keys are durable.
fn load(shared: &Shared) -> Result<End, LedgerError> {
    shared.read(|reader| {
        let floor = reader.table(KEY_FLOOR)?.get(shared.log).map_err(storage)?;
        shared.ring.number_from(floor.map_or(0, |floor| floor.value()));
        let log_key = reader.key_row(LOG_KEY)?.map(|row| Ok((LOG_KEY, row)));
        shared.ring.load(log_key.into_iter().chain(reader.key_rows()?))?;
        let (next, last) = reader.end()?;
        shared.records.store(next, Ordering::Relaxed);
        let generation = reader.latest_generation().ok().flatten().map_or(0, |(_, latest)| latest.number);
        shared.generation.fetch_max(generation, Ordering::Relaxed);
        Ok(End { next, last })
    })
}
