//! What putting a candidate to work would change.

use super::{Activation, Service, ServiceError, Turn};
use crate::impact::{Extent, News, Summary, Trial};
use crate::sweep::SweepError;

impl Service {
    /// A candidate that has passed the gate, beside what serves now. Blocks, for seconds if it must be
    /// compiled.
    ///
    /// # Errors
    /// Why it could not be put to work; nothing is recorded.
    pub fn trial(&self, wanted: &Activation) -> Result<Trial, ServiceError> {
        let candidate = self.candidate(wanted)?;
        Ok(Trial::new(self.generation(), candidate.binding, *self.engine.fingerprint().as_bytes()))
    }

    /// Tries a candidate on stored decisions, as a range is replayed. Blocks until the end.
    ///
    /// # Errors
    /// The ledger cannot be read, or the threads cannot be started.
    pub fn impact(
        &self,
        _turn: &Turn,
        trial: &Trial,
        extent: &Extent,
        tell: impl FnMut(News<'_>) -> bool,
    ) -> Result<Summary, SweepError> {
        trial.range(&*self.store, extent, self.pace(), tell)
    }
}
