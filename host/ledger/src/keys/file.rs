//! The key file: key-encryption keys and the secret of the subjects' hashes.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::row::Tag;
use super::{random, replace};
use crate::error::LedgerError;
use crate::id::{hex, unhex};

/// First line of the file, with the number of its format.
const TITLE: &str = "praetor-ledger-keys 1";

/// What separates the key that masks tags from the key-encryption key that it comes from.
const MASK: &[u8] = b"praetor/ledger/mask/1";

/// What is in the key file.
#[derive(Clone)]
pub(crate) struct KeyFile {
    pepper: Zeroizing<[u8; 32]>,
    /// The secrets of each epoch.
    epochs: BTreeMap<u32, EpochKeys>,
    newest: (u32, EpochKeys),
}

/// The secrets of one epoch.
#[derive(Clone)]
pub(super) struct EpochKeys {
    /// The key-encryption key.
    pub(super) kek: Zeroizing<[u8; 32]>,
    /// Masks the subjects' tags in the rows: without it, a stale row is tied to nobody.
    mask: Zeroizing<[u8; 32]>,
}

impl EpochKeys {
    fn of(kek: Zeroizing<[u8; 32]>) -> Option<Self> {
        let mask = Zeroizing::new(keyed_hash(&kek, &[MASK])?);
        Some(Self { kek, mask })
    }

    /// A subject's tag as it stands in a row of this epoch.
    pub(super) fn mask(&self, tag: &Tag) -> Option<Tag> {
        keyed_hash(&self.mask, &[tag])?.first_chunk().copied()
    }
}

impl KeyFile {
    /// Makes a file with fresh keys, readable by its owner alone, and waits until it is on the disk.
    pub(crate) fn create(path: &Path) -> Result<Self, LedgerError> {
        if path.try_exists().map_err(|error| storage(path, &error))? {
            return Err(storage(path, &ErrorKind::AlreadyExists.into()));
        }
        let first = EpochKeys::of(random()?).ok_or(LedgerError::Cipher)?;
        let file = Self {
            pepper: random()?,
            epochs: [(1, first.clone())].into_iter().collect(),
            newest: (1, first),
        };
        file.write(path)?;
        Ok(file)
    }

    /// The same file with the key-encryption key of one more epoch, under which all is wrapped from now on.
    pub(super) fn with_next_epoch(&self) -> Result<Self, LedgerError> {
        let epoch = self.newest.0.checked_add(1).ok_or(LedgerError::Cipher)?;
        let keys = EpochKeys::of(random()?).ok_or(LedgerError::Cipher)?;
        let mut epochs = self.epochs.clone();
        epochs.insert(epoch, keys.clone());
        Ok(Self { pepper: self.pepper.clone(), epochs, newest: (epoch, keys) })
    }

    /// The same file without the key-encryption keys of all epochs but the newest.
    pub(super) fn with_newest_epoch_alone(&self) -> Self {
        let (epoch, keys) = &self.newest;
        let epochs = [(*epoch, keys.clone())].into_iter().collect();
        Self { pepper: self.pepper.clone(), epochs, newest: self.newest.clone() }
    }

    /// Puts this file in the place of the one before, if there is one, and waits until it is on the disk.
    pub(crate) fn write(&self, path: &Path) -> Result<(), LedgerError> {
        replace::put(path, self.text().as_bytes()).map_err(|error| storage(path, &error))
    }

    /// As [`Self::write`]; what the file before held is overwritten.
    pub(super) fn write_over(&self, path: &Path) -> Result<(), LedgerError> {
        replace::put_and_destroy(path, self.text().as_bytes()).map_err(|error| storage(path, &error))
    }

