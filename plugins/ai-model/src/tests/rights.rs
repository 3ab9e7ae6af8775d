use praetor_sdk::plugin::ask_rights;
use praetor_sdk::testing::{Given, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::rights::{Effect, Finding, Verb};
use praetor_sdk::{Day, Period, Ref, Refs};

use crate::{AiModel, law};

const TODAY: Day = Day::of(2026, 11, 23);
const VENDOR: u32 = 1;
const SENT: u32 = 3;

fn ask(given: &Given) -> Vec<Finding> {
    let findings = ask_rights::<AiModel>(given.question()).findings;
    let sources = findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&law::LAW, Ability::Rights, sources), Vec::<String>::new());
    findings
}

fn request(right: &str, role: &str, route: &str) -> Given {
    Given::on(TODAY)
        .setting("role", role)
        .setting("erasure-route", route)
        .setting("erasure-within", Period { months: 0, days: 14 })
        .setting("confirms-erasure", true)
        .a("recipient")
        .with("class", "ai-model")
        .a("item")
        .with("disclosed-to", Refs(&[SENT]))
        .a("disclosure")
        .with("recipient", Ref(VENDOR))
        .a("request")
        .with("right", right)
        .with("received-on", TODAY)
}

fn verbs(findings: &[Finding]) -> Vec<(Verb, String)> {
    let told = findings.iter().filter_map(|finding| match &finding.effect {
        Effect::Tell(tell) => Some((tell.verb, tell.action.clone())),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_processor_is_commanded_and_confirms_an_erasure() {
    let findings = ask(&request("erase", "processor", "interface"));
    assert_eq!(verbs(&findings), [(Verb::Command, "erase".to_owned())]);
    let obligations: Vec<_> =
        findings.iter().flat_map(|finding| &finding.obligations).map(|one| one.id.as_str()).collect();
    assert_eq!(obligations, ["confirm-erasure"]);
}

#[test]
fn nobody_who_decides_for_himself_or_takes_notices_only_is_commanded() {
    for (role, route) in [("independent-controller", "interface"), ("processor", "notice-only")] {
        assert_eq!(verbs(&ask(&request("erase", role, route))), [(Verb::Notify, "erase".to_owned())]);
    }
}

#[test]
fn a_vendor_that_nothing_reaches_is_a_matter_for_a_person() {
    assert!(
        ask(&request("erase", "processor", "none")).iter().any(|finding| finding.effect == Effect::Review)
    );
}

#[test]
fn access_is_answered_by_the_controller_alone() {
    assert!(ask(&request("access", "processor", "interface")).is_empty());
}
