//! Native tests: what the answers rest on is declared. The worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::{Day, Places, Ref, Refs};

use crate::InDpdp;
use crate::law::LAW;

fn at_home() -> Given {
    Given::on(Day::of(2027, 6, 1))
        .a("subject")
        .with("residence", Places(&["IN"]))
        .with("age-at-least", 18)
        .with("consents", Refs(&[]))
        .a("controller")
        .with("main-establishment", Places(&["IN"]))
}

#[test]
fn answers_on_sharing_rest_on_declared_facts_and_pass_no_gate_by_guessing() {
    let given = at_home().a("use").a("item").a("recipient").a("hop").with("from", Ref(2)).with("to", Ref(5));
    let answer = ask_sharing::<InDpdp>(given.question());
    let sources = answer.findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&LAW, Ability::Sharing, sources), Vec::<String>::new());
    let permits = ["s-7-a permits", "s-8-2 permits", "s-16-1 permits"];
    assert!(rulings(&answer).iter().all(|ruling| !permits.contains(&ruling.as_str())));
}

#[test]
fn answers_on_keeping_rights_and_breaches_rest_on_declared_facts() {
    let given = at_home().a("item").a("use").a("incident").a("requester");
    let answer = ask_retention::<InDpdp>(given.question());
    let sources = answer.findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&LAW, Ability::Retention, sources), Vec::<String>::new());
    let answer = ask_incident::<InDpdp>(given.question());
    let sources = answer.findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&LAW, Ability::Incident, sources), Vec::<String>::new());
    for right in ["access", "portability", "erase", "withdraw-consent", "restrict", "nominate"] {
        let given = at_home().a("item").a("use").a("requester").a("request").with("right", right);
        let answer = ask_rights::<InDpdp>(given.question());
        let sources = answer.findings.iter().map(|finding| &finding.source);
        assert_eq!(undeclared(&LAW, Ability::Rights, sources), Vec::<String>::new(), "{right}");
    }
}
