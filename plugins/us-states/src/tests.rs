//! Native tests: a sweep over states and quarters, and what each answer may rest on. Worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::rights;
use praetor_sdk::wit::types::{ClockForm, Source, StandingState};
use praetor_sdk::{Day, Decimal, Places, Refs};

use crate::UsStates;
use crate::law::LAW;
use crate::scope::number;
use crate::states::STATES;

/// The first day of every quarter from 2023 to 2028.
fn quarters() -> impl Iterator<Item = Day> {
    (2023..=2028).flat_map(|year| [1, 4, 7, 10].map(|month| Day::of(year, month, 1)))
}

/// Subject 1, controller 2, figures 3 and 4.
fn at_home(place: &str, as_of: Day) -> Given {
    let many = |given: Given, measure: &str, amount: i64| {
        given
            .a("figure")
            .with("measure", measure)
            .with("amount", Decimal { digits: amount, scale: 0 })
            .with("currency", "USD")
            .with("year", i64::from(as_of.year) - 1)
    };
    let given = Given::on(as_of)
        .a("subject")
        .with("residence", Places(&[place]))
        .with("age-at-least", 18)
        .with("marks", Refs(&[]))
        .with("signals", [] as [&str; 0])
        .with("consents", Refs(&[]))
        .with("matters", Refs(&[]))
        .a("controller")
        .with("for-profit", true)
        .with("small-business", false)
        .with("activities", ["app-store"]);
    let given = many(given, "revenue", 2_000_000_000);
    let given = many(given, "consumers", 500_000).with("place", Places(&[place]));
    many(given, "consumers-without-payment-only", 500_000).with("place", Places(&[place]))
}

fn declared<'a>(ability: Ability, sources: impl Iterator<Item = &'a Source>) {
    assert_eq!(undeclared(&LAW, ability, sources), Vec::<String>::new());
}

#[test]
fn every_state_begins_on_its_day_and_asks_for_nothing_undeclared() {
    for state in &STATES {
        for day in quarters() {
            let given = at_home(state.place, day)
                .a("item")
                .with("category", "health")
                .a("use")
                .with("purpose", "sell-data")
                .with("operation", "sell")
                .a("recipient")
                .with("role", "third-party");
            let answer = ask_sharing::<UsStates>(given.question());
            let first = state.scope.as_ref().from.unwrap();
            let expected =
                if day < first { StandingState::NotYetInForce(first) } else { StandingState::Applies };
            assert_eq!(answer.standing.state, expected, "{} on {day:?}", state.place);
            declared(Ability::Sharing, answer.findings.iter().map(|finding| &finding.source));
            declared(Ability::Sharing, std::iter::once(&answer.standing.source));
        }
    }
}

#[test]
fn every_state_gives_an_answer_one_clock_and_the_days_of_its_data() {
    let all = ["access", "rectify", "erase", "opt-out-sale-share", "opt-out-profiling", "list-third-parties"];
    for state in &STATES {
        let day = state.scope.as_ref().from.unwrap();
        for right in all.into_iter().chain(["withdraw-consent", "appeal", "object", "no-solely-automated"]) {
            let given = at_home(state.place, day)
                .a("item")
                .with("category", "account-email")
                .a("use")
                .with("purpose", "sell-data")
                .with("operation", "sell")
                .a("request")
                .with("right", right)
                .with("received-on", day);
            let answer = ask_rights::<UsStates>(given.question());
            let clocks = answer.findings.iter().filter(|finding| {
                matches!(&finding.effect, rights::Effect::Clock(clock) if clock.form == ClockForm::Respond)
            });
            assert!(clocks.count() <= 1, "{right} in {}", state.place);
            let spoken = answer.findings.iter().any(|finding| {
                matches!(&finding.effect, rights::Effect::Word(_) | rights::Effect::NeedFacts(_))
            });
            assert!(spoken, "{right} in {}", state.place);
            declared(Ability::Rights, answer.findings.iter().map(|finding| &finding.source));
        }
        assert!(
            number(state, "answer", day).is_some_and(|days| (45..=90).contains(&days)),
            "{}",
            state.place
        );
    }
}

#[test]
fn keeping_and_breaches_rest_on_declared_facts() {
    for state in &STATES {
        let day = Day::of(2028, 1, 1);
        let given = at_home(state.place, day)
            .a("item")
            .with("category", "biometric-template")
            .a("use")
            .with("purpose", "hosting");
        let answer = ask_retention::<UsStates>(given.question());
        declared(Ability::Retention, answer.findings.iter().map(|finding| &finding.source));
        let given = at_home(state.place, day)
            .a("item")
            .with("category", "government-id")
            .a("incident")
            .with("kind", ["confidentiality"])
            .with("discovered-on", day);
        let answer = ask_incident::<UsStates>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies, "{}", state.place);
        declared(Ability::Incident, answer.findings.iter().map(|finding| &finding.source));
    }
}

#[test]
fn a_place_that_is_known_too_coarsely_asks_for_it_and_is_no_permission() {
    let given =
        at_home("US", Day::of(2026, 11, 23)).a("use").with("purpose", "sell-data").with("operation", "sell");
    let answer = ask_sharing::<UsStates>(given.question());
    assert_eq!(answer.standing.state, StandingState::Unclear);
    assert!(!rulings(&answer).iter().any(|ruling| ruling.ends_with("permits")));
}
