//! What callers and the writer share.

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redb::{Database, ReadableDatabase};

use super::backup::BackupFolders;
use super::epochs::Watch;
use super::follower::Progress;
use super::gleaned::Gleanings;
use super::proving::Signed;
use super::reading::Reader;
use super::retention::Retention;
use crate::entry::{Label, Sealed, pack};
use crate::error::LedgerError;
use crate::id::{LogId, RecordId, Timestamp};
use crate::keys::{KeyRing, KeyRow, Scope, Tag};
use crate::limits;
use crate::plugins::PluginFolder;
use crate::proof::LogSigner;
use crate::record::{Draft, Record};
use crate::store::{Health, InFlight, Prepared, RecordKind};

/// Opens the database, at the start and again after a failure.
pub(super) type Opener = Box<dyn Fn() -> Result<Database, LedgerError> + Send + Sync>;

/// Gives the present time.
pub(crate) type Clock = fn() -> Timestamp;

/// What callers and the writer share.
pub(super) struct Shared {
    pub(super) log: LogId,
    pub(super) ring: KeyRing,
    /// Signs the checkpoints.
    pub(super) signer: LogSigner,
    /// The latest checkpoint that was released; its tree is durable.
    pub(super) signed: Mutex<Option<Signed>>,
    pub(super) opener: Opener,
    /// As long as it is open, no other store can work with the same keys.
    pub(super) held: Mutex<Option<File>>,
    /// The file, if the database is one.
    pub(super) file: Option<PathBuf>,
    pub(super) clock: Clock,
    /// None while a failed store is opened again, and once it is closed.
    pub(super) database: RwLock<Option<Database>>,
    pub(super) waiting: Waiting,
    pub(super) records: AtomicU64,
    /// The newest generation that was seen, for events that the store makes itself.
    pub(super) generation: AtomicU64,
    /// When stale copies of what is erased must be worthless.
    pub(super) erasure_deadline: Duration,
    pub(super) stale: Watch,
    /// The idempotency keys in use.
    pub(super) in_flight: Arc<InFlight>,
    /// How often the store was opened again; moves before anybody reads what was opened.
    pub(super) opened: AtomicU64,
    /// How long what is kept.
    pub(super) retention: Retention,
    pub(super) fault: Mutex<Option<String>>,
    /// Another transaction than the writer's failed: the store must be opened again before the next
    /// commit, for redb refuses to write after a failure.
    pub(super) distrusted: AtomicBool,
    /// What the follower need not read again.
    pub(super) gleanings: Gleanings,
    /// How far the follower has come.
    pub(super) progress: Progress,
    /// Where backups go; none: nowhere.
    pub(super) backup: Option<BackupFolders>,
    /// Held by whoever makes a backup.
    pub(super) backing_up: Mutex<()>,
    /// The plugins' bytes, if they are kept.
    pub(super) plugins: Option<PluginFolder>,
}

