//! Encryption of one record.
//!
//! AES-256-GCM-SIV under a key of the record's own. GCM-SIV alone would let somebody who chooses
//! keys make one ciphertext that opens to two decisions, so the header holds a commitment to the key.

use aes_gcm_siv::aead::{AeadInOut, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::id::RecordId;
use crate::keys::Dek;

/// Bytes that encryption adds.
pub(super) const TAG: usize = 16;

/// Separates these keys from all others that may ever be derived from a subject's key.
const INFO: &[u8] = b"praetor/ledger/record/1";

/// What is derived for one record: a key for the payload, and the commitment to it.
pub(super) struct RecordKeys {
    id: RecordId,
    encrypt: Zeroizing<[u8; 32]>,
    commitment: [u8; 32],
}

impl RecordKeys {
    pub(super) fn derive(dek: &Dek, id: RecordId) -> Option<Self> {
        let hkdf = Hkdf::<Sha256>::new(None, dek.as_slice());
        let mut derived = Zeroizing::new([0; 64]);
        hkdf.expand_multi_info(&[INFO, id.as_bytes()], derived.as_mut_slice()).ok()?;
        let (encrypt, commitment) = derived.split_first_chunk::<32>()?;
        Some(Self { id, encrypt: Zeroizing::new(*encrypt), commitment: commitment.try_into().ok()? })
    }

    pub(super) const fn commitment(&self) -> &[u8; 32] {
        &self.commitment
    }

    pub(super) fn commits_to(&self, commitment: &[u8; 32]) -> bool {
        // Both sides are public once stored, so comparing them leaks nothing.
        self.commitment == *commitment
    }

    pub(super) fn encrypt(&self, associated: &[u8], mut text: Vec<u8>) -> Option<Vec<u8>> {
        self.cipher().encrypt_in_place(&self.nonce(), associated, &mut text).ok()?;
        Some(text)
    }

    pub(super) fn decrypt(&self, associated: &[u8], mut text: Vec<u8>) -> Option<Zeroizing<Vec<u8>>> {
        self.cipher().decrypt_in_place(&self.nonce(), associated, &mut text).ok()?;
        Some(Zeroizing::new(text))
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new((&*self.encrypt).into())
    }

    /// Each record has a key of its own, so a nonce only has to be there.
    fn nonce(&self) -> Nonce {
        let mut nonce = Nonce::default();
        nonce.iter_mut().zip(self.id.as_bytes().iter().skip(4)).for_each(|(to, from)| *to = *from);
        nonce
    }
}
