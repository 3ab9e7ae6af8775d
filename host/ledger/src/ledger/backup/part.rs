//! The part of a backup with the keys: one file of rows and, at its end, what opens them.
//!
//! ```text
//! title | kind (1), number (8), length (4), row ... | 0, 0, length, state | length (4) | SHA-256 of all before
//! ```

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::keys::{begin_beside, exchange};

/// First bytes of the file, with the number of its format.
const TITLE: &[u8] = b"praetor-key-backup 1\n";

/// Bytes of a row at most: what a damaged length could make the reader ask for.
const LONGEST: usize = 1 << 20;

/// What a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ledger) enum RowOf {
    /// The table of keys.
    Key = 1,
    /// The table of holds.
    Hold = 2,
    /// The table of erasures that are not at their end.
    Erasure = 3,
}

/// What the rows need to be used, and which log they belong to.
#[derive(Serialize, Deserialize)]
pub(in crate::ledger) struct PartState {
    pub(in crate::ledger) log: u32,
    /// Rows that were removed by events from this sequence on may still be there.
    pub(in crate::ledger) from: u64,
    /// The sequence after the last entry whose keys are there.
    pub(in crate::ledger) size: u64,
    /// The newest epoch that the rows are wrapped under.
    pub(in crate::ledger) epoch: u32,
    /// The newest epoch whose beginning is logged.
    pub(in crate::ledger) logged_epoch: u32,
    /// The least number that a new key may have.
    pub(in crate::ledger) floor: u64,
    pub(in crate::ledger) taken_at: Timestamp,
    /// The key file.
    pub(in crate::ledger) keys: String,
    /// The key file of the checkpoints.
    pub(in crate::ledger) checkpoint_key: String,
}

impl Drop for PartState {
    fn drop(&mut self) {
        self.keys.zeroize();
        self.checkpoint_key.zeroize();
    }
}

/// A part that is being written.
pub(in crate::ledger) struct Part {
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    /// Rows so far.
    pub(super) rows: u64,
}

impl Part {
    /// Begins beside the one that is there.
    pub(super) fn begin(path: &Path) -> Result<Self, LedgerError> {
        let file = begin_beside(path).map_err(|error| wrong(path, &error))?;
        let mut part =
            Self { path: path.to_owned(), file: BufWriter::new(file), hash: Sha256::new(), rows: 0 };
        part.put(TITLE)?;
        Ok(part)
    }

    /// Adds a row; a later one with the same number takes the place of an earlier one.
    pub(super) fn row(&mut self, of: RowOf, number: u64, row: &[u8]) -> Result<(), LedgerError> {
        self.rows += u64::from(of == RowOf::Key);
        self.frame(of as u8, number, row)
    }

    /// Puts it in the place of the one before, which is overwritten.
    pub(super) fn end(mut self, state: &PartState) -> Result<(), LedgerError> {
        let state = postcard::to_stdvec(state).map(Zeroizing::new).map_err(|_| LedgerError::Cipher)?;
        self.frame(0, 0, &state)?;
        let length = u32::try_from(state.len()).map_err(|_| LedgerError::Cipher)?;
        self.put(&length.to_be_bytes())?;
        let digest = self.hash.clone().finalize();
        self.put(&digest)?;
        let Self { path, file, .. } = self;
        let synced =
            file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.and_then(|()| exchange(&path)).map_err(|error| wrong(&path, &error))
    }

    fn frame(&mut self, kind: u8, number: u64, bytes: &[u8]) -> Result<(), LedgerError> {
        let length = u32::try_from(bytes.len()).map_err(|_| LedgerError::Cipher)?;
        self.put(&[kind])?;
        self.put(&number.to_be_bytes())?;
        self.put(&length.to_be_bytes())?;
        self.put(bytes)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), LedgerError> {
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(|error| wrong(&self.path, &error))
    }

