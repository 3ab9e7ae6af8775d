use praetor_sdk::testing::{Given, rulings_of};
use praetor_sdk::{Day, SharingAnswer};

use super::contract;

const TODAY: Day = Day::of(2026, 11, 23);

fn under_contract() -> Given {
    Given::on(TODAY)
        .setting("contract-signed-on", Day::of(2026, 1, 10))
        .setting("contract-until", TODAY)
        .setting("purposes", ["content-generation"])
}

fn ask(given: &Given) -> SharingAnswer {
    let mut answer = SharingAnswer::new(given.question());
    contract(given.question(), &mut answer);
    answer
}

#[test]
fn a_contract_that_ends_today_runs_today_and_changes_tomorrow() {
    let given = under_contract().a("use").with("purpose", "content-generation");
    let answer = ask(&given);
    let term = answer.findings().iter().find(|finding| finding.source.rule == "term-runs");
    assert_eq!(term.and_then(|finding| finding.source.changes_on), Some(TODAY.next()));
}

#[test]
fn an_unknown_purpose_permits_nothing_and_is_asked_for() {
    let answer = ask(&under_contract().a("use").with("operation", "share"));
    let rulings = rulings_of(answer.findings());
    let permits: Vec<_> = rulings.into_iter().filter(|ruling| ruling.ends_with("permits")).collect();
    assert_eq!(permits, ["term-runs permits"]);
    let asked = answer.findings().iter().flat_map(|finding| &finding.source.missing);
    assert!(asked.into_iter().any(|fact| fact.name == "purpose"));
}
