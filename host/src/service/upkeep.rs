//! What keeps the ledger whole: backups and examinations.

use praetor_ledger::{BackedUp, Check, LedgerError};

use super::Service;

/// All of it blocks: not to be called on a thread of a runtime.
impl Service {
    /// Brings the configured backup up to now; `progress` hears how many entries of how many are in it.
    ///
    /// # Errors
    /// No folders are configured, a backup is under way, or it was refused.
    pub fn back_up(&self, actor: &str, progress: &mut dyn FnMut(u64, u64)) -> Result<BackedUp, LedgerError> {
        self.store.back_up(&actor.into(), progress)
    }

    /// Looks over the ledger and the places where it is kept.
    #[must_use]
    pub fn examine(&self) -> Vec<Check> {
        let mut checks = self.places.examine();
        checks.append(&mut self.store.examine());
        checks
    }
}
