use std::path::PathBuf;

use crate::error::LedgerError;

/// Why a store was not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// There is a store already.
    #[error("`{}` holds a ledger already; restore into an empty folder, and keep what is there until all is well", .0.display())]
    NotEmpty(PathBuf),
    /// No backup is there.
    #[error("`{}` holds no backup of a log (`log.redb`)", .0.display())]
    NoBackup(PathBuf),
    /// Somebody writes to the backup.
    #[error("the backup in `{}` is being written; wait until that ends", .0.display())]
    InUse(PathBuf),
    /// The first backup did not come to its end.
    #[error("the backup of the log never came to its end, so nothing signed vouches for it; use another one")]
    Unfinished,
    /// The log and the keys are of two logs.
    #[error(
        "the log and the keys are backups of two logs, or one was altered; give the folders that belong together"
    )]
    OtherParts,
    /// The key file that is there is of another store.
    #[error("the key file `{}` is not that of this backup; move it away, and its backup's keys are used", .0.display())]
    OtherKeys(PathBuf),
    /// A checkpoint that was given is not of this log.
    #[error("a checkpoint that was given is not signed by this log's key; give one of this log")]
    NotACheckpoint,
    /// The log signed more than the backup holds.
    #[error(
        "the log had signed {newest} entries, and the backup holds {backup}: {lost} would be lost, and to sign others in their place would contradict what was signed; look for a newer backup, or begin a new log with `--new-origin NAME`",
        lost = newest - backup
    )]
    Older {
        /// Entries in the backup.
        backup: u64,
        /// Entries under the newest checkpoint that is known.
        newest: u64,
    },
    /// Nothing says how far the log had come.
    #[error(
        "nothing says how far the log had come: give the latest checkpoint that left the machine with `--newest-checkpoint FILE`, or the server's file `{}`, or begin a new log with `--new-origin NAME`", .0.display()
    )]
    NothingKnown(PathBuf),
    /// The entries are not those that were signed.
    #[error("the backup contradicts a checkpoint of {0} entries that the log has signed; use another backup")]
    Contradicts(u64),
    /// The new log would have the name of the old one.
    #[error("`{0}` is the name that the log had; a new log wants another one")]
    SameOrigin(String),
    /// The store or the backup cannot be read or written.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
}
