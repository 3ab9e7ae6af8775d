//! The watched folder: a file that appears or changes is taken through the gate and put to work under its
//! name. A file that is removed changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use praetor_ledger::{Digest, LedgerError, Timestamp};
use praetor_sandbox::LoadError;
use praetor_sandbox::limits::COMPONENT_BYTES;

use super::first::standing_of;
use super::{Activation, Service, ServiceError};
use crate::config::BindingConfig;
use crate::gate::Refused;
use crate::signing::{read_beside, signature_file};

/// Who puts to work what lies in the folder.
const ACTOR: &str = "plugins-dir";

/// A folder and what was seen in it.
#[derive(Debug)]
pub struct Watched {
    folder: PathBuf,
    seen: BTreeMap<PathBuf, Seen>,
    missing: bool,
}

/// A file as it was seen last.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    bytes: u64,
    /// The later of the file's time and its signature's.
    changed: Option<SystemTime>,
    /// It was dealt with.
    settled: bool,
}

impl Watched {
    /// Nothing was seen yet.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, seen: BTreeMap::new(), missing: false }
    }

    /// The files that have come to rest since they appeared or changed.
    fn ready(&mut self) -> Vec<(PathBuf, Timestamp)> {
        let files = match wasm_files(&self.folder) {
            Ok(files) => files,
            Err(error) => {
                if !self.missing {
                    tracing::warn!(%error, folder = %self.folder.display(), "the folder of plugins cannot be read");
                }
                self.missing = true;
                return vec![];
            }
        };
        self.missing = false;
        self.seen.retain(|file, _| files.iter().any(|(there, _)| there == file));
        let mut ready = vec![];
        for (file, now) in files {
            let before = self.seen.get(&file).copied();
            let at_rest = before.is_some_and(|before| Seen { settled: false, ..before } == now);
            let settled = before.is_some_and(|before| before.settled) && at_rest;
            if at_rest && !settled {
                ready.push((file.clone(), time_of(now.changed)));
            }
            self.seen.insert(file, Seen { settled: at_rest, ..now });
        }
        ready
    }
}

fn wasm_files(folder: &Path) -> std::io::Result<Vec<(PathBuf, Seen)>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "wasm")
            && let Ok(about) = fs::metadata(&path)
            && about.is_file()
        {
            let signature = fs::metadata(signature_file(&path)).ok().and_then(|about| about.modified().ok());
            let changed = about.modified().ok().max(signature);
            files.push((path, Seen { bytes: about.len(), changed, settled: false }));
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(files)
}

/// A file without a time was changed now, as far as anybody knows.
fn time_of(changed: Option<SystemTime>) -> Timestamp {
    let since = changed.unwrap_or_else(SystemTime::now).duration_since(SystemTime::UNIX_EPOCH);
    Timestamp(since.ok().and_then(|since| u64::try_from(since.as_micros()).ok()).unwrap_or_default())
}

/// Blocks: not to be called on a thread of a runtime.
impl Service {
    /// Looks at the folder once, and takes what has come to rest through the gate.
    pub fn look_at(&self, watched: &mut Watched) {
        for (file, changed) in watched.ready() {
            let Err(error) = self.take(&file, changed) else { continue };
            tracing::warn!(%error, file = %file.display(), "a file of the folder of plugins is not put to work");
            if matches!(&error, ServiceError::Change(change) if change.may_pass_later()) {
                watched.seen.remove(&file);
            }
        }
    }

    fn take(&self, file: &Path, changed: Timestamp) -> Result<(), ServiceError> {
        let name = |part: Option<&std::ffi::OsStr>| {
            part.and_then(|part| part.to_str()).unwrap_or_default().to_owned()
        };
        let (id, file_name) = (name(file.file_stem()), name(file.file_name()));
        let unreadable = |error: std::io::Error| LedgerError::Storage(format!("it cannot be read: {error}"));
        let length = usize::try_from(fs::metadata(file).map_err(unreadable)?.len()).unwrap_or(usize::MAX);
        if length > COMPONENT_BYTES {
            // The same file is refused once, not anew after each start.
            if self.refusals.since(&id, Digest::of(b""), changed) {
                return Ok(());
            }
            let refused = Refused::from(LoadError::TooLarge { bytes: length, allowed: COMPONENT_BYTES });
            return Ok(self.keep_refusal(&BindingConfig::new(id), &refused, ACTOR)?);
        }
        let bytes = fs::read(file).map_err(unreadable)?;
        let digest = Digest::of(&bytes);
        let signature = read_beside(file).map_err(unreadable)?;
        let signature = signature.map(|text| String::from_utf8_lossy(&text).into_owned());
        if self.refusals.since(&id, digest, changed)
            || self.taken_before(&file_name, digest, signature.as_deref())?
        {
            return Ok(());
        }
        self.keep_plugin(bytes, &id, ACTOR)?;
        let (digest, watched) = (Some(digest), Some(file_name));
        let wanted = Activation { id, digest, signature, watched, ..Activation::default() };
        self.activate(&wanted, None, ACTOR).map(drop)
    }

    /// What was put to work from this file before is not new: it may have been rolled back since. A
    /// signature that was not there is.
    fn taken_before(&self, file: &str, digest: Digest, signature: Option<&str>) -> Result<bool, LedgerError> {
        let latest = self.store.latest_generation().wait()?;
        let Some(standing) = latest.and_then(|(_, latest)| standing_of(&latest)) else {
            return Ok(false);
        };
        let digest = digest.to_string();
        let signed_so = signature.is_none()
            || standing.signatures.get(&digest).is_none_or(|known| Some(known.as_str()) == signature);
        Ok(standing.watched.get(file) == Some(&digest) && signed_so)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(watched: &mut Watched) -> Vec<PathBuf> {
        watched.ready().into_iter().map(|(file, _)| file).collect()
    }

    #[test]
    fn a_file_is_taken_once_it_has_come_to_rest_and_again_when_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let mut watched = Watched::new(folder.path().to_owned());
        let file = folder.path().join("law.wasm");
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        fs::write(&file, "1").unwrap();
        assert!(watched.ready().is_empty(), "it may still be written");
        assert_eq!(files(&mut watched), std::slice::from_ref(&file));
        assert!(watched.ready().is_empty(), "nothing has changed");
        fs::write(&file, "22").unwrap();
        assert!(watched.ready().is_empty());
        assert_eq!(files(&mut watched), std::slice::from_ref(&file));
        fs::remove_file(&file).unwrap();
        assert!(watched.ready().is_empty());
        fs::write(&file, "22").unwrap();
        assert!(watched.ready().is_empty());
        assert_eq!(files(&mut watched), [file]);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let later = folder.path().join("plugins");
        let mut watched = Watched::new(later.clone());
        assert!(watched.ready().is_empty());
        fs::create_dir(&later).unwrap();
        fs::write(later.join("law.wasm"), "1").unwrap();
        assert!(watched.ready().is_empty());
        assert_eq!(watched.ready().len(), 1);
    }
}
