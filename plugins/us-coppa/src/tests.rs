//! Native tests: a sweep over the quarters, and what each answer may rest on. The worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::rights;
use praetor_sdk::wit::types::{ClockForm, Source, StandingState};
use praetor_sdk::{Day, Places, Refs};

use crate::UsCoppa;
use crate::law::LAW;

/// The first day of every quarter from 2019 to 2030, and the days around each change of the Rule.
fn days() -> impl Iterator<Item = Day> {
    let quarters = (2019..=2030).flat_map(|year| [1, 4, 7, 10].map(|month| Day::of(year, month, 1)));
    quarters.chain([Day::of(2025, 6, 22), Day::of(2025, 6, 23), Day::of(2026, 4, 21), Day::of(2026, 4, 22)])
}

/// Subject 1 of eleven years, controller 2.
fn a_child(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["US-OH"]))
        .with("age", 11)
        .with("age-knowledge", "actual")
        .with("consents", Refs(&[]))
        .with("matters", Refs(&[]))
        .a("controller")
        .with("for-profit", true)
        .with("audience", "general")
        .with("security-programme", true)
}

fn declared<'a>(ability: Ability, sources: impl Iterator<Item = &'a Source>) {
    assert_eq!(undeclared(&LAW, ability, sources), Vec::<String>::new());
}

#[test]
fn every_quarter_nothing_is_done_with_a_childs_data_without_a_parent() {
    for day in days() {
        let given = a_child(day)
            .a("item")
            .with("category", "uploaded-image")
            .with("needed", true)
            .a("use")
            .with("purpose", "content-generation")
            .with("operation", "share")
            .with("integral", true)
            .a("recipient")
            .with("role", "processor")
            .with("training", "off");
        let answer = ask_sharing::<UsCoppa>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies);
        let said = rulings(&answer);
        assert!(said.contains(&"s-312-3 prohibits".to_owned()), "{day:?}: {said:?}");
        assert!(!said.iter().any(|ruling| ruling.starts_with("s-312-5") && ruling.ends_with("permits")));
        declared(Ability::Sharing, answer.findings.iter().map(|finding| &finding.source));
        declared(Ability::Sharing, std::iter::once(&answer.standing.source));
    }
}

#[test]
fn every_quarter_a_parents_request_has_a_word_and_a_clock_without_a_day() {
    for day in days() {
        for right in ["access", "be-informed", "erase", "withdraw-consent", "rectify", "portability"] {
            let given = a_child(day)
                .a("requester")
                .with("relation", "parent")
                .with("proof", "parental-authority-shown")
                .a("item")
                .with("category", "prompt-text")
                .a("use")
                .with("purpose", "content-generation")
                .a("request")
                .with("right", right)
                .with("received-on", day);
            let answer = ask_rights::<UsCoppa>(given.question());
            let clocks: Vec<_> = answer
                .findings
                .iter()
                .filter_map(|finding| match &finding.effect {
                    rights::Effect::Clock(clock) => Some(clock),
                    _ => None,
                })
                .collect();
            let only = clocks.first().filter(|_| clocks.len() == 1);
            assert!(only.is_some_and(|clock| clock.form == ClockForm::Respond), "{right} on {day:?}");
            assert!(only.is_some_and(|clock| clock.latest.is_none()), "{right} on {day:?}");
            let spoken =
                answer.findings.iter().any(|finding| matches!(&finding.effect, rights::Effect::Word(_)));
            assert!(spoken, "{right} on {day:?}");
            declared(Ability::Rights, answer.findings.iter().map(|finding| &finding.source));
        }
    }
}

#[test]
fn keeping_and_breaches_rest_on_declared_facts_every_quarter() {
    for day in days() {
        let given =
            a_child(day).a("item").with("category", "uploaded-image").a("use").with("purpose", "hosting");
        let answer = ask_retention::<UsCoppa>(given.question());
        declared(Ability::Retention, answer.findings.iter().map(|finding| &finding.source));
        let given = a_child(day).a("incident").with("kind", ["confidentiality"]);
        let answer = ask_incident::<UsCoppa>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies);
        declared(Ability::Incident, answer.findings.iter().map(|finding| &finding.source));
    }
}

#[test]
fn a_place_known_too_coarsely_or_no_age_at_all_is_unclear_and_no_permission() {
    let given = Given::on(Day::of(2026, 11, 23))
        .a("subject")
        .with("residence", Places(&["US-OH"]))
        .a("controller")
        .with("audience", "general")
        .a("use")
        .with("purpose", "content-generation");
    let answer = ask_sharing::<UsCoppa>(given.question());
    assert_eq!(answer.standing.state, StandingState::Unclear);
    assert!(!rulings(&answer).iter().any(|ruling| ruling.ends_with("permits")));
}
