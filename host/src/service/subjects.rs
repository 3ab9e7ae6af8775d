//! What the ledger holds about a person: erased, held, given.

use praetor_ledger::{Disclosed, Disclosure, DuePage, Erasure, Hold, HoldOrder, LedgerError, Receipt, Whose};

use super::Service;

/// All of it blocks until it is durable: not to be called on a thread of a runtime.
impl Service {
    /// Makes all that is stored about a person unreadable, unless a hold forbids it. `at_once` also
    /// makes stale copies worthless now, not only by the deadline.
    ///
    /// # Errors
    /// The ledger could not store it.
    pub fn erase(&self, whose: &Whose, at_once: bool) -> Result<Erasure, LedgerError> {
        // What is due by the person's decisions outlives them, and can be read only before. An erasure
        // neither waits for more than that nor fails for it.
        let _ = self.store.due(&DuePage { limit: 1, ..DuePage::default() });
        let erasure = self.store.erase(whose)?;
        if at_once && matches!(erasure, Erasure::Erased { .. }) {
            self.store.end_epoch()?;
        }
        Ok(erasure)
    }

    /// Places a hold.
    ///
    /// # Errors
    /// The ledger could not store it.
    pub fn hold(&self, order: &HoldOrder) -> Result<Hold, LedgerError> {
        self.store.hold(order)
    }

    /// Releases a hold; none if there is none with this number.
    ///
    /// # Errors
    /// The ledger could not store it.
    pub fn release(&self, hold: u64, actor: &str) -> Result<Option<Receipt>, LedgerError> {
        self.store.release(hold, &actor.into())
    }

    /// The holds that are not released.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn holds(&self) -> Result<Vec<Hold>, LedgerError> {
        self.store.holds()
    }

    /// Begins to give all that is stored about a person; it is on record when this returns.
    ///
    /// # Errors
    /// The ledger could not store it, and nothing may be given.
    pub fn disclose(&self, whose: &Whose) -> Result<Disclosure, LedgerError> {
        self.store.disclose(whose)
    }

    /// A page of it.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn disclosed(&self, disclosure: &Disclosure, from: u64) -> Result<Disclosed, LedgerError> {
        self.store.disclosed(disclosure, from)
    }
}
