//! The embedded store: one redb file, one writer thread.

#[cfg(test)]
mod disk;
#[cfg(test)]
mod faults;
mod follower;
mod opening;
mod reading;
mod shared;
mod tables;
mod writer;

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::entry::{Label, Sealed, pack};
use crate::error::LedgerError;
use crate::id::{Digest, LogId, RecordId};
use crate::keys::Scope;
use crate::limits;
use crate::pending::Pending;
use crate::plugins::PluginFolder;
use crate::record::{Draft, EventRecord, GenerationRecord, Record};
use crate::store::{Health, Listing, Page, Prepared, Receipt, RecordKind, Store, Stored};
use shared::Shared;
use writer::Job;

/// The format of the redb file that this version writes and reads.
pub(crate) const FORMAT: u32 = 2;

/// Where the embedded store is.
#[derive(Clone, Debug)]
pub struct LedgerOptions {
    /// The folder of the store; made if it is missing. Holds `ledger.redb` and `plugins/`.
    pub folder: PathBuf,
    /// The key file; made together with the store. Best on another volume than the store, and in
    /// another backup: who has both can read everything.
    pub keys: PathBuf,
    /// The number of this log; another one for each server of a fleet.
    pub log: LogId,
}

impl LedgerOptions {
    /// A store in this folder, with its key file `ledger.keys` beside the redb file, as log 1.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { keys: folder.join("ledger.keys"), folder, log: 1 }
    }
}

/// The embedded store: one redb file, one writer thread, one process.
pub struct Ledger {
    shared: Arc<Shared>,
    plugins: PluginFolder,
    /// None once it is closed.
    queue: RwLock<Option<SyncSender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    follower: Mutex<Option<JoinHandle<()>>>,
}

impl Ledger {
    /// Opens the store, or makes it with fresh keys if the folder holds none.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] if another process has it open; an error that names the key file if
    /// that is missing, exposed, damaged or of another store; [`LedgerError::OtherLog`],
    /// [`LedgerError::OtherFormat`]; [`LedgerError::Storage`] for all else.
    pub fn open(options: &LedgerOptions) -> Result<Self, LedgerError> {
        let plugins = PluginFolder::open(options.folder.join("plugins"));
        let plugins =
            plugins.map_err(|error| LedgerError::Storage(format!("the folder of the ledger: {error}")))?;
        Self::start(opening::open(options)?, plugins)
    }

    fn start(shared: Shared, plugins: PluginFolder) -> Result<Self, LedgerError> {
        let shared = Arc::new(shared);
        let (queue, writer) = writer::start(Arc::clone(&shared))?;
        let follower = follower::start(Arc::clone(&shared), Vec::new())?;
        Ok(Self {
            shared,
            plugins,
            queue: RwLock::new(Some(queue)),
            writer: Mutex::new(Some(writer)),
            follower: Mutex::new(Some(follower)),
        })
    }

    fn enqueue(&self, job: Job) -> Result<(), LedgerError> {
        let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or(LedgerError::Closed)?;
        let bytes = job.prepared.sealed.len();
        self.shared.waiting.enter(bytes)?;
        let sent = queue.try_send(job);
        if sent.is_err() {
            self.shared.waiting.leave(1, bytes);
        }
        sent.map_err(|error| match error {
            TrySendError::Full(_) => LedgerError::Full,
            TrySendError::Disconnected(_) => LedgerError::Unavailable("the writer has ended".into()),
        })
    }
}

impl Store for Ledger {
    fn prepare(&self, draft: &Draft) -> Result<Prepared, LedgerError> {
        let (kind, scope) = describe(draft)?;
        let packed = pack(&draft.record)?;
        let key = self.shared.ring.key_for(scope, self.shared.now(), |id| self.shared.key_row(id))?;
        let label = Label { id: RecordId::new(), kind, generation: draft.generation, key_id: key.id };
        let sealed = Sealed::new(&label, packed, &key.dek).ok_or(LedgerError::Cipher)?;
        Ok(Prepared { id: label.id, kind, sealed, key: key.new })
    }

    fn append(&self, prepared: Prepared) -> Pending<Receipt> {
        let (reply, receiver) = oneshot::channel();
        let id = prepared.id;
        match self.enqueue(Job { prepared, reply }) {
            Ok(()) => Pending::coming(id, receiver),
            Err(error) => Pending::known(Err(error)),
        }
    }

    fn get(&self, id: RecordId) -> Pending<Option<Stored>> {
        Pending::known(self.shared.read(|reader| reader.by_id(id)))
    }

    fn list(&self, page: &Page) -> Pending<Listing> {
        Pending::known(self.shared.read(|reader| reader.list(page)))
    }

    fn latest_generation(&self) -> Pending<Option<(Receipt, GenerationRecord)>> {
        Pending::known(self.shared.read(|reader| reader.latest_generation()))
    }

    fn put_plugin(&self, bytes: Vec<u8>) -> Pending<Digest> {
        Pending::known(self.plugins.put(&bytes))
    }

    fn plugin(&self, digest: Digest) -> Pending<Option<Vec<u8>>> {
        Pending::known(self.plugins.get(digest))
    }

    fn health(&self) -> Health {
        self.shared.health()
    }

    fn close(&self) -> Result<(), LedgerError> {
        drop(self.queue.write().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = writer.is_none_or(|writer| writer.join().is_ok());
        self.shared.progress.stop();
        let follower = self.follower.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = follower.is_none_or(|follower| follower.join().is_ok()) && ended;
        self.shared.shut();
        if ended { Ok(()) } else { Err(LedgerError::Unavailable("a thread of it ended in disorder".into())) }
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let _ = self.close();
    }
}

fn describe(draft: &Draft) -> Result<(RecordKind, Scope<'_>), LedgerError> {
    Ok(match &draft.record {
        Record::Decision(decision) => (RecordKind::Decision(decision.question.kind), subject(draft)?),
        Record::Event(EventRecord::Generation(_)) => (RecordKind::Generation, Scope::Log),
        Record::Event(EventRecord::Overdue(_)) => (RecordKind::Overdue, Scope::Log),
    })
}

fn subject(draft: &Draft) -> Result<Scope<'_>, LedgerError> {
    match draft.subject.as_deref() {
        Some(subject) if subject.len() > limits::SUBJECT_BYTES => {
            Err(LedgerError::SubjectTooLong { bytes: subject.len() })
        }
        Some(subject) => Ok(Scope::Subject(subject)),
        None => Ok(Scope::Anonymous),
    }
}