    /// The file as text.
    pub(crate) fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(format!("{TITLE}\npepper 1 {}\n", hex(self.pepper.as_slice())));
        for (epoch, keys) in &self.epochs {
            let secret = Zeroizing::new(hex(keys.kek.as_slice()));
            text.push_str(&format!("key {epoch} {}\n", secret.as_str()));
        }
        text
    }

    /// Reads the file; none if there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, LedgerError> {
        replace::finish(path).map_err(|error| storage(path, &error))?;
        read_private(path)?.map(|text| Self::parse(path, &text)).transpose()
    }

    /// Understands the text of the file.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, LedgerError> {
        let (mut pepper, mut epochs) = (None, BTreeMap::new());
        let unreadable = |line| LedgerError::KeysUnreadable { path: path.into(), line };
        let mut lines = text.lines().enumerate();
        if lines.next().is_none_or(|(_, title)| title != TITLE) {
            return Err(unreadable(1));
        }
        for (index, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let (word, number, secret) = secret_of(line).ok_or_else(|| unreadable(index + 1))?;
            match word {
                "pepper" if pepper.is_none() => pepper = Some(secret),
                "key" if !epochs.contains_key(&number) => {
                    let keys = EpochKeys::of(secret).ok_or_else(|| unreadable(index + 1))?;
                    drop(epochs.insert(number, keys));
                }
                _ => return Err(unreadable(index + 1)),
            }
        }
        let end = text.lines().count();
        let pepper = pepper.ok_or_else(|| unreadable(end))?;
        let (epoch, keys) = epochs.last_key_value().ok_or_else(|| unreadable(end))?;
        let newest = (*epoch, keys.clone());
        Ok(Self { pepper, epochs, newest })
    }

    /// The keys of both files, so that rows of either can be read: the one that came with a backup, and
    /// the one that outlived the store. None: they are of two stores, or the same epoch has two keys.
    pub(crate) fn joined(&self, other: &Self) -> Option<Self> {
        let mut epochs = self.epochs.clone();
        for (epoch, keys) in &other.epochs {
            let kept = epochs.entry(*epoch).or_insert_with(|| keys.clone());
            if kept.kek != keys.kek {
                return None;
            }
        }
        let newest = epochs.last_key_value().map(|(epoch, keys)| (*epoch, keys.clone()))?;
        (self.pepper == other.pepper).then(|| Self { pepper: self.pepper.clone(), epochs, newest })
    }

    /// The epoch under which new keys are wrapped.
    pub(super) const fn newest(&self) -> (u32, &EpochKeys) {
        (self.newest.0, &self.newest.1)
    }

    /// The number of that epoch.
    pub(crate) const fn newest_epoch(&self) -> u32 {
        self.newest.0
    }

    /// The secrets of an epoch.
    pub(super) fn epoch(&self, epoch: u32) -> Option<&EpochKeys> {
        self.epochs.get(&epoch)
    }

    /// The oldest epoch whose key-encryption key is there.
    pub(super) fn oldest(&self) -> u32 {
        self.epochs.first_key_value().map_or(self.newest.0, |(epoch, _)| *epoch)
    }

    /// A tag as it may stand in the rows of keys: under the newest epoch, under those before, and
    /// bare, as rows of the first layout hold it.
    pub(super) fn forms(&self, tag: Tag) -> Vec<Tag> {
        let masked = self.epochs.values().rev().filter_map(|keys| keys.mask(&tag));
        masked.chain([tag]).collect()
    }

    /// HMAC-SHA-256 under the secret of the subjects' hashes; the first part names the domain.
    pub(super) fn hash(&self, parts: &[&[u8]]) -> Option<[u8; 32]> {
        keyed_hash(&self.pepper, parts)
    }

    /// A tag as it stands in the rows of each epoch; epoch 0 stands for rows of the first layout.
    pub(super) fn masked(&self, tag: Tag) -> Vec<(u32, Tag)> {
        let masked = self.epochs.iter().rev().filter_map(|(epoch, keys)| Some((*epoch, keys.mask(&tag)?)));
        masked.chain([(0, tag)]).collect()
    }

    /// The keyed hash of a word that records are found by.
    pub(super) fn term(&self, field: u8, word: &[u8]) -> Option<[u8; 8]> {
        let hash = keyed_hash(&self.pepper, &[b"praetor/ledger/term/1\0", &[field], word])?;
        hash.first_chunk().copied()
    }

    /// The keyed hash of a name within a domain.
    pub(super) fn tag(&self, domain: &[u8], name: &[u8]) -> Option<Tag> {
        self.hash(&[domain, name])?.first_chunk().copied()
    }
}

