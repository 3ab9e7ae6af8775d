//! A workspace of one author, outside the repository, in which each kind of plugin is begun once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// What a command printed, and how it ended.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// What it printed, once it ended well.
    pub fn good(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.out
    }
}

pub fn praetor(folder: &Path, args: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    let output = command.args(args).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// The kinds, each with the id of the plugin that is begun.
pub const KINDS: [(&str, &str); 3] =
    [("jurisdiction", "my-law"), ("processor", "my-vendor"), ("notice", "my-notice")];

/// A workspace that shares the SDK, with a new plugin of each kind, built.
pub fn workspace() -> &'static Path {
    static WORKSPACE: OnceLock<TempDir> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        write_workspace(folder.path());
        for (kind, id) in KINDS {
            praetor(folder.path(), &["plugin", "new", id, "--kind", kind]).good();
        }
        praetor(folder.path(), &["plugin", "build", "my-law", "my-vendor", "my-notice"]).good();
        folder
    });
    WORKSPACE.get().unwrap().path()
}

/// The workspace's file, with the versions of the repository: a test shall not depend on what is new today.
fn write_workspace(folder: &Path) {
    let path = |crate_folder: &str| repository().join("plugins").join(crate_folder).display().to_string();
    let text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = []\n\n[workspace.dependencies]\n\
         praetor-sdk = {{ path = \"{}\" }}\npraetor-sdk-build = {{ path = \"{}\" }}\n\n\
         [profile.guest]\ninherits = \"release\"\nopt-level = 1\npanic = \"abort\"\nstrip = true\n",
        path("sdk"),
        path("sdk-build"),
    );
    std::fs::write(folder.join("Cargo.toml"), text).unwrap();
    std::fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

/// Replaces a text in a file, which must be there.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "`{}` has no `{from}`", file.display());
    std::fs::write(file, text.replace(from, to)).unwrap();
}
