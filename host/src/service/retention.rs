//! The ledger's own retention.

use praetor_ledger::{LedgerError, Retained, RetentionPlan};

use super::Service;

/// Both read the whole ledger: not to be called on a thread of a runtime.
impl Service {
    /// What would go now, what stays, and why.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn retention(&self) -> Result<RetentionPlan, LedgerError> {
        self.store.retention()
    }

    /// Lets go of it. `actor` names who asked: a token, never a person.
    ///
    /// # Errors
    /// It was interrupted; what was done until then is on record.
    pub fn retain(&self, actor: &str) -> Result<Retained, LedgerError> {
        self.store.retain(&actor.into())
    }
}