/// HMAC-SHA-256 over all parts, one behind the other.
pub(crate) fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    parts.iter().for_each(|part| mac.update(part));
    Some(mac.finalize().into_bytes().into())
}

/// `word number 64-hexadecimal-digits`.
fn secret_of(line: &str) -> Option<(&str, u32, Zeroizing<[u8; 32]>)> {
    let mut words = line.split(' ');
    let (word, number, secret) = (words.next()?, words.next()?, words.next()?);
    let secret = Zeroizing::new(unhex(secret)?);
    words.next().is_none().then_some((word, number.parse().ok()?, secret))
}

/// Reads a file of secrets, none if there is none; refuses one that others may read.
pub(crate) fn read_private(path: &Path) -> Result<Option<Zeroizing<String>>, LedgerError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(storage(path, &error)),
    };
    if is_exposed(path).map_err(|error| storage(path, &error))? {
        return Err(LedgerError::KeysExposed(path.into()));
    }
    Ok(Some(text))
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &Path) -> std::io::Result<bool> {
    Ok(false)
}

fn storage(path: &Path, error: &std::io::Error) -> LedgerError {
    LedgerError::Storage(format!("the key file `{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_private_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let made = KeyFile::create(&path).unwrap();
        let read = KeyFile::read(&path).unwrap().unwrap();
        assert_eq!(made.text(), read.text());
        assert_eq!(read.newest().0, 1);
        assert_ne!(made.pepper, made.newest().1.kek);
        assert!(!is_exposed(&path).unwrap());
        assert!(KeyFile::create(&path).is_err(), "an existing file is never replaced");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        KeyFile::create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(KeyFile::read(&path).err(), Some(LedgerError::KeysExposed(path)));
    }

    #[test]
    fn a_damaged_file_is_refused_with_its_line_and_without_its_secrets() {
        let (secret, path) = ("ab".repeat(32), Path::new("keys"));
        for (text, line) in [
            (String::new(), 1),
            (format!("{TITLE}\npepper 1 {secret}x\n"), 2),
            (format!("{TITLE}\npepper 1 {secret}\nkey 1 {secret}\nkey 1 {secret}\n"), 4),
            (format!("{TITLE}\npepper 1 {secret}\n"), 2),
            (format!("{TITLE}\nkey 1 {secret}\n"), 2),
        ] {
            let error = KeyFile::parse(path, &text).err().unwrap();
            assert_eq!(error, LedgerError::KeysUnreadable { path: path.into(), line });
            assert!(!error.to_string().contains("abab"));
        }
    }

    #[test]
    fn of_two_epochs_the_newest_wraps_and_both_unwrap() {
        let text = format!(
            "{TITLE}\npepper 1 {}\nkey 2 {}\nkey 10 {}\n",
            "00".repeat(32),
            "02".repeat(32),
            "0a".repeat(32)
        );
        let file = KeyFile::parse(Path::new("keys"), &text).unwrap();
        assert_eq!((file.newest().0, *file.newest().1.kek), (10, [10; 32]));
        assert_eq!(*file.epoch(2).unwrap().kek, [2; 32]);
        let alone = file.with_newest_epoch_alone();
        assert!(alone.epoch(2).is_none() && alone.oldest() == 10);
        assert_eq!(alone.with_next_epoch().unwrap().newest().0, 11);
    }

    #[test]
    fn a_tag_looks_different_in_each_epoch_and_is_found_in_all() {
        let folder = tempfile::tempdir().unwrap();
        let first = KeyFile::create(&folder.path().join("keys")).unwrap();
        let both = first.with_next_epoch().unwrap();
        let tag = first.tag(b"domain", b"person").unwrap();
        assert_eq!(both.tag(b"domain", b"person"), Some(tag));
        let forms = both.forms(tag);
        assert_eq!(forms, [both.newest().1.mask(&tag).unwrap(), first.forms(tag)[0], tag]);
        assert_ne!(forms[0], forms[1]);
    }
}
