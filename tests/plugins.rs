//! Every bundled plugin is whole, and passes its own cases through the real sandbox.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the repository has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Folders below `plugins/` and `examples/plugins/` that hold a plugin.
fn plugins() -> Vec<PathBuf> {
    let mut folders = vec![];
    for parent in ["plugins", "examples/plugins"] {
        for entry in std::fs::read_dir(repository().join(parent)).unwrap() {
            let folder = entry.unwrap().path();
            if folder.join("plugin.toml").is_file() {
                folders.push(folder);
            }
        }
    }
    folders.sort();
    folders
}

#[test]
fn every_plugin_passes_its_cases_and_every_rule_fires() {
    let plugins = plugins();
    assert!(plugins.len() >= 4, "too few plugins were found: {plugins:?}");
    let mut failed = vec![];
    for folder in &plugins {
        let test = Command::new(env!("CARGO_BIN_EXE_praetor"))
            .args(["plugin", "test"])
            .arg(folder)
            .current_dir(repository())
            .output()
            .unwrap();
        if !test.status.success() {
            let printed = String::from_utf8_lossy(&test.stdout);
            let bad: Vec<&str> = printed.lines().filter(|line| !line.starts_with("ok ")).collect();
            let said = String::from_utf8_lossy(&test.stderr);
            failed.push(format!("{}\n{}\n{said}", folder.display(), bad.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn every_bundled_plugin_has_all_its_parts() {
    for folder in plugins().iter().filter(|folder| folder.parent().unwrap().ends_with("plugins")) {
        if folder.starts_with(repository().join("examples")) {
            continue;
        }
        for part in ["README.md", "CHANGELOG.md", "Cargo.toml", "plugin.toml", "law", "cases", "src"] {
            assert!(folder.join(part).exists(), "{} has no `{part}`", folder.display());
        }
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let says_what_is_out = readme.to_lowercase().contains("not covered");
        assert!(says_what_is_out, "the README of {} does not say what is not covered", folder.display());
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let cargo = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(cargo.contains(&format!("name = \"{name}\"")), "the crate of {name} has another name");
    }
}
