//! One row of the key table.

use aes_gcm_siv::aead::{AeadInOut, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use zeroize::Zeroizing;

use super::file::KeyFile;
use super::period::Period;
use super::{Class, Dek, random};
use crate::error::{Alteration, LedgerError};

/// A keyed hash of a subject.
pub(crate) type Tag = [u8; 16];

/// Whose key it is, and for what.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Owner {
    /// For which quarter.
    pub(crate) period: Period,
    /// How long what is encrypted under it is kept.
    pub(crate) class: Class,
    pub(crate) tag: Tag,
}

/// The layout of rows that are written: the class stands behind the period.
const VERSION: u8 = 3;

/// The second layout: the tag is masked, and wrapped with the key. The class is 0.
const UNCLASSED: u8 = 2;

/// The first layout: the tag stands bare, the key alone is wrapped. The class is 0.
const BARE: u8 = 1;

/// Bytes that wrapping adds.
const SEAL: usize = 16;

/// One row of the key table: version, period, class, tag, epoch, nonce, wrapped key and tag.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyRow {
    version: u8,
    /// For which quarter.
    pub(crate) period: Period,
    /// How long what is encrypted under it is kept.
    pub(crate) class: Class,
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
    pub(super) fn make(file: &KeyFile, id: u64, owner: Owner) -> Result<(Self, Dek), LedgerError> {
        let dek = random::<32>()?;
        Ok((Self::seal(file, id, owner, &dek)?, dek))
    }

    /// The owner as it stands in the row: with the tag as it is masked there.
    pub(crate) const fn owner(&self) -> Owner {
        Owner { period: self.period, class: self.class, tag: self.tag }
    }

    /// The row of the same key under the newest epoch.
    pub(super) fn rewrap(&self, file: &KeyFile, id: u64) -> Result<Self, LedgerError> {
        let opened = self.open(file, id);
        let opened = opened
            .map_err(|_| LedgerError::Storage(format!("the row of key {id} was altered; restore it")))?;
        Self::seal(file, id, Owner { tag: opened.tag, ..self.owner() }, &opened.dek)
    }

    fn seal(file: &KeyFile, id: u64, owner: Owner, dek: &Dek) -> Result<Self, LedgerError> {
        let nonce = *random::<12>()?;
        let (epoch, keys) = file.newest();
        let tag = keys.mask(&owner.tag).ok_or(LedgerError::Cipher)?;
        let Owner { period, class, .. } = owner;
        let mut wrapped = Zeroizing::new(Vec::with_capacity(32 + 16 + SEAL));
        wrapped.extend_from_slice(dek.as_slice());
        wrapped.extend_from_slice(&owner.tag);
        let associated = associated(VERSION, id, Owner { tag, ..owner });
        cipher(&keys.kek)
            .encrypt_in_place(&Nonce::from(nonce), &associated, &mut *wrapped)
            .map_err(|_| LedgerError::Cipher)?;
        Ok(Self { version: VERSION, period, class, tag, epoch, nonce, wrapped: wrapped.to_vec() })
    }

    /// The key and whose it is. Fails if the row, its number or the key file is not the one it was
    /// made with.
    pub(super) fn open(&self, file: &KeyFile, id: u64) -> Result<Opened, Alteration> {
        let keys = file.epoch(self.epoch).ok_or(Alteration::KeyRow)?;
        let mut wrapped = Zeroizing::new(self.wrapped.clone());
        let associated = associated(self.version, id, self.owner());
        let nonce = Nonce::from(self.nonce);
        cipher(&keys.kek)
            .decrypt_in_place(&nonce, &associated, &mut *wrapped)
            .map_err(|_| Alteration::KeyRow)?;
        let (dek, tag) = wrapped.split_first_chunk::<32>().ok_or(Alteration::KeyRow)?;
        let tag = match (self.version, tag) {
            (BARE, []) => self.tag,
            (VERSION | UNCLASSED, tag) => tag.try_into().map_err(|_| Alteration::KeyRow)?,
            _ => return Err(Alteration::KeyRow),
        };
        Ok(Opened { dek: Zeroizing::new(*dek), tag })
    }

    /// The epoch whose secret masks the tag; 0: it stands bare.
    pub(crate) const fn masked_under(&self) -> u32 {
        if self.version == BARE { 0 } else { self.epoch }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(43 + self.wrapped.len());
        bytes.push(self.version);
        bytes.extend_from_slice(&self.period.to_be_bytes());
        if self.version == VERSION {
            bytes.extend_from_slice(&self.class.to_be_bytes());
        }
        bytes.extend_from_slice(&self.tag);
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.wrapped);
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Alteration> {
        let (&[version], rest) = bytes.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (period, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (class, rest) = match version {
            VERSION => rest.split_first_chunk().ok_or(Alteration::KeyRow)?,
            _ => (&[0; 8], rest),
        };
        let (tag, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (epoch, rest) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let (nonce, wrapped) = rest.split_first_chunk().ok_or(Alteration::KeyRow)?;
        let length = match version {
            BARE => 32 + SEAL,
            VERSION | UNCLASSED => 32 + 16 + SEAL,
            _ => return Err(Alteration::KeyRow),
        };
        if wrapped.len() != length {
            return Err(Alteration::KeyRow);
        }
        Ok(Self {
            version,
            period: Period::from_be_bytes(*period),
            class: Class::from_be_bytes(*class),
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
fn associated(version: u8, id: u64, Owner { period, class, tag }: Owner) -> Vec<u8> {
    let (id, period, class) = (id.to_be_bytes(), period.to_be_bytes(), class.to_be_bytes());
    match version {
        BARE => [b"praetor/ledger/key/1".as_slice(), &id, &period, &tag].concat(),
        UNCLASSED => [b"praetor/ledger/key/2".as_slice(), &id, &period, &tag].concat(),
        _ => [b"praetor/ledger/key/3".as_slice(), &id, &period, &class, &tag].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: Owner = Owner { period: 3, class: 258, tag: [9; 16] };

    fn file() -> (tempfile::TempDir, KeyFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::create(&folder.path().join("keys")).unwrap();
        (folder, file)
    }

    #[test]
    fn a_row_reads_back_and_opens() {
        let (_folder, file) = file();
        let (row, dek) = KeyRow::make(&file, 7, OWNER).unwrap();
        let read = KeyRow::decode(&row.encode()).unwrap();
        assert_eq!((read.period, read.class), (3, 258));
        let opened = read.open(&file, 7).unwrap();
        assert_eq!((opened.dek, opened.tag), (dek, [9; 16]));
        assert_ne!(row.tag, [9; 16], "the tag is masked");
    }

    #[test]
    fn a_row_of_the_layout_before_is_read_without_a_class_and_keeps_its_key_in_the_next_epoch() {
        let (_folder, file) = file();
        let (epoch, keys) = file.newest();
        let (tag, nonce, mut wrapped) = (keys.mask(&[9; 16]).unwrap(), [5; 12], vec![7; 32]);
        wrapped.extend([9; 16]);
        let associated = [b"praetor/ledger/key/2".as_slice(), &7_u64.to_be_bytes(), &[0, 3], &tag].concat();
        cipher(&keys.kek).encrypt_in_place(&Nonce::from(nonce), &associated, &mut wrapped).unwrap();
        let bytes = [&[2, 0, 3], tag.as_slice(), &epoch.to_be_bytes(), &nonce, &wrapped].concat();
        let row = KeyRow::decode(&bytes).unwrap();
        assert_eq!((row.period, row.class, row.encode()), (3, 0, bytes));
        let both = file.with_next_epoch().unwrap();
        for row in [row.clone(), row.rewrap(&both, 7).unwrap()] {
            let opened = row.open(&both, 7).unwrap();
            assert_eq!((*opened.dek, opened.tag, row.class), ([7; 32], [9; 16], 0));
        }
    }

    #[test]
    fn a_row_in_another_place_or_with_a_flipped_bit_does_not_open() {
        let (_folder, file) = file();
        let (row, _) = KeyRow::make(&file, 7, OWNER).unwrap();
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
        let (row, dek) = KeyRow::make(&first, 7, OWNER).unwrap();
        let both = first.with_next_epoch().unwrap();
        let next = row.rewrap(&both, 7).unwrap();
        let alone = both.with_newest_epoch_alone();
        let opened = next.open(&alone, 7).unwrap();
        assert_eq!((opened.dek, opened.tag, next.period, next.class), (dek, [9; 16], 3, 258));
        assert!(row.open(&alone, 7).is_err());
        assert!(!alone.forms([9; 16]).contains(&row.tag));
    }
}
