//! One record as bytes.
//!
//! ```text
//! header (72 bytes, clear) | encrypted payload              | recorded_at (8)
//! header, detached         | SHA-256 of the blob | length 8 | recorded_at (8)
//! ```
//!
//! The payload is postcard of a [`Record`], compressed, padded and encrypted under a key that is
//! derived from the subject's key and the record's id; the header is its associated data. The
//! writer adds the time, which must not fall behind that of the entry before, so it stands at the
//! end, where the caller's task can hash all that comes before it. The position in the log is
//! bound by the Merkle tree, not by the encryption.
//!
//! Compatibility: `header::VERSION` counts layouts of the entry, `payload::SHAPE` counts shapes of
//! `Record` and of the types of `praetor-decision` in it. Both are read for ever: a change of a
//! shape adds a number and a decoder, and `tests/frozen` holds bytes of each.

mod cipher;
#[cfg(test)]
mod frozen;
mod header;
mod payload;
#[cfg(test)]
mod tests;

use sha2::{Digest as _, Sha256};

use crate::error::Alteration;
use crate::id::{Digest, RecordId, Timestamp};
use crate::keys::Dek;
use crate::limits;
use crate::record::Record;
use crate::store::RecordKind;

pub(crate) use header::{Header, codes as kind_codes};
pub(crate) use payload::{Unpacked, pack, unpack};

/// Bytes of the time at the end.
const TIME: usize = 8;

/// Bytes of the reference to a blob: digest and length.
const REFERENCE: usize = 32 + 8;

/// An entry without its time.
pub(crate) struct Sealed {
    entry: Vec<u8>,
    blob: Option<Vec<u8>>,
    hash: Sha256,
}

/// What the header of a new entry needs besides what sealing adds.
pub(crate) struct Label {
    pub(crate) id: RecordId,
    pub(crate) kind: RecordKind,
    pub(crate) generation: u64,
    pub(crate) key_id: u64,
}

/// An entry taken apart; the payload is still encrypted.
pub(crate) struct Parsed<'a> {
    pub(crate) header: Header,
    pub(crate) recorded_at: Timestamp,
    associated: &'a [u8],
    body: &'a [u8],
}

impl Sealed {
    /// Encrypts a packed payload under the subject's key; none if the cipher refuses.
    pub(crate) fn new(label: &Label, packed: Vec<u8>, dek: &Dek) -> Option<Self> {
        let keys = cipher::RecordKeys::derive(dek, label.id)?;
        let detached = header::LENGTH + packed.len() + cipher::TAG + TIME > limits::ENTRY_BYTES;
        let header = Header::of(label, detached, *keys.commitment()).encode();
        let ciphertext = keys.encrypt(&header, packed)?;
        let mut entry = header;
        let blob = if detached {
            entry.extend_from_slice(Digest::of(&ciphertext).as_bytes());
            entry.extend_from_slice(&(ciphertext.len() as u64).to_be_bytes());
            Some(ciphertext)
        } else {
            entry.extend_from_slice(&ciphertext);
            None
        };
        let hash = Sha256::new().chain_update([0]).chain_update(&entry);
        Some(Self { entry, blob, hash })
    }

    /// The same record under another key; none if the cipher refuses.
    pub(crate) fn under(&self, old: &Dek, key_id: u64, new: &Dek) -> Option<Self> {
        let (associated, body) = self.entry.split_at_checked(header::LENGTH)?;
        let header = Header::decode(associated).ok()?;
        let ciphertext = self.blob.clone().unwrap_or_else(|| body.to_vec());
        let packed = cipher::RecordKeys::derive(old, header.id)?.decrypt(associated, ciphertext)?;
        let label = Label { id: header.id, kind: header.kind, generation: header.generation, key_id };
        Self::new(&label, packed.to_vec(), new)
    }

    /// How many bytes it adds to a commit.
    pub(crate) fn len(&self) -> usize {
        self.entry.len() + TIME + self.blob.as_ref().map_or(0, Vec::len)
    }

