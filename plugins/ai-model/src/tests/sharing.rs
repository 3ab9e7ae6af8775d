use praetor_sdk::Day;
use praetor_sdk::plugin::ask_sharing;
use praetor_sdk::testing::{Given, missing, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::sharing::Answer;

use crate::{AiModel, law};

const TODAY: Day = Day::of(2026, 11, 23);

fn under_contract(training: &str) -> Given {
    Given::on(TODAY)
        .setting("contract-signed-on", Day::of(2026, 1, 10))
        .setting("contract-until", TODAY)
        .setting("purposes", ["content-generation"])
        .setting("training", training)
}

fn ask(given: &Given) -> Answer {
    let answer = ask_sharing::<AiModel>(given.question());
    let sources = answer.findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&law::LAW, Ability::Sharing, sources), Vec::<String>::new());
    answer
}

fn render(given: Given) -> Given {
    given.a("use").with("purpose", "content-generation").with("operation", "share")
}

#[test]
fn a_contract_that_ends_today_runs_today_and_changes_tomorrow() {
    let answer = ask(&render(under_contract("off")));
    let term = answer.findings.iter().find(|finding| finding.source.rule == "term-runs");
    assert_eq!(term.and_then(|finding| finding.source.changes_on), Some(TODAY.next()));
}

#[test]
fn switchable_training_of_which_nobody_says_how_it_is_switched_is_a_condition() {
    let answer = ask(&render(under_contract("switchable")));
    assert!(rulings(&answer).contains(&"training-switch permits with conditions".to_owned()));
    let obligations: Vec<_> = answer.findings.iter().flat_map(|finding| &finding.obligations).collect();
    assert!(obligations.iter().any(|one| one.id == "switch-training-off" && one.condition));
}

#[test]
fn a_setting_on_training_that_is_missing_is_no_permission_to_train() {
    let given = render(Given::on(TODAY).setting("contract-signed-on", Day::of(2026, 1, 10)));
    assert!(!rulings(&ask(&given)).contains(&"training-off permits".to_owned()));
}

#[test]
fn an_unknown_purpose_permits_nothing_and_is_asked_for() {
    let answer = ask(&under_contract("off").a("use").with("operation", "share"));
    assert!(missing(&answer).contains(&"use.purpose".to_owned()));
    let permits: Vec<_> = rulings(&answer).into_iter().filter(|ruling| ruling.ends_with("permits")).collect();
    assert_eq!(permits, ["term-runs permits"]);
}
