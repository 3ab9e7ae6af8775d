//! Plugins' original bytes: files named by their SHA-256.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::LedgerError;
use crate::id::{Digest, RecordId};
use crate::keys::sync_folder_of;

/// A folder of plugins' original bytes.
#[derive(Clone)]
pub(crate) struct PluginFolder {
    path: PathBuf,
}

impl PluginFolder {
    /// Opens the folder; makes it if it is missing.
    pub(crate) fn open(path: PathBuf) -> io::Result<Self> {
        make_private(&path)?;
        sync_folder_of(&path)?;
        Ok(Self { path })
    }

    /// Keeps the bytes. They and their name are on the disk when this returns.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<Digest, LedgerError> {
        let digest = Digest::of(bytes);
        if self.get(digest).is_ok_and(|kept| kept.is_some()) {
            return Ok(digest);
        }
        self.write(&self.file_of(digest), bytes).map_err(|error| storage(&error))?;
        Ok(digest)
    }

    /// The bytes with this digest.
    pub(crate) fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, LedgerError> {
        let bytes = match fs::read(self.file_of(digest)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(storage(&error)),
        };
        if Digest::of(&bytes) == digest { Ok(Some(bytes)) } else { Err(LedgerError::PluginAltered(digest)) }
    }

    /// The digests of all that are kept.
    pub(crate) fn digests(&self) -> Result<Vec<Digest>, LedgerError> {
        let mut digests = Vec::new();
        for file in fs::read_dir(&self.path).map_err(|error| storage(&error))? {
            let name = file.map_err(|error| storage(&error))?.file_name();
            digests.extend(name.to_str().and_then(|name| name.strip_suffix(".wasm")?.parse::<Digest>().ok()));
        }
        Ok(digests)
    }

    fn file_of(&self, digest: Digest) -> PathBuf {
        self.path.join(format!("{digest}.wasm"))
    }

    /// Writes beside, then renames: a name with the digest never stands for half a file.
    fn write(&self, to: &Path, bytes: &[u8]) -> io::Result<()> {
        let beside = self.path.join(format!("{}.part", RecordId::new()));
        let written = write_synced(&beside, bytes).and_then(|()| fs::rename(&beside, to));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written?;
        sync_folder_of(to)
    }
}

/// Makes the folder and those above it that are missing, for their owner alone.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn storage(error: &io::Error) -> LedgerError {
    LedgerError::Storage(format!("the plugin folder: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, PluginFolder) {
        let root = tempfile::tempdir().unwrap();
        let folder = PluginFolder::open(root.path().join("plugins")).unwrap();
        (root, folder)
    }

    #[test]
    fn bytes_come_back_under_their_digest() {
        let (_root, folder) = folder();
        let digest = folder.put(b"a plugin").unwrap();
        assert_eq!(folder.put(b"a plugin").unwrap(), digest);
        assert_eq!(folder.get(digest).unwrap().unwrap(), b"a plugin");
        assert_eq!(folder.get(Digest::of(b"another")).unwrap(), None);
        assert_eq!(fs::read_dir(&folder.path).unwrap().count(), 1);
    }

    #[test]
    fn altered_bytes_are_refused_and_replaced_by_the_next_upload() {
        let (_root, folder) = folder();
        let digest = folder.put(b"a plugin").unwrap();
        fs::write(folder.file_of(digest), b"a plugi").unwrap();
        assert_eq!(folder.get(digest), Err(LedgerError::PluginAltered(digest)));
        folder.put(b"a plugin").unwrap();
        assert_eq!(folder.get(digest).unwrap().unwrap(), b"a plugin");
    }
}
