use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use wasmtime::component::Component;

use super::{EngineError, Fingerprint};
use crate::Digest;

/// Compiled code on disk, in a folder that nobody else may enter, under the digest of the
/// plugin's original bytes and the engine's fingerprint. Operators never supply compiled code.
pub(super) struct Cache {
    folder: PathBuf,
}

/// Only the owner may read, write or enter.
const PRIVATE_FOLDER: u32 = 0o700;

/// Only the owner may read or write.
const PRIVATE_FILE: u32 = 0o600;

/// The bits of everybody else.
const OTHERS: u32 = 0o077;

/// Bytes of the SHA-256 that precedes the code in a file.
const SUM_BYTES: usize = 32;

impl Cache {
    /// Opens the folder, or makes it.
    pub(super) fn open(folder: &Path) -> Result<Self, EngineError> {
        let failed = |source| EngineError::Cache { path: folder.to_owned(), source };
        fs::DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder).map_err(failed)?;
        let mode = fs::metadata(folder).map_err(failed)?.mode() & 0o777;
        if mode & OTHERS != 0 {
            return Err(EngineError::CacheNotPrivate { path: folder.to_owned(), mode });
        }
        Ok(Self { folder: folder.to_owned() })
    }

    /// The compiled component, if it is there and whole. What cannot be read is compiled anew.
    pub(super) fn find(
        &self,
        engine: &wasmtime::Engine,
        plugin: Digest,
        fingerprint: &Fingerprint,
    ) -> Option<Component> {
        let file = fs::read(self.path(plugin, fingerprint)).ok()?;
        let (sum, code) = file.split_at_checked(SUM_BYTES)?;
        if Sha256::digest(code).as_slice() != sum {
            tracing::warn!(%plugin, "compiled code on disk is damaged; compiling anew");
            return None;
        }
        deserialize(engine, code)
            .inspect_err(|error| {
                tracing::warn!(%plugin, %error, "compiled code on disk does not fit; compiling anew");
            })
            .ok()
    }

    /// Keeps a compiled component. That it fails costs time at the next start, and nothing else.
    pub(super) fn keep(&self, plugin: Digest, fingerprint: &Fingerprint, compiled: &Component) {
        let kept = compiled
            .serialize()
            .map_err(io::Error::other)
            .and_then(|code| self.write(&self.path(plugin, fingerprint), &code));
        if let Err(error) = kept {
            tracing::warn!(%plugin, %error, "compiled code could not be kept");
        }
    }

    /// Writes beside the place and renames, so that a reader sees the whole file or none.
    fn write(&self, path: &Path, code: &[u8]) -> io::Result<()> {
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(PRIVATE_FILE);
        let mut file = options.open(&beside)?;
        file.write_all(&Sha256::digest(code))?;
        file.write_all(code)?;
        fs::rename(&beside, path)
    }

    fn path(&self, plugin: Digest, fingerprint: &Fingerprint) -> PathBuf {
        let engine = Digest::from(*fingerprint.as_bytes());
        self.folder.join(format!("{plugin}-{engine}.compiled"))
    }
}

#[expect(unsafe_code, reason = "compiled code is native code; see the safety comment")]
fn deserialize(engine: &wasmtime::Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the bytes were written by `Cache::keep` of this program or an earlier run of it:
    // the folder admits nobody else, the name holds the engine's fingerprint, and the sum in
    // front was compared. wasmtime checks its own version and settings as well.
    unsafe { Component::deserialize(engine, code) }
}
