//! `praetor policy lint` and `diff`, as an officer runs them: the real binary, the real notices.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn policy(args: &[&str]) -> Output {
    let mut praetor = Command::new(env!("CARGO_BIN_EXE_praetor"));
    praetor.arg("policy").args(args).current_dir(repository()).output().unwrap()
}

fn json(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&output.stderr)))
}

fn gaps(output: &Output) -> Vec<String> {
    let gaps = json(output)["gaps"].as_array().unwrap().clone();
    gaps.iter().map(|gap| gap["id"].as_str().unwrap().to_owned()).collect()
}

const SEED: &str = "plugins/gpt-image-2-notice";

#[test]
fn the_seed_policy_is_found_to_leave_out_what_it_leaves_out() {
    let output = policy(&["lint", SEED, "--as-of", "2026-11-23", "--json"]);
    assert_eq!(output.status.code(), Some(1), "something a law wants is missing");
    let found = gaps(&output);
    for gap in [
        "controller-identity",
        "placeholder-contact",
        "named-recipients",
        "retention-period",
        "transfer-tools",
        "transfer-country",
        "complaint-route",
        "opt-out-method",
        "basis-per-purpose",
        "childrens-age",
        "automated-decisions",
        "draft-not-attested",
    ] {
        assert!(found.iter().any(|id| id == gap), "`{gap}` is not among {found:?}");
    }
    for told in ["purposes", "rights", "withdrawal", "basis", "sale"] {
        assert!(!found.iter().any(|id| id == told), "the policy does tell `{told}`");
    }
}

#[test]
fn settings_of_the_operator_close_the_gaps_that_they_can_close() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("praetor.toml");
    let text = "[[bindings]]\nid = \"gpt-image-2-notice\"\nfile = \"n.wasm\"\nmode = \"enforce\"\n\
                [bindings.settings]\nattested-on = \"2026-05-01\"\ncontact-named = true\n";
    std::fs::write(&config, text).unwrap();
    let config = config.to_str().unwrap();
    let found = gaps(&policy(&["lint", SEED, "--as-of", "2026-11-23", "--json", "--config", config]));
    for closed in ["draft-not-attested", "placeholder-contact", "contact"] {
        assert!(!found.iter().any(|id| id == closed), "`{closed}` is still among {found:?}");
    }
    let before = gaps(&policy(&["lint", SEED, "--as-of", "2026-04-30", "--json", "--config", config]));
    assert!(before.contains(&"draft-not-attested".to_owned()), "an approval of tomorrow is none today");
}

#[test]
fn before_its_first_day_a_notice_declares_nothing_and_the_error_says_what_to_do() {
    let output = policy(&["lint", SEED, "--as-of", "2026-04-24"]);
    assert_eq!(output.status.code(), Some(2));
    let says = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(says.contains("declares nothing on 2026-04-24") && says.contains("--as-of"), "{says}");
}

#[test]
fn two_versions_are_compared_and_each_change_names_the_step_that_each_law_asks_for() {
    let days = ["--old-on", "2026-12-31", "--new-on", "2027-01-01", "--json"];
    let output = policy(&[&["diff", "examples/plugins/tiny-notice"], days.as_slice()].concat());
    let whole = json(&output);
    assert_eq!((&whole["old"], &whole["new"]), (&Json::from("2026"), &Json::from("2027")));
    let changes: Vec<[&str; 4]> = whole["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| ["change", "purpose", "what", "strictest"].map(|key| change[key].as_str().unwrap()))
        .collect();
    let analytics = "product-analytics";
    assert_eq!(
        changes,
        [
            ["new-purpose", "ai-training", "ai-training", "fresh consent"],
            ["basis-changed", analytics, "legitimate-interest to consent", "fresh consent"],
            ["new-recipient-class", analytics, "advertising", "fresh consent"],
            ["new-category", analytics, "device-id", "fresh consent"],
            ["new-transfer", analytics, "US", "notice"],
            ["longer-retention", analytics, "12 months to 24 months", "notice"],
            ["less-rights", "", "complaint", "notice"],
        ]
    );
    let california = whole["changes"][0]["steps"].as_array().unwrap();
    let california = california.iter().find(|step| step["law"] == "us-ca-ccpa").unwrap();
    assert_eq!(california["step"], "notice");
    assert!(california["cites"].as_array().is_some_and(|cites| !cites.is_empty()));
    for change in whole["changes"].as_array().unwrap() {
        for step in change["steps"].as_array().unwrap() {
            assert_ne!(step["step"], "not known", "{}: {}", change["change"], step["law"]);
            assert!(["low", "medium", "high"].iter().any(|word| step["confidence"] == *word), "{step}");
        }
    }
    let asked = |change: usize, law: &str| {
        let steps = whole["changes"][change]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["law"] == law).unwrap();
        step["step"].as_str().unwrap().to_owned()
    };
    // A basis is nothing that California or, without a consent, Switzerland asks about.
    assert_eq!(
        (asked(1, "us-ca-ccpa"), asked(1, "ch-fadp")),
        ("none".to_owned(), "fresh consent".to_owned())
    );
    // California looks at no border; Turkish law bounds the period, and has nobody told of it.
    assert_eq!((asked(4, "us-ca-ccpa"), asked(5, "tr-kvkk")), ("none".to_owned(), "none".to_owned()));
}

#[test]
fn a_version_compared_with_itself_changes_nothing_and_an_unknown_law_is_refused() {
    let same = ["diff", "examples/plugins/tiny-notice", "--old-on", "2026-06-01", "--new-on", "2026-06-02"];
    let output = policy(&same);
    assert!(String::from_utf8_lossy(&output.stdout).contains("Nothing changes"));
    let output = policy(&[same.as_slice(), &["--laws", "eu-gdpr,eu-grpd"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`eu-grpd`"));
}