    /// The stored bytes and their leaf, once the time is known.
    pub(crate) fn finish(&self, recorded_at: Timestamp) -> (Vec<u8>, Digest) {
        let time = recorded_at.0.to_be_bytes();
        let mut entry = Vec::with_capacity(self.entry.len() + TIME);
        entry.extend_from_slice(&self.entry);
        entry.extend_from_slice(&time);
        let leaf = self.hash.clone().chain_update(time).finalize();
        (entry, Digest::from_bytes(leaf.into()))
    }

    /// The payload that is too large for an entry.
    pub(crate) fn blob(&self) -> Option<&[u8]> {
        self.blob.as_deref()
    }
}

impl<'a> Parsed<'a> {
    /// Takes stored bytes apart.
    pub(crate) fn read(entry: &'a [u8]) -> Result<Self, Unpacked> {
        let (rest, time) = entry.split_last_chunk::<TIME>().ok_or(Alteration::Shape)?;
        let (associated, body) = rest.split_at_checked(header::LENGTH).ok_or(Alteration::Shape)?;
        let recorded_at = Timestamp(u64::from_be_bytes(*time));
        Ok(Self { header: Header::decode(associated)?, recorded_at, associated, body })
    }

    /// Stored bytes of the payload, wherever they stand.
    pub(crate) fn payload_bytes(&self) -> usize {
        let length = self.body.last_chunk().filter(|_| self.header.detached);
        let length = length.map(|length| usize::try_from(u64::from_be_bytes(*length)));
        length.and_then(Result::ok).unwrap_or(self.body.len())
    }

    /// The record, decrypted; `blob` fetches a payload that stands apart.
    pub(crate) fn open<E>(
        &self,
        dek: &Dek,
        blob: impl FnOnce() -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Result<Record, Unpacked>, E> {
        let ciphertext = if self.header.detached {
            match self.detached(blob()?) {
                Ok(blob) => blob,
                Err(altered) => return Ok(Err(altered.into())),
            }
        } else {
            self.body.to_vec()
        };
        Ok(self.decrypt(dek, ciphertext))
    }

    /// Whether the payload stands apart.
    pub(crate) const fn is_detached(&self) -> bool {
        self.header.detached
    }

    /// Whether the payload stands apart, as the reference in the entry says.
    ///
    /// # Errors
    /// [`Alteration::Blob`]: it is missing or another, or there is one and should be none.
    pub(crate) fn check_blob(&self, blob: Option<Vec<u8>>) -> Result<bool, Alteration> {
        match (self.header.detached, blob) {
            (false, None) => Ok(false),
            (false, Some(_)) => Err(Alteration::Blob),
            (true, blob) => self.detached(blob).map(|_| true),
        }
    }

    fn detached(&self, blob: Option<Vec<u8>>) -> Result<Vec<u8>, Alteration> {
        let (digest, length) = self.body.split_first_chunk::<32>().ok_or(Alteration::Shape)?;
        let length: [u8; REFERENCE - 32] = length.try_into().map_err(|_| Alteration::Shape)?;
        let blob = blob.ok_or(Alteration::Blob)?;
        let same = blob.len() as u64 == u64::from_be_bytes(length) && Digest::of(&blob).as_bytes() == digest;
        if same { Ok(blob) } else { Err(Alteration::Blob) }
    }

    fn decrypt(&self, dek: &Dek, ciphertext: Vec<u8>) -> Result<Record, Unpacked> {
        let keys = cipher::RecordKeys::derive(dek, self.header.id).ok_or(Alteration::Key)?;
        if !keys.commits_to(&self.header.commitment) {
            return Err(Alteration::Key.into());
        }
        let packed = keys.decrypt(self.associated, ciphertext).ok_or(Alteration::Payload)?;
        unpack(&packed, self.header.shape, self.header.dictionary)
    }
}

/// The leaf of stored bytes.
pub(crate) fn leaf(entry: &[u8]) -> Digest {
    Digest::from_bytes(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// When stored bytes were recorded; reads no other part of them.
pub(crate) fn recorded_at(entry: &[u8]) -> Result<Timestamp, Unpacked> {
    let time = entry.last_chunk::<TIME>().ok_or(Alteration::Shape)?;
    Ok(Timestamp(u64::from_be_bytes(*time)))
}
