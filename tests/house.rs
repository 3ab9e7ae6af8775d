//! The rules of the house, as tests that say how to mend what they find.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the repository has failed")]

use std::path::{Path, PathBuf};

/// Lines above which a file needs a reason, given here.
const LINES_MOST: usize = 400;
const LONGER_WITH_REASON: [(&str, &str); 2] = [
    ("host/decision/tests/support/case.rs", "the one builder of all cases on retention and rights"),
    ("host/decision/tests/support/scene.rs", "the one builder of all scenes on sharing"),
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file of the repository with this ending, outside build folders.
fn files(ending: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (vec![], vec![repository()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
                folders.push(path);
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(repository()).unwrap().display().to_string()
}

#[test]
fn no_source_file_is_too_long_to_read() {
    let mut long = vec![];
    for file in files(".rs") {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        let name = shown(&file);
        if lines > LINES_MOST && !LONGER_WITH_REASON.iter().any(|(known, _)| *known == name) {
            long.push(format!("{name}: {lines} lines"));
        }
    }
    assert!(
        long.is_empty(),
        "split these files, or give a reason in LONGER_WITH_REASON:\n{}",
        long.join("\n")
    );
}

#[test]
fn nothing_is_left_over() {
    let marks = ["todo!(", "unimplemented!(", "dbg!(", "FIXME"];
    let mut left = vec![];
    for file in files(".rs").into_iter().filter(|file| !file.ends_with("tests/house.rs")) {
        for (number, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                left.push(format!("{}:{}: {}", shown(&file), number + 1, line.trim()));
            }
        }
    }
    assert!(left.is_empty(), "finish these:\n{}", left.join("\n"));
}

#[test]
fn no_folder_holds_a_module_file_named_mod() {
    let found: Vec<String> =
        files("mod.rs").iter().filter(|f| f.ends_with("mod.rs")).map(|f| shown(f)).collect();
    assert!(found.is_empty(), "write `foo.rs` beside `foo/`:\n{}", found.join("\n"));
}

#[test]
fn the_core_knows_no_clock_no_file_no_socket_and_no_json() {
    let forbidden =
        ["std::fs", "std::net", "SystemTime", "Instant::now", "serde_json", "wasmtime", "Timestamp::now"];
    let mut found = vec![];
    for file in
        files(".rs").into_iter().filter(|file| file.starts_with(repository().join("host/decision/src")))
    {
        let text = std::fs::read_to_string(&file).unwrap();
        found.extend(
            forbidden
                .iter()
                .filter(|word| text.contains(**word))
                .map(|word| format!("{}: {word}", shown(&file))),
        );
    }
    assert!(found.is_empty(), "pass these in as arguments:\n{}", found.join("\n"));
}

#[test]
fn every_plugin_is_a_member_of_the_workspace() {
    let cargo = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    for file in files("plugin.toml") {
        let folder = shown(file.parent().unwrap());
        assert!(cargo.contains(&format!("\"{folder}\"")), "add \"{folder}\" to the members in Cargo.toml");
    }
}
