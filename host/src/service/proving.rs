//! What an outsider checks the log with.

use praetor_ledger::{Digest, LedgerError, Proof, RecordId, TileAddress};

use super::Service;
use crate::publishing::Sent;

/// All of it may wait for the next checkpoint or read the disk: not to be called on a thread of a
/// runtime.
impl Service {
    /// The latest signed checkpoint.
    ///
    /// # Errors
    /// The ledger cannot be read; [`LedgerError::Unsigned`] before the first.
    pub fn checkpoint(&self) -> Result<Vec<u8>, LedgerError> {
        self.store.checkpoint().wait()?.ok_or(LedgerError::Unsigned)
    }

    /// A proof that a record stands in the log; none if it was never stored.
    ///
    /// # Errors
    /// The ledger cannot be read; [`LedgerError::Unsigned`] if no checkpoint covers it in time.
    pub fn proof(&self, id: RecordId) -> Result<Option<Proof>, LedgerError> {
        self.store.proof(id).wait()
    }

    /// The same under a checkpoint that was given before.
    ///
    /// # Errors
    /// The ledger cannot be read; [`LedgerError::Unsigned`] if the checkpoint does not cover it.
    pub fn proof_under(&self, id: RecordId, checkpoint: &[u8]) -> Result<Option<Proof>, LedgerError> {
        self.store.proof_under(id, checkpoint).wait()
    }

    /// A tile or a bundle of entries; none if it is not signed yet, or was deleted.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn tile(&self, tile: TileAddress) -> Result<Option<Vec<u8>>, LedgerError> {
        self.store.tile(tile).wait()
    }

    /// The hashes that show one tree to be the beginning of another.
    ///
    /// # Errors
    /// The ledger cannot be read; [`LedgerError::NoSuchTree`].
    pub fn consistency(&self, from: u64, to: u64) -> Result<Vec<Digest>, LedgerError> {
        self.store.consistency(from, to).wait()
    }

    /// The latest checkpoint that a witness cosigned.
    #[must_use]
    pub fn cosigned(&self) -> Option<Vec<u8>> {
        self.publisher.cosigned()
    }

    /// How those are doing who get the checkpoints.
    #[must_use]
    pub fn published(&self) -> Vec<Sent> {
        self.publisher.sent()
    }

    /// The key that verifies the checkpoints.
    #[must_use]
    pub fn verifier_key(&self) -> String {
        self.store.verifier_key()
    }
}
