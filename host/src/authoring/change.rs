//! Noticing that an author saved a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often the files are looked at: an author does not notice this, and the machine neither.
const LOOK: Duration = Duration::from_millis(300);

/// The state of a plugin's files when they were last looked at.
#[derive(Debug)]
pub struct Change {
    target: PathBuf,
    seen: BTreeMap<PathBuf, Stamp>,
}

/// What tells two states of a file apart.
type Stamp = (Option<SystemTime>, u64);

impl Change {
    /// The state now.
    #[must_use]
    pub fn of(target: &Path) -> Self {
        Self { target: target.to_owned(), seen: stamps(target) }
    }

    /// Whether a file was made, changed or removed since it was asked last.
    pub fn happened(&mut self) -> bool {
        let now = stamps(&self.target);
        let changed = now != self.seen;
        self.seen = now;
        changed
    }

    /// Returns once a file was made, changed or removed, and no other has followed for a moment: an
    /// editor or git writes several.
    pub fn wait(&mut self) {
        while !self.happened() {
            std::thread::sleep(LOOK);
        }
        std::thread::sleep(LOOK);
        while self.happened() {
            std::thread::sleep(LOOK);
        }
    }
}

fn stamps(target: &Path) -> BTreeMap<PathBuf, Stamp> {
    let (mut stamps, mut next) = (BTreeMap::new(), vec![target.to_owned()]);
    while let Some(path) = next.pop() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path != target && (name == "target" || name == "Cargo.lock" || name.starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            let below = std::fs::read_dir(&path).into_iter().flatten().flatten();
            next.extend(below.map(|entry| entry.path()));
        } else if let Ok(file) = path.metadata() {
            stamps.insert(path, (file.modified().ok(), file.len()));
        }
    }
    stamps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_made_or_removed_is_noticed_and_what_is_built_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("law.toml");
        std::fs::write(&file, "one").unwrap();
        let mut change = Change::of(folder.path());
        assert!(!change.happened());
        std::fs::write(&file, "three").unwrap();
        assert!(change.happened() && !change.happened());
        std::fs::create_dir(folder.path().join("target")).unwrap();
        std::fs::write(folder.path().join("target/built.wasm"), "x").unwrap();
        assert!(!change.happened());
        std::fs::remove_file(&file).unwrap();
        assert!(change.happened());
    }
}
