//! A new folder builds, passes its own cases, and says what is left to write.

use std::path::Path;

use crate::support::{KINDS, edit, praetor, repository, workspace};

#[test]
fn a_new_plugin_of_each_kind_is_ready_as_it_is_and_says_what_to_replace() {
    for (_, id) in KINDS {
        let checked = praetor(workspace(), &["plugin", "check", id, "--no-build"]).good();
        assert!(checked.contains("all 3 pass"), "{checked}");
        assert!(checked.contains("each fires in a case"), "{checked}");
        assert!(checked.contains("marks REPLACE are left") && checked.contains("plugin.toml:"), "{checked}");
        assert!(checked.ends_with("ready: a server would take it\n"), "{checked}");
    }
}

#[test]
fn what_a_call_costs_is_set_against_the_limits() {
    let measured =
        praetor(workspace(), &["plugin", "bench", "my-vendor", "--no-build", "--seconds", "1"]).good();
    for word in ["profile", "sharing", "us p99", "of limit", "50000000 units and 16384 KiB"] {
        assert!(measured.contains(word), "no `{word}` in {measured}");
    }
    assert!(!measured.contains("memory grew"), "{measured}");
}

#[test]
fn faults_of_the_law_are_all_named_before_anything_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let sdk = repository().display().to_string();
    let made = praetor(folder.path(), &["plugin", "new", "my-law", "--kind", "jurisdiction", "--sdk", &sdk]);
    assert!(made.good().contains("made    ./my-law/law/act.toml"));
    let act = folder.path().join("my-law/law/act.toml");
    edit(&act, "cite = [\"Example Act s. 1\"]\n", "");
    edit(&act, "2025-07-01", "2020-01-01");
    edit(&folder.path().join("my-law/plugin.toml"), "subject.age", "subject.agee");
    let checked = praetor(folder.path(), &["plugin", "check", "my-law"]);
    assert_eq!(checked.code, 1, "{}", checked.err);
    for word in ["rule `s-1`: has no citation", "did you mean `subject.age`", "age-of-consent", "3 to mend"] {
        assert!(checked.out.contains(word), "no `{word}` in {}", checked.out);
    }
    assert!(!folder.path().join("my-law/target").exists(), "nothing was built");
}

#[test]
fn a_folder_by_itself_is_a_workspace_on_the_named_sdk() {
    let folder = tempfile::tempdir().unwrap();
    let sdk = repository().display().to_string();
    praetor(folder.path(), &["plugin", "new", "my-notice", "--kind", "notice", "--sdk", &sdk]).good();
    let cargo = std::fs::read_to_string(folder.path().join("my-notice/Cargo.toml")).unwrap();
    let cargo: toml::Table = cargo.parse().unwrap();
    let sdk = cargo["dependencies"]["praetor-sdk"]["path"].as_str().unwrap();
    assert!(Path::new(sdk).join("Cargo.toml").is_file(), "{sdk}");
    assert!(cargo.contains_key("workspace") && cargo["profile"]["guest"]["lto"].as_bool().unwrap());
    let lock = std::fs::read(folder.path().join("my-notice/Cargo.lock")).unwrap();
    assert_eq!(lock, std::fs::read(repository().join("Cargo.lock")).unwrap(), "the versions are pinned");
}

#[test]
fn what_cannot_be_begun_is_refused_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |args: &[&str]| {
        let said = praetor(folder.path(), &[&["plugin", "new", "--kind", "notice"], args].concat());
        assert_eq!(said.code, 2, "{}", said.out);
        said.err
    };
    let sdk = repository().display().to_string();
    assert!(refused(&["My_Law", "--sdk", &sdk]).contains("write lower-case words joined by hyphens"));
    assert!(refused(&["my-law"]).contains("with `--sdk FOLDER`"));
    assert!(refused(&["my-law", "--sdk", "."]).contains("is not Praetor's repository"));
    std::fs::create_dir(folder.path().join("my-law")).unwrap();
    assert!(refused(&["my-law", "--sdk", &sdk]).contains("exists; choose another name"));
}
