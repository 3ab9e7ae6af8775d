//! Hashes of idempotency keys and of what was asked under them.

use super::KeyRing;
use crate::error::LedgerError;
use crate::keys::row::Tag;
use crate::store::Attempt;

const KEY: &[u8] = b"praetor/ledger/idempotency-key/1\0";
const REQUEST: &[u8] = b"praetor/ledger/idempotent-request/1\0";

impl KeyRing {
    /// The keyed hash of the caller's key, and that of the request. The latter covers the key as well:
    /// a request that is guessed is recognised only by who knows the key too.
    pub(crate) fn idempotent(&self, attempt: &Attempt) -> Result<(Tag, [u8; 32]), LedgerError> {
        let (caller, key) = (attempt.caller.as_bytes(), attempt.key.as_bytes());
        let lengths = [caller.len() as u64, key.len() as u64].map(u64::to_be_bytes).concat();
        let item = attempt.item.map_or([0; 5], |item| {
            let [a, b, c, d] = item.to_be_bytes();
            [1, a, b, c, d]
        });
        let file = self.file();
        let hash = file.hash(&[KEY, &lengths, caller, key, &item]).ok_or(LedgerError::Cipher)?;
        let fingerprint = file.hash(&[REQUEST, &hash, &attempt.request]).ok_or(LedgerError::Cipher)?;
        Ok((hash.first_chunk().copied().unwrap_or_default(), fingerprint))
    }
}
