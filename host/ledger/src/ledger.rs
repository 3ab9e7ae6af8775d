//! The embedded store: one redb file, one writer thread.

mod backup;
mod compacting;
#[cfg(test)]
mod disk;
mod due;
mod epochs;
mod erasing;
mod examining;
mod exporting;
mod extracting;
#[cfg(test)]
mod faults;
mod follower;
mod gleaned;
mod holding;
mod idempotency;
mod index;
mod opening;
mod proving;
mod reading;
mod restoring;
mod retention;
mod searching;
mod serving;
mod shared;
mod tables;
mod task;
mod writer;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::LedgerError;
use crate::id::{Digest, LogId, RecordId, Timestamp};
use crate::limits;
use crate::pending::Pending;
use crate::plugins::PluginFolder;
use crate::proof::{Proof, TileAddress};
use crate::record::{Draft, GenerationRecord};
use crate::retention::RetentionClass;
use crate::store::{Attempt, Claimed, Health, Listing, Page, Prepared, Receipt, RecordKind, Store, Stored};
pub use backup::{BackedUp, BackupFolders};
pub use compacting::Compacted;
use due::DueFollower;
pub use examining::{Check, CheckState};
use follower::Derived;
pub(crate) use gleaned::Gleaned;
use index::IndexFollower;
use proving::TreeFollower;
pub use proving::Verified;
pub use restoring::{RestoreError, RestoreOptions, Restored, restore};
use shared::{Shared, system_clock};
use task::Queue;
use writer::{Job, Work};

/// The format of the redb file that this version writes and reads.
pub(crate) const FORMAT: u32 = 3;

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
    /// Time after which not even stale copies of an erased person's keys can be unwrapped.
    pub erasure_deadline: Duration,
    /// The name under which a new log signs its checkpoints, such as `example.org/praetor`; it is
    /// made with the log and never changes. None: a random one.
    pub origin: Option<String>,
    /// Where backups go; none: nowhere.
    pub backup: Option<BackupFolders>,
    /// How long which records are kept; what is in no class is kept for ever. A class that is left out
    /// later keeps its keys.
    pub retention: Vec<RetentionClass>,
    /// Gives the present time: the operating system's, unless a test sets another.
    pub clock: fn() -> Timestamp,
}

impl LedgerOptions {
    /// A store in this folder, with its key file `ledger.keys` beside the redb file, as log 1.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let erasure_deadline = Duration::from_secs(limits::ERASURE_DEADLINE_SECONDS);
        Self {
            keys: folder.join("ledger.keys"),
            folder,
            log: 1,
            erasure_deadline,
            origin: None,
            backup: None,
            retention: Vec::new(),
            clock: system_clock,
        }
    }
}

/// The embedded store: one redb file, one writer thread, one process.
pub struct Ledger {
    shared: Arc<Shared>,
    plugins: PluginFolder,
    queue: Arc<Queue>,
    writer: Mutex<Option<JoinHandle<()>>>,
    follower: Mutex<Option<JoinHandle<()>>>,
    epochs: Mutex<Option<JoinHandle<()>>>,
}

impl Ledger {
    /// Opens the store, or makes it with fresh keys if the folder holds none.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] if another process has it open; [`LedgerError::KeysInUse`] if another
    /// store works with the same keys; [`LedgerError::Folder`] if it may not be written; an error that names the key file if
    /// that is missing, exposed, damaged or of another store; [`LedgerError::OtherLog`],
    /// [`LedgerError::OtherFormat`]; [`LedgerError::Storage`] for all else.
    pub fn open(options: &LedgerOptions) -> Result<Self, LedgerError> {
        let plugins = PluginFolder::open(options.folder.join("plugins"));
        let plugins = plugins.map_err(|error| LedgerError::folder(&options.folder, &error))?;
        Self::start(opening::open(options)?, plugins)
    }

    /// Makes the whole tree anew from the entries and compares it with what is stored and signed;
    /// `progress` hears how many entries of how many were done.
    ///
    /// # Errors
    /// [`LedgerError::TreeAltered`] with the first place where they differ.
    pub fn verify(&self, progress: impl FnMut(u64, u64)) -> Result<Verified, LedgerError> {
        self.shared.catch_up()?;
        self.shared.verify(progress)
    }

    /// The same for a store that is not open, even one that would not open for what was done to it.
    ///
    /// # Errors
    /// [`LedgerError::TreeAltered`] with the first place where they differ; [`LedgerError::NoLedger`];
    /// [`LedgerError::InUse`] and what else hinders the reading.
    pub fn verify_closed(
        options: &LedgerOptions,
        progress: impl FnMut(u64, u64),
    ) -> Result<Verified, LedgerError> {
        Self::exists(options)?;
        opening::open(options)?.verify(progress)
    }

    /// Gives back what a store that is not open has left of freed pages.
    ///
    /// # Errors
    /// [`LedgerError::NoLedger`], [`LedgerError::InUse`], and what else hinders it.
    pub fn compact_closed(options: &LedgerOptions) -> Result<Compacted, LedgerError> {
        Self::exists(options)?;
        compacting::compact(options)
    }

    /// Looks over a store that is not open; one that cannot be opened is looked over no further.
    ///
    /// # Errors
    /// [`LedgerError::NoLedger`], [`LedgerError::InUse`], and whatever keeps it from being opened.
    pub fn examine_closed(options: &LedgerOptions) -> Result<Vec<Check>, LedgerError> {
        Self::exists(options)?;
        let plugins = PluginFolder::open(options.folder.join("plugins"));
        let plugins =
            plugins.map_err(|error| LedgerError::Storage(format!("the folder of the plugins: {error}")))?;
        let shared = Shared { plugins: Some(plugins), ..opening::open(options)? };
        let checks = examining::examine(&shared);
        shared.shut();
        Ok(checks)
    }

