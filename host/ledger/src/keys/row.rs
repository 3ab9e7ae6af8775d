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

/// The layout of rows that are written: the tag is masked, and wrapped with the key.
const VERSION: u8 = 2;

/// The first layout: the tag stands bare, the key alone is wrapped.
const BARE: u8 = 1;

/// Bytes that wrapping adds.
const SEAL: usize = 16;

/// One row of the key table: version, period, tag, epoch, nonce, wrapped key and tag.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyRow {
    version: u8,
    /// For which quarter.
    pub(crate) period: Period,
    /// Whose key it is: a keyed hash of the subject, masked with a secret of the epoch, so that a
    /// stale copy of the row is tied to nobody once the epoch is over.
    pub(crate) tag: Tag,
    /// The epoch that the key is wrapped under.
    pub(crate) epoch: u32,
    nonce: [u8; 12],
    wrapped: Vec<u8>,
}

/// What a row holds.
pub(crate) struct Opened {
    pub(crate) dek: Dek,
    /// The keyed hash of the subject, the same in each epoch.
    pub(crate) tag: Tag,
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
        Ok((Self::seal(file, id, period, &Opened { dek: dek.clone(), tag })?, dek))
    }

    /// The row of the same key under the newest epoch.
    pub(super) fn rewrap(&self, file: &KeyFile, id: u64) -> Result<Self, LedgerError> {
        let opened = self.open(file, id);
        let opened = opened
            .map_err(|_| LedgerError::Storage(format!("the row of key {id} was altered; restore it")))?;
        Self::seal(file, id, self.period, &opened)
    }

    fn seal(file: &KeyFile, id: u64, period: Period, opened: &Opened) -> Result<Self, LedgerError> {
        let nonce = *random::<12>()?;
        let (epoch, keys) = file.newest();
        let tag = keys.mask(&opened.tag).ok_or(LedgerError::Cipher)?;
        let mut wrapped = Zeroizing::new(Vec::with_capacity(32 + 16 + SEAL));
        wrapped.extend_from_slice(opened.dek.as_slice());
        wrapped.extend_from_slice(&opened.tag);
        let associated = associated(VERSION, id, period, &tag);
        cipher(&keys.kek)
            .encrypt_in_place(&Nonce::from(nonce), &associated, &mut *wrapped)
            .map_err(|_| LedgerError::Cipher)?;
        Ok(Self { version: VERSION, period, tag, epoch, nonce, wrapped: wrapped.to_vec() })
    }

    /// The key and whose it is. Fails if the row, its number or the key file is not the one it was
    /// made with.
    pub(super) fn open(&self, file: &KeyFile, id: u64) -> Result<Opened, Alteration> {
        let keys = file.epoch(self.epoch).ok_or(Alteration::KeyRow)?;
        let mut wrapped = Zeroizing::new(self.wrapped.clone());
        let associated = associated(self.version, id, self.period, &self.tag);
        let nonce = Nonce::from(self.nonce);
        cipher(&keys.kek)
            .decrypt_in_place(&nonce, &associated, &mut *wrapped)
            .map_err(|_| Alteration::KeyRow)?;
        let (dek, tag) = wrapped.split_first_chunk::<32>().ok_or(Alteration::KeyRow)?;
        let tag = match (self.version, tag) {
            (BARE, []) => self.tag,
            (VERSION, tag) => tag.try_into().map_err(|_| Alteration::KeyRow)?,
            _ => return Err(Alteration::KeyRow),
        };
        Ok(Opened { dek: Zeroizing::new(*dek), tag })
    }

    /// The epoch whose secret masks the tag; 0: it stands bare.
    pub(crate) const fn masked_under(&self) -> u32 {
        if self.version == BARE { 0 } else { self.epoch }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(35 + self.wrapped.len());
        bytes.push(self.version);
        bytes.extend_from_slice(&self.period.to_be_bytes());
        bytes.extend_from_slice(&self.tag);
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.wrapped);
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Alteration> {
        let (&[version], rest) = bytes.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (period, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (tag, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (epoch, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (nonce, wrapped) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let length = match version {
            BARE => 32 + SEAL,
            VERSION => 32 + 16 + SEAL,
            _ => return Err(Alteration::KeyRow),
        };
        if wrapped.len() != length {
            return Err(Alteration::KeyRow);
        }
        Ok(Self {
            version,
            period: Period::from_be_bytes(*period),
            tag: *tag,
            epoch: u32::from_be_bytes(*epoch),
            nonce: *nonce,
            wrapped: wrapped.to_vec(),
        })
    }
}

fn cipher(kek: &[u8; 32]) -> Aes256GcmSiv {
    Aes256GcmSiv::new(kek.into())
}

/// Binds a wrapped key to its place, so that rows cannot be exchanged.
fn associated(version: u8, id: u64, period: Period, tag: &Tag) -> Vec<u8> {
    let layout = if version == BARE { b"praetor/ledger/key/1" } else { b"praetor/ledger/key/2" };
    [layout.as_slice(), &id.to_be_bytes(), &period.to_be_bytes(), tag].concat()
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
    fn a_row_reads_back_and_opens() {
        let (_folder, file) = file();
        let (row, dek) = KeyRow::make(&file, 7, 3, [9; 16]).unwrap();
        let opened = KeyRow::decode(&row.encode()).unwrap().open(&file, 7).unwrap();
        assert_eq!((opened.dek, opened.tag), (dek, [9; 16]));
        assert_ne!(row.tag, [9; 16], "the tag is masked");
    }

    #[test]
    fn a_row_in_another_place_or_with_a_flipped_bit_does_not_open() {
        let (_folder, file) = file();
        let (row, _) = KeyRow::make(&file, 7, 3, [9; 16]).unwrap();
        assert_eq!(row.open(&file, 8).err(), Some(Alteration::KeyRow));
        let bytes = row.encode();
        for bit in 0..bytes.len() * 8 {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let opened = KeyRow::decode(&altered).and_then(|row| row.open(&file, 7).map(drop));
            assert_eq!(opened, Err(Alteration::KeyRow), "bit {bit}");
        }
    }

    #[test]
    fn a_row_of_the_next_epoch_holds_the_same_key_and_the_old_row_is_worth_nothing() {
        let (_folder, first) = file();
        let (row, dek) = KeyRow::make(&first, 7, 3, [9; 16]).unwrap();
        let both = first.with_next_epoch().unwrap();
        let next = row.rewrap(&both, 7).unwrap();
        let alone = both.with_newest_epoch_alone();
        let opened = next.open(&alone, 7).unwrap();
        assert_eq!((opened.dek, opened.tag, next.period), (dek, [9; 16], 3));
        assert!(row.open(&alone, 7).is_err());
        assert!(!alone.forms([9; 16]).contains(&row.tag));
    }
}
