//! What happened to the stored records themselves (erased, held, exported, deleted), and to what was
//! due by them. Persons appear
//! only as numbers of keys, which mean nothing once the keys are gone.

use praetor_decision::{Day, Kind, Name};
use serde::{Deserialize, Serialize};

use crate::id::{RecordId, Timestamp};

/// A step in the erasure of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureRecord {
    /// The name of the token that asked.
    pub actor: Name,
    /// Where it stands now.
    pub state: ErasureState,
}

/// Where an erasure stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErasureState {
    /// It was asked for, and these keys were found.
    Requested {
        /// Numbers of the keys.
        keys: Vec<u64>,
    },
    /// A hold forbids it.
    Refused {
        /// The sequence of the request.
        request: u64,
        /// The holds, by their numbers.
        holds: Vec<u64>,
        /// When the last of them ends; none: when it is released.
        until: Option<Timestamp>,
    },
    /// The keys are gone.
    Erased {
        /// The sequence of the request.
        request: u64,
        /// Numbers of the keys; also those that were made after the request.
        keys: Vec<u64>,
    },
}

/// Something must be kept, or need not any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRecord {
    /// The name of the token that asked.
    pub actor: Name,
    /// What happened.
    pub state: HoldState,
}

/// What happened to a hold. Its number is the sequence of the event that placed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoldState {
    /// Nothing of a person, or nothing at all, may be erased or deleted from now on.
    Placed {
        /// A person's keys at that time; none: everything is held.
        keys: Option<Vec<u64>>,
        /// Until when; none: until it is released.
        until: Option<Timestamp>,
        /// The matter that it is for: a reference, never a person.
        matter: Name,
    },
    /// The hold with this number is over.
    Released {
        /// Its number.
        hold: u64,
    },
}

/// A key-encryption key was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochRecord {
    /// The epoch that began. All keys of earlier ones are destroyed.
    pub epoch: u32,
    /// Keys and holds that live on under it.
    pub survivors: u64,
    /// Erasures and expiries whose stale copies became worthless with it.
    pub erasures: u64,
}

/// Records were deleted, or keys expired, because their time was over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRecord {
    /// The name of the token that asked, or of the schedule.
    pub actor: Name,
    /// The segments whose records are deleted, by their numbers.
    pub segments: Vec<u64>,
    /// Decisions in them.
    pub decisions: u64,
    /// Keys that expired.
    pub keys: Vec<ExpiredKeys>,
}

/// Keys of one class and quarter that expired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpiredKeys {
    /// The name of the retention class.
    pub class: Name,
    /// The quarter that they were for; 1: the first of 1970.
    pub quarter: u16,
    /// How many.
    pub count: u64,
}

/// Somebody was given what the ledger holds about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRecord {
    /// The name of the token that asked.
    pub actor: Name,
    /// Numbers of the keys.
    pub keys: Vec<u64>,
    /// All records before this sequence were looked at.
    pub before: u64,
}

/// The log and its keys were backed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRecord {
    /// The name of the token that asked.
    pub actor: Name,
    /// Entries in the backup.
    pub size: u64,
    /// The epoch of the keys in it.
    pub epoch: u32,
    /// Bytes of its part with the log.
    pub bytes: u64,
}

/// Somebody was given decisions in bulk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractRecord {
    /// The name of the token that asked.
    pub actor: Name,
    /// Recorded at or after this time.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Only decisions on these kinds of questions; empty: on all.
    pub kinds: Vec<Kind>,
    /// What was written: `ndjson`, `parquet`.
    pub format: Name,
    /// Nothing was decrypted: only what is clear in the log was given.
    pub by_reference: bool,
    /// All decisions before this sequence were looked at.
    pub before: u64,
}

/// What was due by a decision is done, failed or waived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRecord {
    /// The name of the token that says so.
    pub actor: Name,
    /// The decision.
    pub decision: RecordId,
    /// The number within the decision (`praetor_decision::due`).
    pub number: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// Where more is written about it: a ticket, a file number, never a person.
    pub reference: Name,
    /// The day on which it happened.
    pub on: Day,
}

/// What became of something that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// It was done, which closes it.
    Done,
    /// It was tried in vain: it stays due.
    Failed,
    /// It need not be done, which closes it.
    Waived,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Done, Self::Failed, Self::Waived];

    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Waived => "waived",
        }
    }

    /// Whether nothing is due any more.
    #[must_use]
    pub const fn closes(self) -> bool {
        !matches!(self, Self::Failed)
    }
}
