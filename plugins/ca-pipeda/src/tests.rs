//! Native tests: a sweep over the quarters, and what each answer may rest on. The worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::types::{ClockForm, Source, StandingState};
use praetor_sdk::wit::{incident, retention, rights};
use praetor_sdk::{Day, NotYet, Places, Refs};

use crate::CaPipeda;
use crate::law::LAW;

/// The first day of every quarter from 2021 to 2035.
fn quarters() -> impl Iterator<Item = Day> {
    (2021..=2035).flat_map(|year| [1, 4, 7, 10].map(|month| Day::of(year, month, 1)))
}

/// Subject 1, controller 2.
fn at_home(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["CA-ON"]))
        .with("age-at-least", 19)
        .with("matters", Refs(&[]))
        .with("marks", Refs(&[]))
        .with("consents", Refs(&[]))
        .a("controller")
        .with("main-establishment", Places(&["CA-ON"]))
        .with("books-of", Places(&["CA-ON"]))
}

/// Item 3, use 4, recipient 5 in the United States under contract.
fn abroad(as_of: Day) -> Given {
    at_home(as_of)
        .a("item")
        .with("category", "account-email")
        .with("needed", true)
        .a("use")
        .with("purpose", "content-generation")
        .with("operation", "share")
        .with("declared-basis", "contract")
        .a("recipient")
        .with("role", "processor")
        .with("contract", "signed")
        .with("own-uses", [] as [&str; 0])
        .with("training", "off")
        .with("processing-places", Places(&["US"]))
}

fn declared<'a>(ability: Ability, sources: impl Iterator<Item = &'a Source>) {
    assert_eq!(undeclared(&LAW, ability, sources), Vec::<String>::new());
}

#[test]
fn every_quarter_lets_a_provider_abroad_process_under_contract_and_asks_for_declared_facts_only() {
    for day in quarters() {
        let given = abroad(day);
        let answer = ask_sharing::<CaPipeda>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies);
        let said = rulings(&answer);
        for wanted in ["cl-4-1-3 permits", "cl-4-1-3-abroad permits", "cl-4-3-6-implied permits"] {
            assert!(said.iter().any(|ruling| ruling == wanted), "{wanted} on {day:?}: {said:?}");
        }
        declared(Ability::Sharing, answer.findings.iter().map(|finding| &finding.source));
    }
}

#[test]
fn every_quarter_gives_each_application_one_clock_to_respond() {
    for day in quarters() {
        for right in [
            "access",
            "rectify",
            "erase",
            "portability",
            "withdraw-consent",
            "object",
            "restrict",
            "grievance",
        ] {
            let given = at_home(day)
                .a("item")
                .with("category", "prompt-text")
                .a("use")
                .with("purpose", "content-generation")
                .with("declared-basis", "contract")
                .a("request")
                .with("right", right)
                .with("received-on", day);
            let answer = ask_rights::<CaPipeda>(given.question());
            let clocks = answer.findings.iter().filter(|finding| {
                matches!(&finding.effect, rights::Effect::Clock(clock) if clock.form == ClockForm::Respond)
            });
            assert_eq!(clocks.count(), 1, "{right} on {day:?}");
            let spoken = answer.findings.iter().any(|finding| {
                matches!(&finding.effect, rights::Effect::Word(_) | rights::Effect::NeedFacts(_))
            });
            assert!(spoken, "{right} on {day:?}");
            declared(Ability::Rights, answer.findings.iter().map(|finding| &finding.source));
        }
    }
}

#[test]
fn every_quarter_says_of_each_item_whether_a_law_commands_its_keeping() {
    for day in quarters() {
        for (record, commanded) in [("invoice", true), ("none", false)] {
            let given = at_home(day)
                .a("item")
                .with("category", "invoice")
                .with("record", record)
                .with("dated-on", day)
                .a("use")
                .with("purpose", "accounting")
                .with("declared-basis", "legal-obligation")
                .with("obligation-of", Places(&["CA-ON"]))
                .with("ended-on", NotYet);
            let answer = ask_retention::<CaPipeda>(given.question());
            let floor =
                answer.findings.iter().any(|finding| matches!(finding.effect, retention::Effect::Floor(_)));
            let none = answer.findings.iter().any(|finding| finding.effect == retention::Effect::NoFloor);
            assert_eq!((floor, none), (commanded, !commanded), "{record} on {day:?}");
            declared(Ability::Retention, answer.findings.iter().map(|finding| &finding.source));
        }
    }
}

#[test]
fn every_quarter_since_2018_has_the_commissioner_told_of_an_incident_once() {
    for day in quarters().filter(|day| *day >= Day::of(2018, 11, 1)) {
        let given = at_home(day).a("incident").with("significant-harm", true);
        let answer = ask_incident::<CaPipeda>(given.question());
        let told = answer.findings.iter().filter(|finding| {
            matches!(&finding.effect, incident::Effect::Notify(notice) if notice.audience == incident::Audience::Authority)
        });
        assert_eq!(told.count(), 1, "{day:?}");
        declared(Ability::Incident, answer.findings.iter().map(|finding| &finding.source));
    }
}

#[test]
fn the_grounds_give_way_to_canadian_duties_and_to_no_others() {
    let given = at_home(Day::of(2026, 11, 23))
        .a("item")
        .with("category", "prompt-text")
        .a("use")
        .with("purpose", "content-generation")
        .with("ended-on", NotYet);
    for finding in ask_retention::<CaPipeda>(given.question()).findings {
        if let retention::Effect::Ground(ground) = finding.effect {
            assert_eq!(ground.recognises, ["CA"]);
        }
    }
}

#[test]
fn without_anything_known_no_gate_is_passed_by_guessing() {
    let given = at_home(Day::of(2026, 11, 23)).a("use").a("recipient").a("item");
    let said = rulings(&ask_sharing::<CaPipeda>(given.question()));
    let permits = ["cl-4-3-6-implied permits", "cl-4-1-3 permits", "cl-4-3-disclosure permits"];
    assert!(said.iter().all(|ruling| !permits.contains(&ruling.as_str())));
}
