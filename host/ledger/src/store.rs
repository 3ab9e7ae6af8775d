//! What every store of decisions can do, whatever stands behind it.

mod due;
mod erasing;
mod extracting;
mod idempotency;
mod page;
mod retaining;
mod upkeep;

use std::ops::Range;

use praetor_decision::Kind;

use crate::entry::Sealed;
use crate::error::LedgerError;
use crate::id::{Digest, LogId, RecordId, Timestamp};
use crate::keys::KeyUse;
use crate::ledger::Gleaned;
use crate::pending::Pending;
use crate::proof::{Proof, TileAddress};
use crate::record::{Draft, GenerationRecord, Record};

pub(crate) use due::seconds as due_seconds;
pub use due::{
    Completed, Completion, DueCounts, DueId, DueItem, DueListing, DuePage, DuePosition, DueStates, Duties,
    NotADueId, Noted,
};
pub(crate) use idempotency::InFlight;
pub use idempotency::{Attempt, Claim, Claimed};
pub use page::{Filter, Listing, Order, Page};

pub use erasing::{Disclosed, Disclosure, Erasing, Erasure, Hold, HoldOrder, Whose};
pub use extracting::{Extract, ExtractOrder, Extracted, Extracting};
pub use retaining::{ClassPlan, QuarterPlan, Retained, Retaining, RetentionPlan, SegmentPlan};
pub use upkeep::Upkeep;

/// A durable, append-only store. Results come as [`Pending`], to be awaited or waited for; a store
/// may be shared by many processes.
pub trait Store: Erasing + Duties + Extracting + Retaining + Upkeep + Send + Sync {
    /// Encodes, compresses and encrypts a record in the caller's task; nothing is stored yet.
    ///
    /// # Errors
    /// [`LedgerError::TooLarge`], [`LedgerError::SubjectTooLong`], [`LedgerError::NoRandomness`], or a
    /// failure to read the subject's key.
    fn prepare(&self, draft: &Draft) -> Result<Prepared, LedgerError>;

    /// Stores a record; the receipt arrives when it is durable. [`LedgerError::Full`] is known at once;
    /// [`LedgerError::Repeated`] if it goes under a key under which another was stored meanwhile.
    fn append(&self, prepared: Prepared) -> Pending<Receipt>;

    /// Claims the idempotency key of a request, before anything is decided. Nobody else has the key
    /// until the claim is dropped, or the record that goes under it ([`Prepared::under`]) is stored or
    /// has failed. The embedded store reads on the calling thread.
    fn claim(&self, attempt: &Attempt) -> Pending<Claimed>;

    /// The record with this id; none if it was never stored, [`LedgerError::Deleted`] if it was deleted
    /// with its time. The embedded store reads on the calling thread (about 1 us cached, 0.1 ms from a disk).
    fn get(&self, id: RecordId) -> Pending<Option<Stored>>;

    /// A page of records by the time at which they were recorded, all of them or those that fit a
    /// filter. Whatever was acknowledged before is there; a page may end early, with a position.
    fn list(&self, page: &Page) -> Pending<Listing>;

    /// The newest generation on record; none if no generation was recorded yet.
    fn latest_generation(&self) -> Pending<Option<(Receipt, GenerationRecord)>>;

    /// The generation with this number; none if it was never recorded.
    fn generation(&self, number: u64) -> Pending<Option<GenerationRecord>>;

