//! One row of the key table.

use aes_gcm_siv::aead::{AeadInOut, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use zeroize::Zeroizing;

use super::file::KeyFile;
use super::period::Period;
use super::{Dek, random};
use crate::error::{Alteration, LedgerError};

/// A keyed hash of a subject.
pub(crate) type Tag = [u8; 16];

/// Bytes of a wrapped key: the key and what authenticates it.
const WRAPPED: usize = 32 + 16;

/// The layout of the row.
const VERSION: u8 = 1;

/// Bytes of a row: version, period, tag, epoch, nonce, wrapped key.
pub(crate) const LENGTH: usize = 1 + 2 + 16 + 4 + 12 + WRAPPED;

/// One row of the key table.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyRow {
    /// What is being found again, and for which quarter.
    pub(crate) period: Period,
    pub(crate) tag: Tag,
    /// The KEK that the key is wrapped under.
    epoch: u32,
    nonce: [u8; 12],
    wrapped: [u8; WRAPPED],
}

impl KeyRow {
    /// A fresh key, and its row.
    pub(super) fn make(
        file: &KeyFile,
        id: u64,
        period: Period,
        tag: Tag,
    ) -> Result<(Self, Dek), LedgerError> {
        let dek = random::<32>()?;
        let nonce = *random::<12>()?;
        let (epoch, kek) = file.newest();
        let mut wrapped = Zeroizing::new(dek.to_vec());
        let associated = associated(id, period, &tag);
        cipher(kek)
            .encrypt_in_place(&Nonce::from(nonce), &associated, &mut *wrapped)
            .map_err(|_| LedgerError::Cipher)?;
        let wrapped = wrapped.as_slice().try_into().map_err(|_| LedgerError::Cipher)?;
        Ok((Self { period, tag, epoch, nonce, wrapped }, dek))
    }

    /// The key. Fails if the row, its number or the key file is not the one it was made with.
    pub(super) fn unwrap(&self, file: &KeyFile, id: u64) -> Result<Dek, Alteration> {
        let kek = file.epoch(self.epoch).ok_or(Alteration::KeyRow)?;
        let mut wrapped = Zeroizing::new(self.wrapped.to_vec());
        let associated = associated(id, self.period, &self.tag);
        let nonce = Nonce::from(self.nonce);
        cipher(kek).decrypt_in_place(&nonce, &associated, &mut *wrapped).map_err(|_| Alteration::KeyRow)?;
        let mut dek = Zeroizing::new([0; 32]);
        if wrapped.len() != dek.len() {
            return Err(Alteration::KeyRow);
        }
        dek.copy_from_slice(&wrapped);
        Ok(dek)
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.period.to_be_bytes());
        bytes.extend_from_slice(&self.tag);
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.wrapped);
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Alteration> {
        let (&[VERSION], rest) = bytes.split_first_chunk().ok_or(Alteration::KeyRow)? else {
            return Err(Alteration::KeyRow);
        };
        let (period, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (tag, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (epoch, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (nonce, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        Ok(Self {
            period: Period::from_be_bytes(*period),
            tag: *tag,
            epoch: u32::from_be_bytes(*epoch),
            nonce: *nonce,
            wrapped: rest.try_into().map_err(|_| Alteration::KeyRow)?,
        })
    }
}

fn cipher(kek: &[u8; 32]) -> Aes256GcmSiv {
    Aes256GcmSiv::new(kek.into())
}

/// Binds a wrapped key to its place, so that rows cannot be exchanged.
fn associated(id: u64, period: Period, tag: &Tag) -> Vec<u8> {
    [b"praetor/ledger/key/1".as_slice(), &id.to_be_bytes(), &period.to_be_bytes(), tag].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, KeyFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::create(&folder.path().join("keys")).unwrap();
        (folder, file)
    }

    #[test]
    fn a_row_reads_back_and_unwraps() {
        let (_folder, file) = file();
        let (row, dek) = KeyRow::make(&file, 7, 3, [9; 16]).unwrap();
        assert_eq!(row.encode().len(), LENGTH);
        let read = KeyRow::decode(&row.encode()).unwrap();
        assert_eq!(read.unwrap(&file, 7).unwrap(), dek);
    }

    #[test]
    fn a_row_in_another_place_or_with_a_flipped_bit_does_not_unwrap() {
        let (_folder, file) = file();
        let (row, _) = KeyRow::make(&file, 7, 3, [9; 16]).unwrap();
        assert_eq!(row.unwrap(&file, 8), Err(Alteration::KeyRow));
        let bytes = row.encode();
        for bit in 0..bytes.len() * 8 {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let unwrapped = KeyRow::decode(&altered).and_then(|row| row.unwrap(&file, 7));
            assert_eq!(unwrapped, Err(Alteration::KeyRow), "bit {bit}");
        }
    }
}
