//! Looks over where the ledger is kept: who may read it, and how much room is left.

use std::path::{Path, PathBuf};

use praetor_ledger::{Check, CheckState};
use serde_json::{Value as Json, json};

use crate::config::Config;
use crate::limits::{DISK_FREE_LEAST, DISK_FREE_LOW};

/// Where the ledger, its keys and its backup are kept.
#[derive(Clone, Debug)]
pub struct Places {
    data_dir: PathBuf,
    key_file: PathBuf,
    backup: Vec<PathBuf>,
}

impl Places {
    /// The places that a config names.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let backup = config.backup.iter().flat_map(|backup| [backup.folder.clone(), backup.keys.clone()]);
        let (data_dir, key_file) = (config.data_dir.clone(), config.key_file.clone());
        Self { data_dir, key_file, backup: backup.collect() }
    }

    /// Looks them over.
    #[must_use]
    pub fn examine(&self) -> Vec<Check> {
        vec![self.permissions(), self.room()]
    }

    fn permissions(&self) -> Check {
        let keys = [self.key_file.clone(), self.key_file.with_extension("checkpoint-key")];
        let secrets = ["token", "cursor.key"].map(|name| self.data_dir.join(name));
        let folders = self.backup.iter().chain([&self.data_dir]);
        let all = keys.iter().chain(&secrets).chain(folders);
        let open: Vec<String> = all.filter(|at| is_open(at)).map(|at| at.display().to_string()).collect();
        if open.is_empty() {
            return Check::ok(
                "permissions",
                "nobody else may look into the data folder, the keys and the backup",
            );
        }
        let next = "run `chmod 700` on folders and `chmod 600` on files, and find out who has read them";
        Check::fail("permissions", format!("others may read {}", open.join(", ")), next)
    }

    /// The place with the least room.
    fn room(&self) -> Check {
        let key_folder = self.key_file.parent().map(Path::to_owned);
        let places = key_folder.iter().chain(&self.backup).chain([&self.data_dir]);
        let least = places.filter_map(|place| Some((free(place)?, place))).min_by_key(|(free, _)| *free);
        let Some((free, place)) = least else {
            return Check::warn(
                "disk",
                "the system does not say how much room is left",
                "look at the disk yourself",
            );
        };
        let says = format!("{} MiB are free at `{}`", free / (1024 * 1024), place.display());
        let next = "make room, or move the folder: without it no decision can be stored, and none is given";
        if free < DISK_FREE_LEAST {
            return Check::fail("disk", says, next);
        }
        if free < DISK_FREE_LOW { Check::warn("disk", says, next) } else { Check::ok("disk", says) }
    }
}

#[cfg(unix)]
fn is_open(at: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    at.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}

/// Bytes that are free for this process.
#[cfg(unix)]
fn free(at: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(at).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

/// The checks as JSON.
#[must_use]
pub fn write(checks: &[Check]) -> Json {
    let check = |check: &Check| json!({ "name": check.name, "state": state_name(check.state), "says": check.says, "next": check.next });
    json!({ "state": state_name(worst(checks)), "checks": checks.iter().map(check).collect::<Vec<Json>>() })
}

/// The worst of the checks.
#[must_use]
pub fn worst(checks: &[Check]) -> CheckState {
    checks.iter().map(|check| check.state).max().unwrap_or(CheckState::Ok)
}

const fn state_name(state: CheckState) -> &'static str {
    match state {
        CheckState::Ok => "ok",
        CheckState::Warn => "warn",
        CheckState::Fail => "fail",
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_folder_that_others_may_read_is_named() {
        let root = tempfile::tempdir().unwrap();
        let text = "data_dir = \".\"\n[ledger.backup]\nfolder = \"b\"\nkeys = \"k\"";
        let places = Places::of(&Config::parse(text, root.path(), std::iter::empty()).unwrap());
        let set = |mode| std::fs::set_permissions(root.path(), PermissionsExt::from_mode(mode)).unwrap();
        set(0o700);
        assert_eq!(places.permissions().state, CheckState::Ok);
        std::fs::create_dir(root.path().join("k")).unwrap();
        std::fs::set_permissions(root.path().join("k"), PermissionsExt::from_mode(0o755)).unwrap();
        let check = places.permissions();
        assert_eq!(check.state, CheckState::Fail);
        assert!(check.says.ends_with("/k"), "{}", check.says);
        assert!(places.room().says.contains("MiB are free"));
    }
}
