//! The append-only store of decisions: the only crate that knows redb and bytes on disk.
//!
//! A [`Draft`] holds what is to be remembered. [`Store::prepare`] encodes, compresses and encrypts
//! it in the caller's task; [`Store::append`] hands it to the one writer, which commits whatever
//! waits in one transaction; the [`Receipt`] arrives once the record is durable.
//!
//! Architecture invariants: nothing here decides anything. No receipt leaves before its record is
//! on the disk. What is stored of a person is readable only with that person's key, and nothing
//! that is clear on disk names a person. Nothing above [`Store`] may assume one process.

#[cfg(test)]
extern crate self as praetor_ledger;

mod aspects;
mod entry;
mod error;
mod id;
mod keys;
mod ledger;
pub mod limits;
mod pending;
mod plugins;
mod proof;
mod record;
mod retention;
#[cfg(test)]
#[path = "../tests/sample/record.rs"]
mod sample;
mod store;

pub use error::{Alteration, LedgerError};
pub use id::{Digest, LogId, NotADigest, NotAPosition, NotARecordId, Position, RecordId, Timestamp};
pub use ledger::{
    BackedUp, BackupFolders, Check, CheckState, Compacted, Ledger, LedgerOptions, RestoreError,
    RestoreOptions, Restored, Verified, restore,
};
pub use pending::Pending;
pub use proof::{
    Audited, BadLog, BadProof, NotATile, Proof, Proven, TileAddress, WitnessKey, audit, stated_size,
};
pub use record::{
    BackupRecord, BindingRecord, CompletionRecord, DecisionRecord, Draft, EpochRecord, ErasureRecord,
    ErasureState, EventRecord, ExpiredKeys, ExportRecord, ExtractRecord, GenerationRecord, HoldRecord,
    HoldState, Mode, Outcome, OverdueRecord, Record, RefusalRecord, RetentionRecord, ShadowRecord, VoiceCall,
    VoiceRecord, VoiceWord, canonical,
};
pub use retention::{Keep, NotAKeep, RetentionClass};
pub use store::{
    Attempt, Claim, Claimed, ClassPlan, Completed, Completion, Content, Disclosed, Disclosure, DueCounts,
    DueId, DueItem, DueListing, DuePage, DuePosition, DueStates, Duties, Erasing, Erasure, Extract,
    ExtractOrder, Extracted, Extracting, Filter, Health, Hold, HoldOrder, Listing, NotADueId, Noted, Order,
    Page, Prepared, QuarterPlan, Receipt, RecordKind, Retained, Retaining, RetentionPlan, SegmentPlan, Store,
    Stored, Upkeep, Whose,
};