    /// What stands at the end of a part, read without its rows; none if there is none.
    pub(in crate::ledger) fn state(path: &Path) -> Result<Option<PartState>, LedgerError> {
        let read = || {
            let mut file = File::open(path)?;
            let end: i64 = 4 + 32;
            file.seek(SeekFrom::End(-end))?;
            let length = number(&mut file)?;
            file.seek(SeekFrom::End(-end - i64::from(length)))?;
            let mut state = Zeroizing::new(vec![0; bounded(length)?]);
            file.read_exact(&mut state)?;
            postcard::from_bytes(&state).map_err(io::Error::other)
        };
        // Read while it was replaced, the one before is overwritten: then the name stands for the new one.
        match read().or_else(|_| read()) {
            Ok(state) => Ok(Some(state)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(wrong(path, &error)),
        }
    }

    /// Reads a part, row by row, and compares its digest: rows count only if this succeeds.
    pub(in crate::ledger) fn read(
        path: &Path,
        mut row: impl FnMut(RowOf, u64, &[u8]) -> Result<(), LedgerError>,
    ) -> Result<PartState, LedgerError> {
        let damaged = || wrong(path, &io::Error::other("it is damaged; use an earlier one"));
        let file = File::open(path).map_err(|error| wrong(path, &error))?;
        let mut source = Hashed { inner: BufReader::new(file), hash: Sha256::new() };
        let mut title = [0; TITLE.len()];
        source.read_exact(&mut title).map_err(|_| damaged())?;
        if title != TITLE {
            return Err(wrong(path, &io::Error::other("it is no backup of keys that this version can read")));
        }
        let state = loop {
            let (kind, number, bytes) = source.frame().map_err(|_| damaged())?;
            match kind {
                0 => break bytes,
                1 => row(RowOf::Key, number, &bytes)?,
                2 => row(RowOf::Hold, number, &bytes)?,
                3 => row(RowOf::Erasure, number, &bytes)?,
                _ => return Err(damaged()),
            }
        };
        source.read_exact(&mut [0; 4]).map_err(|_| damaged())?;
        let (digest, mut stated) = (source.hash.finalize(), [0; 32]);
        source.inner.read_exact(&mut stated).map_err(|_| damaged())?;
        if digest.as_slice() != stated {
            return Err(damaged());
        }
        postcard::from_bytes(&state).map_err(|_| damaged())
    }
}

/// Hashes what is read.
struct Hashed {
    inner: BufReader<File>,
    hash: Sha256,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl Hashed {
    fn frame(&mut self) -> io::Result<(u8, u64, Zeroizing<Vec<u8>>)> {
        let (mut kind, mut place) = ([0; 1], [0; 8]);
        self.read_exact(&mut kind)?;
        self.read_exact(&mut place)?;
        let length = number(self)?;
        let mut bytes = Zeroizing::new(vec![0; bounded(length)?]);
        self.read_exact(&mut bytes)?;
        let [kind] = kind;
        Ok((kind, u64::from_be_bytes(place), bytes))
    }
}

fn number(source: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    source.read_exact(&mut bytes)?;
    Ok(u32::from_be_bytes(bytes))
}

fn bounded(length: u32) -> io::Result<usize> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > LONGEST { Err(ErrorKind::InvalidData.into()) } else { Ok(length) }
}

fn wrong(path: &Path, error: &io::Error) -> LedgerError {
    LedgerError::Backup(format!("the keys in `{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> PartState {
        PartState {
            log: 1,
            from: 2,
            size: 3,
            epoch: 4,
            logged_epoch: 4,
            floor: 5,
            taken_at: Timestamp(6),
            keys: "secret".into(),
            checkpoint_key: "signs".into(),
        }
    }

    fn write(path: &Path) {
        let mut part = Part::begin(path).unwrap();
        part.row(RowOf::Key, 7, b"a row").unwrap();
        part.row(RowOf::Hold, 8, b"").unwrap();
        part.end(&state()).unwrap();
    }

    #[test]
    fn rows_and_state_read_back_and_the_state_alone_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.backup");
        assert!(Part::state(&path).unwrap().is_none());
        write(&path);
        write(&path);
        let mut rows = vec![];
        let read = Part::read(&path, |of, number, row| {
            rows.push((of, number, row.to_vec()));
            Ok(())
        });
        assert_eq!(rows, [(RowOf::Key, 7, b"a row".to_vec()), (RowOf::Hold, 8, vec![])]);
        let alone = Part::state(&path).unwrap().unwrap();
        assert_eq!((read.unwrap().keys.clone(), alone.epoch), ("secret".to_owned(), 4));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing of the one before is left");
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.backup");
        write(&path);
        let bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            std::fs::write(&path, &flipped).unwrap();
            assert!(Part::read(&path, |_, _, _| Ok(())).is_err(), "byte {at}");
            std::fs::write(&path, &bytes[..at]).unwrap();
            assert!(Part::read(&path, |_, _, _| Ok(())).is_err(), "cut at {at}");
        }
    }
}
