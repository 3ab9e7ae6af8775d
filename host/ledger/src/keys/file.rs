//! The key file: key-encryption keys and the secret of the subjects' hashes.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::random;
use super::row::Tag;
use crate::error::LedgerError;
use crate::id::{hex, unhex};

/// First line of the file, with the number of its format.
const TITLE: &str = "praetor-ledger-keys 1";

/// What is in the key file.
pub(crate) struct KeyFile {
    pepper: Zeroizing<[u8; 32]>,
    /// Key-encryption keys by epoch.
    epochs: BTreeMap<u32, Zeroizing<[u8; 32]>>,
    newest: (u32, Zeroizing<[u8; 32]>),
}

impl KeyFile {
    /// Makes a file with fresh keys, readable by its owner alone, and waits until it is on the disk.
    pub(crate) fn create(path: &Path) -> Result<Self, LedgerError> {
        let mut text = Zeroizing::new(format!("{TITLE}\n"));
        for word in ["pepper", "key"] {
            let secret = Zeroizing::new(hex(random::<32>()?.as_slice()));
            text.push_str(&format!("{word} 1 {}\n", secret.as_str()));
        }
        write_private(path, text.as_bytes()).map_err(|error| storage(&error))?;
        Self::parse(path, &text)
    }

    /// Reads the file; none if there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, LedgerError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(storage(&error)),
        };
        if is_exposed(path).map_err(|error| storage(&error))? {
            return Err(LedgerError::KeysExposed(path.into()));
        }
        Self::parse(path, &text).map(Some)
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
                "key" if !epochs.contains_key(&number) => drop(epochs.insert(number, secret)),
                _ => return Err(unreadable(index + 1)),
            }
        }
        let end = text.lines().count();
        let pepper = pepper.ok_or_else(|| unreadable(end))?;
        let (epoch, key) = epochs.last_key_value().ok_or_else(|| unreadable(end))?;
        let newest = (*epoch, key.clone());
        Ok(Self { pepper, epochs, newest })
    }

    /// The epoch under which new keys are wrapped.
    pub(super) fn newest(&self) -> (u32, &[u8; 32]) {
        (self.newest.0, &self.newest.1)
    }

    /// The key-encryption key of an epoch.
    pub(super) fn epoch(&self, epoch: u32) -> Option<&[u8; 32]> {
        self.epochs.get(&epoch).map(|key| &**key)
    }

    /// The keyed hash of a name within a domain.
    pub(super) fn tag(&self, domain: &[u8], name: &[u8]) -> Option<Tag> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.pepper.as_slice()).ok()?;
        mac.update(domain);
        mac.update(name);
        mac.finalize().into_bytes().first_chunk().copied()
    }
}

/// `word number 64-hexadecimal-digits`.
fn secret_of(line: &str) -> Option<(&str, u32, Zeroizing<[u8; 32]>)> {
    let mut words = line.split(' ');
    let (word, number, secret) = (words.next()?, words.next()?, words.next()?);
    let secret = Zeroizing::new(unhex(secret)?);
    words.next().is_none().then_some((word, number.parse().ok()?, secret))
}

/// Writes beside, then renames: a start that is cut short leaves no half of a key file.
fn write_private(path: &Path, text: &[u8]) -> std::io::Result<()> {
    if path.try_exists()? {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let beside = path.with_extension("part");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync_folder_of(path)
}

/// Waits until the name of a new file is on the disk.
pub(crate) fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
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

fn storage(error: &std::io::Error) -> LedgerError {
    LedgerError::Storage(format!("the key file: {error}"))
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
        assert_eq!((&*made.pepper, made.newest()), (&*read.pepper, read.newest()));
        assert_ne!(made.pepper.as_slice(), made.newest().1);
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
        assert_eq!(file.newest(), (10, &[10; 32]));
        assert_eq!(file.epoch(2), Some(&[2; 32]));
    }
}
