use praetor_sdk::plugin::ask_retention;
use praetor_sdk::testing::{Given, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::retention::{Effect, End, Finding};
use praetor_sdk::{Day, Refs};

use crate::{Notice, law};

const TODAY: Day = Day::of(2026, 11, 23);

fn ask(given: &Given) -> Vec<Finding> {
    let findings = ask_retention::<Notice>(given.question()).findings;
    let sources = findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&law::LAW, Ability::Retention, sources), Vec::<String>::new());
    findings
}

fn an_item(category: &str, status: Option<&str>) -> Given {
    let given = Given::on(TODAY).a("item").with("category", category).a("subject").with("matters", Refs(&[]));
    status.into_iter().fold(given, |given, status| given.with("account-status", status))
}

fn ground_of(findings: &[Finding], rule: &str) -> Option<Effect> {
    findings.iter().find(|finding| finding.source.rule == rule).map(|finding| finding.effect.clone())
}

fn end_of(effect: Option<Effect>) -> Option<End> {
    match effect {
        Some(Effect::Ground(ground)) => Some(ground.end),
        _ => None,
    }
}

#[test]
fn the_service_keeps_while_the_account_is_open_and_not_after() {
    let open = ask(&an_item("prompt-text", Some("dormant")));
    assert!(matches!(end_of(ground_of(&open, "s-7a-service")), Some(End::Running)));
    let closed = ask(&an_item("prompt-text", Some("closed")));
    assert!(matches!(end_of(ground_of(&closed, "s-7a-ended")), Some(End::Now)));
}

#[test]
fn an_unknown_account_needs_facts() {
    let unknown = ask(&an_item("prompt-text", None));
    assert!(matches!(ground_of(&unknown, "s-7a-service"), Some(Effect::NeedFacts(_))));
}

#[test]
fn the_policy_gives_way_to_every_legal_order_and_commands_no_keeping_itself() {
    let findings = ask(&an_item("invoice", Some("closed")));
    for rule in ["s-7b-records", "s-7e-law"] {
        let Some(Effect::Ground(ground)) = ground_of(&findings, rule) else { panic!("{rule}") };
        assert_eq!(ground.recognises, ["*"]);
        assert!(ground.restricted);
    }
    assert!(!findings.iter().any(|finding| matches!(finding.effect, Effect::Floor(_))));
}

#[test]
fn a_prompt_is_no_business_record() {
    assert_eq!(ground_of(&ask(&an_item("prompt-text", Some("closed"))), "s-7b-records"), None);
}

#[test]
fn before_the_effective_date_no_ground_of_it_runs_or_ends() {
    let given = Given::on(Day::of(2026, 4, 24))
        .a("item")
        .with("category", "invoice")
        .a("subject")
        .with("account-status", "closed");
    let findings = ask(&given);
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|finding| !matches!(finding.effect, Effect::Ground(_))));
}