    /// The places in the log of the records of a time: from one, and before the other. Without them,
    /// of all.
    fn span(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Pending<Range<u64>>;

    /// The records at these places, only of these kinds, or of all if it names none. Those that were
    /// deleted are left out. The embedded store decrypts on the calling thread, in one snapshot: ask
    /// for few at once.
    fn records(&self, span: Range<u64>, kinds: &[RecordKind]) -> Pending<Vec<Stored>>;

    /// Keeps a plugin's original bytes; durable when the result arrives. Storing them again is free.
    fn put_plugin(&self, bytes: Vec<u8>) -> Pending<Digest>;

    /// A plugin's original bytes, compared with their digest; none if they were never stored.
    fn plugin(&self, digest: Digest) -> Pending<Option<Vec<u8>>>;

    /// The latest signed checkpoint (C2SP tlog-checkpoint), of a tree that is durable; none before
    /// the first record.
    fn checkpoint(&self) -> Pending<Option<Vec<u8>>>;

    /// A proof that the record stands in the log, under the latest checkpoint; none if it was never
    /// stored. If no checkpoint covers the record yet, it waits for the next, about a second.
    fn proof(&self, id: RecordId) -> Pending<Option<Proof>>;

    /// The same under a checkpoint that was given before, such as one that a witness cosigned.
    fn proof_under(&self, id: RecordId, checkpoint: &[u8]) -> Pending<Option<Proof>>;

    /// A tile of the tree or a bundle of entries (C2SP tlog-tiles); none if it reaches beyond the latest
    /// checkpoint, or entries of it were deleted. What it holds never changes.
    fn tile(&self, tile: TileAddress) -> Pending<Option<Vec<u8>>>;

    /// The hashes (RFC 6962, 2.1.2) that show the tree of one size to be the beginning of that of
    /// another.
    fn consistency(&self, from: u64, to: u64) -> Pending<Vec<Digest>>;

    /// The key that verifies the checkpoints, as C2SP signed-note writes it.
    fn verifier_key(&self) -> String;

    /// How the store is doing.
    fn health(&self) -> Health;

    /// Takes no more records, commits what waits, and lets go of the files.
    ///
    /// # Errors
    /// [`LedgerError::Unavailable`] if the writer did not end in order.
    fn close(&self) -> Result<(), LedgerError>;
}

/// A record that is ready to be stored.
pub struct Prepared {
    pub(crate) id: RecordId,
    pub(crate) kind: RecordKind,
    pub(crate) sealed: Sealed,
    /// The key that it was encrypted under.
    pub(crate) key: KeyUse,
    /// What the follower takes in once it is durable.
    pub(crate) gleaned: Option<Box<Gleaned>>,
    /// The idempotency key that it goes under.
    pub(crate) claim: Option<Box<Claim>>,
}

impl Prepared {
    /// The id that it will be found by.
    #[must_use]
    pub const fn id(&self) -> RecordId {
        self.id
    }
}

/// Says that a record is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The log.
    pub log: LogId,
    /// Its place in the log, from 0, without gaps.
    pub sequence: u64,
    /// Its id.
    pub id: RecordId,
    /// SHA-256 of a zero byte and the stored bytes: its leaf in the Merkle tree of RFC 6962.
    pub leaf: Digest,
    /// When it was recorded; never earlier than the record before.
    pub recorded_at: Timestamp,
}

/// What kind of record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A decision on this kind of question.
    Decision(Kind),
    /// A new generation.
    Generation,
    /// A call that the machine was too slow for.
    Overdue,
    /// A step in the erasure of a person.
    Erasure,
    /// A hold was placed or released.
    Hold,
    /// A key-encryption key was replaced and destroyed.
    KeyEpoch,
    /// Records were deleted, or keys expired.
    Retention,
    /// Somebody was given what is stored about a person.
    Export,
    /// What was due by a decision is done, failed or waived.
    Completion,
    /// The log and its keys were backed up.
    Backup,
    /// Somebody was given decisions in bulk.
    Extract,
    /// A plugin was refused, and what served goes on.
    Refusal,
    /// A plugin in shadow would have decided otherwise.
    Shadow,
}

impl RecordKind {
    /// Whether it is a decision.
    #[must_use]
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Decision(_))
    }
}

/// A record as it was read.
#[derive(Clone)]
pub struct Stored {
    /// Where and when it was stored.
    pub receipt: Receipt,
    /// What kind of record it is.
    pub kind: RecordKind,
    /// The generation that served.
    pub generation: u64,
    /// The record, if it can be read.
    pub content: Content,
}

/// The content of a record that was found.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Content {
    /// As it was stored.
    Record(Record),
    /// The subject's key is gone: only what stands in [`Stored`] remains.
    Erased,
    /// The key is there, and nothing was decrypted, for nobody asked for the content.
    Sealed,
    /// It cannot be read; an alarm for the operator.
    Unreadable(LedgerError),
}

/// How a store is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Whether the last attempt to commit or to open succeeded.
    pub serving: bool,
    /// What failed, if it does not serve. Holds nothing personal.
    pub fault: Option<String>,
    /// Records in the log.
    pub records: u64,
    /// Records that wait for the writer.
    pub waiting: usize,
}
