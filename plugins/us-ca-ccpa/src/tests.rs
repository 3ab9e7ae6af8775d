//! Native tests: a sweep over the quarters, and what each answer may rest on. The worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::rights;
use praetor_sdk::wit::types::{ClockForm, Source, StandingState};
use praetor_sdk::{Day, Decimal, Places, Refs};

use crate::UsCaCcpa;
use crate::law::LAW;

/// The first day of every quarter from 2020 to 2030.
fn quarters() -> impl Iterator<Item = Day> {
    (2020..=2030).flat_map(|year| [1, 4, 7, 10].map(|month| Day::of(year, month, 1)))
}

/// Subject 1, controller 2, figure 3.
fn at_home(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["US-CA"]))
        .with("age-at-least", 18)
        .with("marks", Refs(&[]))
        .with("consents", Refs(&[]))
        .with("matters", Refs(&[]))
        .a("controller")
        .with("for-profit", true)
        .with("books-of", Places(&["US-CA"]))
        .a("figure")
        .with("measure", "revenue")
        .with("amount", Decimal { digits: 50_000_000, scale: 0 })
        .with("currency", "USD")
        .with("year", i64::from(as_of.year) - 1)
}

fn declared<'a>(ability: Ability, sources: impl Iterator<Item = &'a Source>) {
    assert_eq!(undeclared(&LAW, ability, sources), Vec::<String>::new());
}

#[test]
fn every_quarter_a_sale_is_stopped_by_an_opt_out_and_by_nothing_else() {
    for day in quarters() {
        let sale = |given: Given| {
            given
                .a("item")
                .with("category", "usage-event")
                .with("needed", true)
                .a("use")
                .with("purpose", "sell-data")
                .with("operation", "sell")
                .a("recipient")
                .with("role", "third-party")
        };
        let given = sale(at_home(day));
        let answer = ask_sharing::<UsCaCcpa>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies);
        assert!(!rulings(&answer).contains(&"s-1798-120 prohibits".to_owned()), "{day:?}");
        declared(Ability::Sharing, answer.findings.iter().map(|finding| &finding.source));
        let given = Given::on(day)
            .a("subject")
            .with("residence", Places(&["US-CA"]))
            .with("marks", Refs(&[2]))
            .a("mark")
            .with("kind", "opt-out")
            .with("scope", [] as [&str; 0])
            .with("start", Day::of(2020, 1, 1));
        let answer = ask_sharing::<UsCaCcpa>(sale(given).question());
        assert!(rulings(&answer).contains(&"s-1798-120 prohibits".to_owned()), "{day:?}");
        declared(Ability::Sharing, answer.findings.iter().map(|finding| &finding.source));
        declared(Ability::Sharing, std::iter::once(&answer.standing.source));
    }
}

#[test]
fn every_quarter_gives_each_request_a_word_and_at_most_one_clock_to_respond() {
    let all =
        ["access", "rectify", "erase", "portability", "opt-out-sale-share", "limit-sensitive", "opt-in-sale"];
    for day in quarters() {
        for right in all.into_iter().chain(["opt-out-profiling", "object", "appeal", "withdraw-consent"]) {
            let given = at_home(day)
                .a("item")
                .with("category", "health")
                .with("accuracy-disputed", "found-wrong")
                .a("use")
                .with("purpose", "sell-data")
                .with("operation", "sell")
                .a("request")
                .with("right", right)
                .with("received-on", day);
            let answer = ask_rights::<UsCaCcpa>(given.question());
            let clocks = answer.findings.iter().filter(|finding| {
                matches!(&finding.effect, rights::Effect::Clock(clock) if clock.form == ClockForm::Respond)
            });
            assert!(clocks.count() <= 1, "{right} on {day:?}");
            let spoken = answer.findings.iter().any(|finding| {
                matches!(&finding.effect, rights::Effect::Word(_) | rights::Effect::NeedFacts(_))
            });
            assert!(spoken, "{right} on {day:?}");
            declared(Ability::Rights, answer.findings.iter().map(|finding| &finding.source));
        }
    }
}

#[test]
fn keeping_and_breaches_rest_on_declared_facts_every_quarter() {
    for day in quarters() {
        let given = at_home(day).a("item").with("category", "invoice").a("use").with("purpose", "accounting");
        let answer = ask_retention::<UsCaCcpa>(given.question());
        declared(Ability::Retention, answer.findings.iter().map(|finding| &finding.source));
        let given = at_home(day)
            .a("item")
            .with("category", "auth-credential")
            .a("incident")
            .with("kind", ["confidentiality"])
            .with("discovered-on", day);
        let answer = ask_incident::<UsCaCcpa>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies);
        declared(Ability::Incident, answer.findings.iter().map(|finding| &finding.source));
    }
}

#[test]
fn without_anything_known_nobody_receives() {
    let given = at_home(Day::of(2026, 11, 23)).a("use").a("recipient").a("item");
    let said = rulings(&ask_sharing::<UsCaCcpa>(given.question()));
    let permits = ["s-1798-140-ag permits", "s-1798-140-ad permits", "ccr-7053 permits"];
    assert!(said.iter().all(|ruling| !permits.contains(&ruling.as_str())));
}
