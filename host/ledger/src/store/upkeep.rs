//! What an operator does to keep a store whole.

use praetor_decision::Name;

use crate::error::LedgerError;
use crate::ledger::{BackedUp, Check};

/// Backups and examinations. Each call blocks.
pub trait Upkeep {
    /// Brings the backup in the configured folders up to now, beside live traffic: what is new of the
    /// log, and all keys. `progress` hears how many entries of how many are in it. What was copied is
    /// verified under a signed checkpoint before this returns, and it is on record in the log. A
    /// backup that was cut short is taken up where it stood.
    ///
    /// # Errors
    /// [`LedgerError::NoBackupFolders`], [`LedgerError::BackupUnderWay`]; [`LedgerError::Backup`] if what
    /// is in the folders contradicts this log, or cannot be written.
    fn back_up(&self, actor: &Name, progress: &mut dyn FnMut(u64, u64)) -> Result<BackedUp, LedgerError>;

    /// Looks over what could keep the store from serving or from being restored: keys, checkpoints, the
    /// end of the log, what is derived, plugins' bytes, the backup, the clock.
    fn examine(&self) -> Vec<Check>;
}
