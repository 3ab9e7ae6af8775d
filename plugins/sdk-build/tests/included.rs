//! Files that several plugins share: part of each manifest, written once as Rust.

#![allow(clippy::unwrap_used, reason = "a panic is a failing test")]

use std::fs;

use praetor_sdk_build::{read, read_shared};
use tempfile::TempDir;

const SHARED: &str = r#"
[[gate]]
id = "term"
stance = "closed"
says = "A contract runs."

[[rule]]
id = "term-runs"
gate = "term"
says = "The contract is in force."
cite = ["Contract term"]
checked = "2026-11-23"
confidence = "high"

[reads]
sharing = ["use.purpose"]

[[setting]]
key = "measures"
type = "codes"
allowed-of = "recipient.measures"
says = "Safeguards."
"#;

const PLUGIN: &str = r#"
id = "tiny"
version = "0.1.0"
kind = "processor"
title = "Tiny vendor"
include = ["../shared/contract.toml"]

[[gate]]
id = "own"
stance = "open"
says = "Something of its own."

[reads]
sharing = ["item.category"]
rights = ["request.right"]
"#;

const RULES: &str = r#"
[[rule]]
id = "own-rule"
gate = "own"
says = "Own."
cite = ["Contract own"]
checked = "2026-11-23"
confidence = "high"
"#;

fn folder(plugin: &str, shared: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for below in ["shared", "tiny/law"] {
        fs::create_dir_all(folder.path().join(below)).unwrap();
    }
    fs::write(folder.path().join("shared/contract.toml"), shared).unwrap();
    fs::write(folder.path().join("tiny/plugin.toml"), plugin).unwrap();
    fs::write(folder.path().join("tiny/law/own.toml"), RULES).unwrap();
    folder
}

fn said(plugin: &str, shared: &str) -> Vec<String> {
    let folder = folder(plugin, shared);
    let refusals = read(&folder.path().join("tiny")).err().unwrap_or_default();
    refusals.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_included_is_in_the_manifest_and_its_constants_are_not_repeated() {
    let folder = folder(PLUGIN, SHARED);
    let generated = read(&folder.path().join("tiny")).unwrap();
    assert_eq!(generated.included, ["../shared/contract.toml"]);
    assert!(generated.law.contains("RuleText { id: \"term-runs\""), "{}", generated.law);
    assert!(generated.law.contains("GateText { id: \"term\""));
    assert!(generated.law.contains("(Ability::Sharing, &[\"item.category\", \"use.purpose\"])"));
    assert!(generated.law.contains("\"m-encrypt-rest\""), "names of the dictionary are written out");
    assert!(!generated.law.contains("pub const TERM_RUNS"));
    assert!(generated.law.contains("pub const OWN_RULE"));
}

#[test]
fn the_crate_that_shares_them_has_the_constants() {
    let folder = folder(PLUGIN, SHARED);
    let law = read_shared(&folder.path().join("shared"), &["contract.toml"]).unwrap();
    assert!(law.contains("pub const TERM_RUNS: Rule<gate::Term>"), "{law}");
    assert!(law.contains("pub struct Term;"));
}

#[test]
fn a_gate_or_a_setting_that_both_declare_is_refused() {
    let gate = PLUGIN.replace("id = \"own\"", "id = \"term\"");
    let says = "../shared/contract.toml: gate `term` is declared twice; remove or rename one";
    assert!(said(&gate, SHARED).contains(&says.to_owned()), "{:?}", said(&gate, SHARED));
    let setting = format!("{PLUGIN}\n[[setting]]\nkey = \"measures\"\ntype = \"codes\"\nsays = \"x\"\n");
    let says = "../shared/contract.toml: setting `measures` is declared twice; remove or rename one";
    assert_eq!(said(&setting, SHARED), [says]);
}

#[test]
fn a_file_that_is_not_there_and_a_key_that_it_may_not_hold_are_refused() {
    let missing = PLUGIN.replace("contract.toml", "contrakt.toml");
    assert!(
        said(&missing, SHARED).iter().any(|line| line.starts_with("../shared/contrakt.toml: does not read"))
    );
    let id = format!("id = \"x\"\n{SHARED}");
    assert_eq!(
        said(PLUGIN, &id),
        ["../shared/contract.toml: unknown key `id`; known: `gate`, `reads`, `rule`, `setting`"]
    );
}

#[test]
fn names_come_from_a_fact_that_has_names() {
    let unknown = SHARED.replace("recipient.measures", "recipient.mesures");
    assert_eq!(
        said(PLUGIN, &unknown),
        [
            "../shared/contract.toml: setting `measures`: `recipient.mesures` is no fact of the dictionary; did you mean `recipient.measures`?"
        ]
    );
    let open = SHARED.replace("recipient.measures", "recipient.legal-entity");
    assert_eq!(
        said(PLUGIN, &open),
        [
            "../shared/contract.toml: setting `measures`: `recipient.legal-entity` has no list of names; write `allowed` instead"
        ]
    );
    let both = SHARED.replace("allowed-of", "allowed = [\"x\"]\nallowed-of");
    assert_eq!(
        said(PLUGIN, &both),
        ["../shared/contract.toml: setting `measures`: has both `allowed` and `allowed-of`; remove one"]
    );
}
