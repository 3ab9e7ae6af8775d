//! `[ledger.backup]`: where backups go.

use std::path::Path;

use praetor_ledger::BackupFolders;

use super::ConfigProblem;
use super::section::Section;

/// Takes it from `[ledger]`; none: backups go nowhere.
pub fn take(ledger: &mut Section, folder: &Path, problems: &mut Vec<ConfigProblem>) -> Option<BackupFolders> {
    let mut section = ledger.section("backup");
    let log = section.text("folder").map(|log| folder.join(log));
    let keys = section.text("keys").map(|keys| folder.join(keys));
    let folders = match (log, keys) {
        (Some(folder), Some(keys)) => Some(BackupFolders { folder, keys }),
        (None, None) => None,
        _ => {
            section.refuse("wants both `folder` and `keys`");
            None
        }
    };
    if let Some(BackupFolders { folder, keys }) = &folders
        && (folder.starts_with(keys) || keys.starts_with(folder))
    {
        section.refuse("wants the keys in a folder of their own, outside of the log's: who finds both can read everything");
    }
    section.finish(problems);
    folders
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn log_and_keys_go_to_two_folders_or_nowhere() {
        let parse = |text: &str| {
            Config::parse(&format!("[ledger.backup]\n{text}"), "conf".as_ref(), std::iter::empty())
        };
        let backup = parse("folder = \"b\"\nkeys = \"k\"").unwrap().backup.unwrap();
        assert_eq!((backup.folder, backup.keys), ("conf/b".into(), "conf/k".into()));
        assert_eq!(parse("").unwrap().backup, None);
        for wrong in [
            "folder = \"b\"",
            "keys = \"k\"",
            "folder = \"b\"\nkeys = \"b\"",
            "folder = \"b\"\nkeys = \"b/keys\"",
            "folder = \"k/b\"\nkeys = \"k\"",
            "folder = \"b\"\nkeys = \"k\"\nkeep = 3",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
