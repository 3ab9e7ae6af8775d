//! The first thing that a newcomer runs.
#![expect(clippy::expect_used, reason = "a test whose commands do not run has failed")]

use std::path::Path;
use std::process::Command;

#[test]
fn quickstart_decides_the_sample_questions_with_rules_and_dates() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let data = tempfile::tempdir().expect("a folder");
    let run = Command::new(env!("CARGO_BIN_EXE_praetor"))
        .args(["quickstart", "--exit", "--data"])
        .arg(data.path())
        .current_dir(repository)
        .output()
        .expect("the command runs");
    let printed = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{printed}\n{}", String::from_utf8_lossy(&run.stderr));
    // The invoice of March is kept eight years from the end of its year, the answer is due a month after the
    // request, Christmas moves the other one, and a vendor without adequacy or assessment gets nothing.
    let expected = [
        "invoice until 2034-12-31",
        "answer by 2026-12-23",
        "answer by 2026-12-28",
        "eu-records/de-voucher",
        "eu-gdpr/art-44",
        "eu-gdpr/art-8-1",
        "eu-gdpr/art-9-1",
        "gpt-image-2-notice/s-3f-training",
        "The whole explanation of \"Erase my account, which has an invoice of March\"",
        "Where to go next",
    ];
    for words in expected {
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
    }
    let index = repository.join("examples/gpt-image-2/questions/index.toml");
    let index = std::fs::read_to_string(index).expect("the list of the questions");
    let asked = index.lines().filter(|line| *line == "[[question]]").count();
    assert!(asked >= 24, "only {asked} questions");
    assert!(
        printed.contains(&format!("{asked} decisions, stored and as expected")),
        "not as expected:\n{printed}"
    );
    let effects = ["allow ", "partial ", "deny ", "fulfil ", "settled: erase "];
    for effect in effects {
        assert!(printed.contains(effect), "no answer is `{effect}`:\n{printed}");
    }
    assert!(data.path().join("praetor-data/ledger.redb").is_file(), "the decisions are not stored");
    every_decision_comes_out_the_same_again(repository, data.path(), asked);
}

/// The ledger alone is enough: the plugins' files are not read.
fn every_decision_comes_out_the_same_again(repository: &Path, data: &Path, asked: usize) {
    std::fs::copy(repository.join("examples/gpt-image-2/praetor.toml"), data.join("praetor.toml"))
        .expect("the sample's config");
    std::fs::remove_dir_all(data.join("plugins")).expect("the built plugins");
    let replay = Command::new(env!("CARGO_BIN_EXE_praetor"))
        .args(["replay", "--all", "--config"])
        .arg(data.join("praetor.toml"))
        .output()
        .expect("the command runs");
    let (printed, said) = (String::from_utf8_lossy(&replay.stdout), String::from_utf8_lossy(&replay.stderr));
    assert!(replay.status.success(), "{printed}\n{said}");
    assert!(printed.contains(&format!("same           {asked}\n")), "not all are the same:\n{printed}");
}