impl Shared {
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Reads a snapshot of what is durable.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = database.as_ref().ok_or_else(|| self.why_not())?;
        let transaction = database.begin_read().map_err(storage)?;
        let reader = Reader::new(&transaction, self.log, &self.ring)?;
        read(&reader.with_segments_of(self.retention.segment))
    }

    /// The durable row of a key.
    pub(super) fn key_row(&self, id: u64) -> Result<Option<KeyRow>, LedgerError> {
        self.read(|reader| reader.key_row(id))
    }

    /// Encodes, compresses and encrypts a record.
    pub(super) fn prepare(&self, draft: &Draft) -> Result<Prepared, LedgerError> {
        let (kind, scope) = describe(draft)?;
        self.generation.fetch_max(draft.generation, Ordering::Relaxed);
        let packed = pack(&draft.record)?;
        let now = self.now();
        let class = self.retention.class_of(&draft.record, now);
        let key = self.ring.key_for(scope, class, now, |id| self.key_row(id))?;
        let label = Label { id: RecordId::new(), kind, generation: draft.generation, key_id: key.id };
        let sealed = Sealed::new(&label, packed, &key.dek).ok_or(LedgerError::Cipher)?;
        let gleaned = match &draft.record {
            Record::Decision(decision) => Some(self.gleanings.glean(&self.ring, label.id, decision)?),
            Record::Event(_) => None,
        };
        Ok(Prepared { id: label.id, kind, sealed, key, gleaned, claim: None })
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Destroys the keys of all epochs but the newest, once all have ended who read a snapshot with
    /// rows under them. Only the writer's thread may call it, as [`Self::forget`].
    pub(super) fn end_epochs(&self) -> Result<(), LedgerError> {
        let quiet = self.database.write().unwrap_or_else(PoisonError::into_inner);
        let ended = self.ring.end_epochs();
        drop(quiet);
        ended
    }

    /// Drops keys from the memory, once all who read a snapshot with their rows have ended. Only
    /// the writer's thread may call it, for a reader that waits behind it must never wait for another.
    pub(super) fn forget(&self, ids: &[u64], forms: &[Tag]) {
        let quiet = self.database.write().unwrap_or_else(PoisonError::into_inner);
        self.ring.forget(ids, forms);
        drop(quiet);
    }

    pub(super) fn health(&self) -> Health {
        let serving = self.database.read().unwrap_or_else(PoisonError::into_inner).is_some();
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Health {
            serving: serving && fault.is_none(),
            fault,
            records: self.records.load(Ordering::Relaxed),
            waiting: self.waiting.records.load(Ordering::Relaxed),
        }
    }

    /// Notes what failed, or that it works again.
    pub(super) fn set_fault(&self, fault: Option<String>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Whether walking the whole file after a crash would take too long.
    pub(super) fn is_large(&self) -> bool {
        let size = self.file.as_ref().and_then(|file| file.metadata().ok());
        size.is_some_and(|size| size.len() >= limits::QUICK_REPAIR_FROM_BYTES)
    }

    /// Lets go of the database and the keys; waits for those who read.
    pub(super) fn shut(&self) {
        drop(self.database.write().unwrap_or_else(PoisonError::into_inner).take());
        drop(self.held.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Why there is no database.
    fn why_not(&self) -> LedgerError {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone();
        fault.map_or(LedgerError::Closed, LedgerError::Unavailable)
    }
}

fn describe(draft: &Draft) -> Result<(RecordKind, Scope<'_>), LedgerError> {
    Ok(match &draft.record {
        Record::Decision(decision) => (RecordKind::Decision(decision.question.kind), subject(draft)?),
        Record::Event(event) => (event.kind(), Scope::Log),
    })
}

fn subject(draft: &Draft) -> Result<Scope<'_>, LedgerError> {
    draft.subject.as_deref().map_or(Ok(Scope::Anonymous), subject_scope)
}

/// The keys of a person.
pub(super) const fn subject_scope(subject: &str) -> Result<Scope<'_>, LedgerError> {
    if subject.len() > limits::SUBJECT_BYTES {
        return Err(LedgerError::SubjectTooLong { bytes: subject.len() });
    }
    Ok(Scope::Subject(subject))
}

/// Counts the records that wait for the writer, and their bytes.
#[derive(Default)]
pub(super) struct Waiting {
    records: AtomicUsize,
    bytes: AtomicUsize,
}

impl Waiting {
    /// Counts one record in, unless too many bytes wait.
    pub(super) fn enter(&self, bytes: usize) -> Result<(), LedgerError> {
        if self.bytes.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) > limits::QUEUE_BYTES {
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
            return Err(LedgerError::Full);
        }
        self.records.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Counts records out.
    pub(super) fn leave(&self, records: usize, bytes: usize) {
        self.records.fetch_sub(records, Ordering::Relaxed);
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// The time of the operating system.
pub(crate) fn system_clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
}

/// An error of redb in our words.
pub(super) fn storage(error: impl Into<redb::Error>) -> LedgerError {
    LedgerError::Storage(error.into().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_records_fill_the_queue_before_they_fill_the_memory() {
        let waiting = Waiting::default();
        let large = limits::QUEUE_BYTES / 4;
        for _ in 0..4 {
            waiting.enter(large).unwrap();
        }
        assert_eq!(waiting.enter(1), Err(LedgerError::Full));
        waiting.leave(1, large);
        assert_eq!(waiting.enter(large + 1), Err(LedgerError::Full));
        waiting.enter(large).unwrap();
        assert_eq!(waiting.records.into_inner(), 4);
    }
}
