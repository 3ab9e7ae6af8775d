//! The key that signs the checkpoints, in a file of its own.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use signed_note::{Note, Signer as _, StandardSigner, is_key_name_valid, key_id, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint, Hash};
use zeroize::Zeroizing;

use crate::error::LedgerError;
use crate::keys::{put, random, read_private};

/// The code of Ed25519 in signed notes.
const ED25519: u8 = 1;

/// Signs the checkpoints of one log under its origin.
pub(crate) struct LogSigner {
    signer: StandardSigner,
    verifier: String,
    /// The latest checkpoint that was released.
    record: PathBuf,
}

impl LogSigner {
    /// Makes a key file for a log with this origin, readable by its owner alone.
    pub(crate) fn create(path: &Path, origin: &str) -> Result<Self, LedgerError> {
        if !is_key_name_valid(origin) {
            let cause = format!("`{origin}` cannot name a log: no spaces, no plus sign, not empty");
            return Err(LedgerError::Storage(cause));
        }
        let secret = random::<32>()?;
        let public = SigningKey::from_bytes(&secret).verifying_key().to_bytes();
        let id = key_id(origin, &[&[ED25519], public.as_slice()].concat());
        let private = Zeroizing::new([&[ED25519], secret.as_slice()].concat());
        let private = Zeroizing::new(BASE64_STANDARD.encode(private.as_slice()));
        let text = Zeroizing::new(format!("PRIVATE+KEY+{origin}+{id:08x}+{}\n", private.as_str()));
        let signer = Self::parse(path, &text)?;
        put_new(path, text.as_bytes()).map_err(|error| storage(&error))?;
        Ok(signer)
    }

    /// Reads the key file; none if there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, LedgerError> {
        read_private(path)?.map(|text| Self::parse(path, &text)).transpose()
    }

    /// Understands the text of the file, which stands or is to stand at `path`.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, LedgerError> {
        let unreadable = || LedgerError::KeysUnreadable { path: path.into(), line: 1 };
        let text = text.trim_end();
        let signer = StandardSigner::new(text).map_err(|_| unreadable())?;
        let secret = text.splitn(5, '+').last().ok_or_else(unreadable)?;
        let secret = Zeroizing::new(BASE64_STANDARD.decode(secret).map_err(|_| unreadable())?);
        let secret = secret.get(1..).and_then(|secret| secret.try_into().ok()).ok_or_else(unreadable)?;
        let verifier =
            new_ed25519_verifier_key(signer.name(), &SigningKey::from_bytes(secret).verifying_key());
        Ok(Self { signer, verifier, record: path.with_extension("checkpoint") })
    }

    /// The key that verifies, as C2SP signed-note writes it.
    pub(crate) fn verifier(&self) -> &str {
        &self.verifier
    }

    /// Where the latest checkpoint that was released is put on record.
    pub(crate) fn record_file(&self) -> &Path {
        &self.record
    }

    /// The name of the log.
    pub(crate) fn origin(&self) -> &str {
        self.signer.name()
    }

    /// Puts a checkpoint on record beside the key, before anybody sees it.
    pub(crate) fn record(&self, note: &[u8]) -> Result<(), LedgerError> {
        put(&self.record, note).map_err(|error| storage(&error))
    }

    /// Size and root of the checkpoint on record.
    pub(crate) fn recorded(&self) -> Result<Option<(u64, Hash)>, LedgerError> {
        let note = match std::fs::read(&self.record) {
            Ok(note) => note,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(storage(&error)),
        };
        let altered =
            |_| LedgerError::TreeAltered { what: "the checkpoint on record beside the key", index: 0 };
        let checkpoint = super::open(&note, &self.verifier).map_err(altered)?;
        Ok(Some((checkpoint.size(), *checkpoint.hash())))
    }

    /// The signed checkpoint of a tree.
    pub(crate) fn sign(&self, size: u64, root: Hash) -> Result<Vec<u8>, LedgerError> {
        let refused = |_| LedgerError::Cipher;
        let checkpoint =
            Checkpoint::new(self.signer.name(), size, root, "").map_err(|_| LedgerError::Cipher)?;
        let mut note = Note::new(&checkpoint.to_bytes(), &[]).map_err(refused)?;
        note.add_sigs(&[&self.signer]).map_err(refused)?;
        Ok(note.to_bytes())
    }
}

fn put_new(path: &Path, text: &[u8]) -> std::io::Result<()> {
    if path.try_exists()? { Err(std::io::ErrorKind::AlreadyExists.into()) } else { put(path, text) }
}

fn storage(error: &std::io::Error) -> LedgerError {
    LedgerError::Storage(format!("the key file of the checkpoints: {error}"))
}

#[cfg(test)]
mod tests {
    use tlog_tiles::record_hash;

    use super::*;

    #[test]
    fn a_key_file_read_again_signs_under_the_same_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints.key");
        assert!(LogSigner::read(&path).unwrap().is_none());
        let made = LogSigner::create(&path, "example.org/log").unwrap();
        let read = LogSigner::read(&path).unwrap().unwrap();
        assert_eq!(made.verifier(), read.verifier());
        let root = record_hash(b"a record");
        assert_eq!(made.sign(1, root).unwrap(), read.sign(1, root).unwrap());
        assert!(LogSigner::create(&path, "example.org/log").is_err(), "a key file was overwritten");
    }
}
