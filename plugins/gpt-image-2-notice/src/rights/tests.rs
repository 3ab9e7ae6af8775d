use praetor_sdk::plugin::ask_rights;
use praetor_sdk::testing::{Given, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::rights::{Claim, Effect, Finding};
use praetor_sdk::{Day, Outcome};

use crate::{Notice, law};

const TODAY: Day = Day::of(2026, 11, 23);

fn ask(given: &Given) -> Vec<Finding> {
    let findings = ask_rights::<Notice>(given.question()).findings;
    let sources = findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&law::LAW, Ability::Rights, sources), Vec::<String>::new());
    findings
}

fn owes(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| matches!(&finding.effect, Effect::Word(word) if word.claim == Claim::Owed))
}

#[test]
fn a_right_is_owed_by_the_policy_only_if_the_operator_grants_it_everywhere() {
    let given =
        Given::on(TODAY).a("request").with("right", "access").a("item").with("category", "prompt-text");
    assert!(!owes(&ask(&given)));
    assert!(owes(&ask(&given.setting("rights-everywhere", true))));
}

#[test]
fn an_objection_does_not_reach_what_rests_on_the_contract() {
    let given = Given::on(TODAY)
        .a("request")
        .with("right", "object")
        .a("use")
        .with("purpose", "content-generation")
        .with("declared-basis", "contract")
        .setting("rights-everywhere", true);
    assert!(!owes(&ask(&given)));
}

#[test]
fn a_right_that_section_10_does_not_name_is_not_promised() {
    let given =
        Given::on(TODAY).a("request").with("right", "opt-out-sale-share").setting("rights-everywhere", true);
    assert!(!owes(&ask(&given)));
}

#[test]
fn a_report_about_a_child_locks_the_items_away_and_asks_for_a_person() {
    let given = Given::on(TODAY)
        .a("request")
        .with("right", "erase")
        .with("ground", "unlawful-child-data")
        .with("received-on", TODAY)
        .a("item")
        .with("category", "uploaded-image");
    let findings = ask(&given);
    let interim =
        findings.iter().find(|finding| matches!(finding.effect, Effect::Interim(Outcome::Restrict)));
    let marks = interim.map(|finding| finding.marks.iter().map(|mark| mark.id.as_str()).collect::<Vec<_>>());
    assert_eq!(marks, Some(vec!["quarantine"]));
    assert!(findings.iter().any(|finding| finding.effect == Effect::Review));
}

#[test]
fn an_ordinary_erasure_is_no_report_about_a_child() {
    let given =
        Given::on(TODAY).a("request").with("right", "erase").a("item").with("category", "uploaded-image");
    assert!(!ask(&given).iter().any(|finding| matches!(finding.effect, Effect::Interim(_) | Effect::Review)));
}
