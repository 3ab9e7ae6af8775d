//! What can go wrong with the ledger, in words that name the next step.

use std::path::{Path, PathBuf};

use crate::id::{Digest, LogId, RecordId};
use crate::limits;

/// What is wrong with stored bytes that are not as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Alteration {
    /// Shorter than an entry can be, or with fields that no version has.
    #[error("the entry cannot be read")]
    Shape,
    /// The key commitment of the header belongs to another key.
    #[error("the key is not the one that the entry commits to")]
    Key,
    /// Header or payload were changed after they were encrypted.
    #[error("header or payload were changed")]
    Payload,
    /// A large payload is missing or has another digest than its entry says.
    #[error("the large payload is missing or was changed")]
    Blob,
    /// Decrypted as written, but not what the format says.
    #[error("the payload cannot be decoded")]
    Encoding,
    /// The row of a subject's key cannot be unwrapped.
    #[error("the row of its key cannot be read")]
    KeyRow,
}

/// Why the ledger did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// As many records wait as may wait; nothing was stored. A 503 with `Retry-After`.
    #[error("the ledger's queue of {records} records or {bytes} bytes is full; try again in a moment", records = limits::QUEUE_RECORDS, bytes = limits::QUEUE_BYTES)]
    Full,
    /// The ledger has been closed; nothing was stored.
    #[error("the ledger is closed")]
    Closed,
    /// The commit failed. Whether the record is stored is not known until it is looked up.
    #[error(
        "the ledger could not commit ({cause}); whether record `{id}` is stored shows when it is looked up"
    )]
    OutcomeUnknown {
        /// The record.
        id: RecordId,
        /// What the storage said.
        cause: String,
    },
    /// The store cannot be used at present; nothing was stored.
    #[error("the ledger cannot be used ({0}); check the disk, then try again")]
    Unavailable(String),
    /// An earlier attempt under the same idempotency key was stored after all; this one was not.
    #[error("an earlier attempt under the same key is stored; ask for it under the key")]
    Repeated,
    /// Reading or opening failed.
    #[error("the ledger's storage failed ({0})")]
    Storage(String),
    /// Another process has the store open.
    #[error("the ledger in `{}` is open in another process; ask the running server through its API, or stop it first", .0.display())]
    InUse(PathBuf),
    /// The folder may not be written.
    #[error(
        "the folder `{}` of the ledger cannot be written ({cause}); free space on its disk, let the user that the server runs as write to it, or name another `data_dir`",
        folder.display()
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// There is no store in the folder.
    #[error("there is no ledger in `{}`; name the folder where the server keeps its data", .0.display())]
    NoLedger(PathBuf),
    /// The log signs its checkpoints under another name than the one asked for.
    #[error(
        "the log signs as `{stored}`, and the configuration calls it `{asked}`; set `ledger.origin` to `{stored}` or leave it out: a log never changes its name"
    )]
    OtherOrigin {
        /// The name in the key file of the checkpoints.
        stored: String,
        /// The name in the options.
        asked: String,
    },
    /// The folder holds a log of another number.
    #[error(
        "the store holds log {stored}, and log {asked} was asked for; set the log number of the configuration to {stored} or choose another folder"
    )]
    OtherLog {
        /// The number in the store.
        stored: LogId,
        /// The number in the options.
        asked: LogId,
    },
    /// The store was written in a format that this version does not know.
    #[error("the store has format {0}, and this version reads only format {known}; use a newer version", known = crate::ledger::FORMAT)]
    OtherFormat(u32),
    /// The record is larger than the ledger stores.
    #[error("the record has {bytes} bytes before compression; at most {limit} are stored", limit = limits::PAYLOAD_BYTES)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The subject's identifier is longer than allowed. The identifier itself is not repeated.
    #[error("the subject's identifier has {bytes} bytes; at most {limit} are allowed", limit = limits::SUBJECT_BYTES)]
    SubjectTooLong {
        /// Its length.
        bytes: usize,
    },
    /// There is a store, and its keys are not where they should be.
    #[error("there is a ledger, but its key file `{}` is missing; restore the key file: without it no record can be read", .0.display())]
    KeysMissing(PathBuf),
    /// Others may read the key file.
    #[error("the key file `{}` may be read by others; run `chmod 600` on it", .0.display())]
    KeysExposed(PathBuf),
    /// The key file cannot be understood.
    #[error("line {line} of the key file `{}` cannot be read; restore the key file from its backup", path.display())]
    KeysUnreadable {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The key file belongs to another store.
    #[error("the key file `{}` does not belong to this ledger; give the one that was made with it", .0.display())]
    WrongKeys(PathBuf),
    /// A new store was to be made with a key file that belongs to another one.
    #[error("the key file `{}` belongs to another ledger, which is not in this folder; restore that ledger, or name a new key file for this one: two ledgers with the same keys would destroy each other's", .0.display())]
    KeysTaken(PathBuf),
    /// Another store works with the same keys at this moment.
    #[error("the key file `{}` is in use by another ledger; give each ledger a key file of its own, and never let a copy of a ledger serve beside it", .0.display())]
    KeysInUse(PathBuf),
    /// Stored bytes are not as they were written.
    #[error(
        "record {sequence} was altered: {what}; restore it from a backup and find out who wrote to the file"
    )]
    Altered {
        /// Its sequence number.
        sequence: u64,
        /// What is wrong.
        what: Alteration,
    },
    /// What stands in the Merkle tree is not what the entries make of it.
    #[error(
        "the tree of the log is not that of its entries ({what}, first at {index}); do not answer with this log: restore it from a backup and find out who wrote to the file"
    )]
    TreeAltered {
        /// What differs.
        what: &'static str,
        /// The first place where it differs: an entry's, or a checkpoint's size.
        index: u64,
    },
    /// The record was deleted when its time was over.
    #[error(
        "the record was deleted when its time was over, or never stored; its hash remains in the log, and proofs of it given before still verify"
    )]
    Deleted,
    /// No checkpoint covers what was asked for yet.
    #[error("no checkpoint covers it yet; the next one follows in about a second, ask again then")]
    Unsigned,
    /// There is no signed tree of such a size, or the first is larger than the second.
    #[error(
        "there is no way from a tree of {from} to one of {to} entries: {size} are signed, and the first size must not be larger than the second"
    )]
    NoSuchTree {
        /// The smaller size.
        from: u64,
        /// The larger size.
        to: u64,
        /// Entries under the latest checkpoint.
        size: u64,
    },
    /// The record needs a newer version of the software.
    #[error("record {sequence} was written by a newer version; use that version to read it")]
    Newer {
        /// Its sequence number.
        sequence: u64,
    },
    /// A plugin's file has other bytes than its name says.
    #[error("the stored plugin `{0}` was altered; upload its original bytes again")]
    PluginAltered(Digest),
    /// The config names no folders for a backup.
    #[error("no folders for a backup are set; set `folder` and `keys` under `[ledger.backup]`")]
    NoBackupFolders,
    /// A backup is being made already.
    #[error("a backup is being made already; wait until it ends, then ask again")]
    BackupUnderWay,
    /// The backup that is there cannot be continued, or cannot be written; what it holds stays as it is.
    #[error("the backup was not made: {0}")]
    Backup(String),
    /// Encryption failed; nothing was stored.
    #[error("the record could not be encrypted")]
    Cipher,
    /// The system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

impl LedgerError {
    /// A folder that may not be written.
    pub(crate) fn folder(folder: &Path, error: &std::io::Error) -> Self {
        Self::Folder { folder: folder.into(), cause: error.to_string() }
    }
}