    /// Opens a store, and makes none.
    ///
    /// # Errors
    /// [`LedgerError::NoLedger`], else as [`Ledger::open`].
    pub fn open_existing(options: &LedgerOptions) -> Result<Self, LedgerError> {
        Self::exists(options)?;
        Self::open(options)
    }

    fn exists(options: &LedgerOptions) -> Result<(), LedgerError> {
        let there = options.folder.join("ledger.redb").is_file();
        if there { Ok(()) } else { Err(LedgerError::NoLedger(options.folder.clone())) }
    }

    fn start(shared: Shared, plugins: PluginFolder) -> Result<Self, LedgerError> {
        let shared = Arc::new(Shared { plugins: Some(plugins.clone()), ..shared });
        let (queue, writer) = writer::start(Arc::clone(&shared))?;
        let queue = Arc::new(Queue::new(queue));
        let ledger = Self {
            shared,
            plugins,
            queue,
            writer: Mutex::new(Some(writer)),
            follower: Mutex::new(None),
            epochs: Mutex::new(None),
        };
        // From here on, what fails drops it, which waits for its threads and lets go of the file.
        let shared = &ledger.shared;
        let follower = follower::start(Arc::clone(shared), derived(shared))?;
        *ledger.follower.lock().unwrap_or_else(PoisonError::into_inner) = Some(follower);
        let epochs = epochs::start(Arc::clone(shared), Arc::clone(&ledger.queue))?;
        *ledger.epochs.lock().unwrap_or_else(PoisonError::into_inner) = Some(epochs);
        Ok(ledger)
    }

    fn enqueue(&self, job: Job) -> Result<(), LedgerError> {
        let bytes = job.prepared.sealed.len();
        self.shared.waiting.enter(bytes)?;
        let sent = self.queue.try_send(Work::Record(job));
        if sent.is_err() {
            self.shared.waiting.leave(1, bytes);
        }
        sent
    }
}

impl Store for Ledger {
    fn prepare(&self, draft: &Draft) -> Result<Prepared, LedgerError> {
        self.shared.prepare(draft)
    }

    fn append(&self, prepared: Prepared) -> Pending<Receipt> {
        let (reply, receiver) = oneshot::channel();
        let id = prepared.id;
        match self.enqueue(Job { prepared, reply }) {
            Ok(()) => Pending::coming(id, receiver),
            Err(error) => Pending::known(Err(error)),
        }
    }

    fn claim(&self, attempt: &Attempt) -> Pending<Claimed> {
        Pending::known(self.shared.claim(attempt))
    }

    fn get(&self, id: RecordId) -> Pending<Option<Stored>> {
        Pending::known(self.shared.read(|reader| reader.by_id_or_deleted(id)))
    }

    fn list(&self, page: &Page) -> Pending<Listing> {
        Pending::known(searching::list(&self.shared, page))
    }

    fn latest_generation(&self) -> Pending<Option<(Receipt, GenerationRecord)>> {
        Pending::known(self.shared.read(|reader| reader.latest_generation()))
    }

    fn generation(&self, number: u64) -> Pending<Option<GenerationRecord>> {
        Pending::known(self.shared.read(|reader| reader.generation(number)))
    }

    fn span(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Pending<Range<u64>> {
        Pending::known(self.shared.read(|reader| reader.span(from, until)))
    }

    fn records(&self, span: Range<u64>, kinds: &[RecordKind]) -> Pending<Vec<Stored>> {
        Pending::known(self.shared.read(|reader| reader.records(span, kinds)))
    }

    fn put_plugin(&self, bytes: Vec<u8>) -> Pending<Digest> {
        Pending::known(self.plugins.put(&bytes))
    }

    fn plugin(&self, digest: Digest) -> Pending<Option<Vec<u8>>> {
        Pending::known(self.plugins.get(digest))
    }

    fn checkpoint(&self) -> Pending<Option<Vec<u8>>> {
        Pending::known(self.shared.latest_checkpoint())
    }

    fn proof(&self, id: RecordId) -> Pending<Option<Proof>> {
        Pending::known(self.shared.prove(id))
    }

    fn proof_under(&self, id: RecordId, checkpoint: &[u8]) -> Pending<Option<Proof>> {
        Pending::known(self.shared.prove_under(id, checkpoint))
    }

    fn tile(&self, tile: TileAddress) -> Pending<Option<Vec<u8>>> {
        Pending::known(self.shared.tile(tile))
    }

    fn consistency(&self, from: u64, to: u64) -> Pending<Vec<Digest>> {
        Pending::known(self.shared.prove_consistency(from, to))
    }

    fn verifier_key(&self) -> String {
        self.shared.signer.verifier().to_owned()
    }

    fn health(&self) -> Health {
        self.shared.health()
    }

    fn close(&self) -> Result<(), LedgerError> {
        self.shared.stale.stop();
        self.queue.close();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = writer.is_none_or(|writer| writer.join().is_ok());
        self.shared.progress.stop();
        let follower = self.follower.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = follower.is_none_or(|follower| follower.join().is_ok()) && ended;
        let epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = epochs.is_none_or(|epochs| epochs.join().is_ok()) && ended;
        self.shared.shut();
        if ended { Ok(()) } else { Err(LedgerError::Unavailable("a thread of it ended in disorder".into())) }
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let _ = self.close();
    }
}

/// What the follower derives from the entries.
fn derived(shared: &Arc<Shared>) -> Vec<Box<dyn Derived>> {
    vec![
        Box::new(TreeFollower::of(shared)),
        Box::new(DueFollower::default()),
        Box::<IndexFollower>::default(),
    ]
}
