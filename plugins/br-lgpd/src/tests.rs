//! Native tests: a sweep over the quarters, and what each answer may rest on. The worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::types::{ClockForm, Source, StandingState};
use praetor_sdk::wit::{incident, retention, rights};
use praetor_sdk::{Day, Instant, NotYet, Places, Ref, Refs};

use crate::BrLgpd;
use crate::law::LAW;

/// The first day of every quarter from 2021 to 2035.
fn quarters() -> impl Iterator<Item = Day> {
    (2021..=2035).flat_map(|year| [1, 4, 7, 10].map(|month| Day::of(year, month, 1)))
}

/// Subject 1, controller 2.
fn at_home(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["BR"]))
        .with("age-at-least", 18)
        .with("matters", Refs(&[]))
        .with("marks", Refs(&[]))
        .with("consents", Refs(&[]))
        .a("controller")
        .with("main-establishment", Places(&["BR"]))
        .with("books-of", Places(&["BR"]))
}

/// Item 3, use 4, recipient 5, hop 6 to the United States without any instrument.
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
        .a("hop")
        .with("from", Ref(2))
        .with("to", Ref(5))
        .with("to-place", Places(&["US"]))
        .with("instruments", Refs(&[]))
        .with("assessments", Refs(&[]))
}

fn declared<'a>(ability: Ability, sources: impl Iterator<Item = &'a Source>) {
    assert_eq!(undeclared(&LAW, ability, sources), Vec::<String>::new());
}

#[test]
fn every_quarter_denies_a_transfer_without_a_ground_and_asks_for_declared_facts_only() {
    for day in quarters() {
        let given = abroad(day);
        let answer = ask_sharing::<BrLgpd>(given.question());
        assert_eq!(answer.standing.state, StandingState::Applies);
        let said = rulings(&answer);
        for wanted in ["art-33 prohibits", "art-39 permits", "art-7-v permits"] {
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
            "nominate",
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
            let answer = ask_rights::<BrLgpd>(given.question());
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
                .with("obligation-of", Places(&["BR"]))
                .with("ended-on", NotYet);
            let answer = ask_retention::<BrLgpd>(given.question());
            let floor =
                answer.findings.iter().any(|finding| matches!(finding.effect, retention::Effect::Floor(_)));
            let none = answer.findings.iter().any(|finding| finding.effect == retention::Effect::NoFloor);
            assert_eq!((floor, none), (commanded, !commanded), "{record} on {day:?}");
            declared(Ability::Retention, answer.findings.iter().map(|finding| &finding.source));
        }
    }
}

#[test]
fn every_quarter_since_the_resolution_has_the_authority_told_of_an_incident_once() {
    for day in quarters().filter(|day| *day >= Day::of(2024, 4, 26)) {
        let aware = Instant { seconds: day.epoch_days() * 86_400, offset_minutes: -180 };
        let given = at_home(day).a("incident").with("risk", "high").with("aware-at", aware);
        let answer = ask_incident::<BrLgpd>(given.question());
        let told = answer.findings.iter().filter(|finding| {
            matches!(&finding.effect, incident::Effect::Notify(notice) if notice.audience == incident::Audience::Authority)
        });
        assert_eq!(told.count(), 1, "{day:?}");
        declared(Ability::Incident, answer.findings.iter().map(|finding| &finding.source));
    }
}

#[test]
fn the_grounds_give_way_to_brazilian_duties_and_to_no_others() {
    let given = at_home(Day::of(2026, 11, 23))
        .a("item")
        .with("category", "prompt-text")
        .a("use")
        .with("purpose", "content-generation")
        .with("ended-on", NotYet);
    for finding in ask_retention::<BrLgpd>(given.question()).findings {
        if let retention::Effect::Ground(ground) = finding.effect {
            assert_eq!(ground.recognises, ["BR"]);
        }
    }
}

#[test]
fn without_anything_known_no_gate_is_passed_by_guessing() {
    let given = at_home(Day::of(2026, 11, 23)).a("use").a("recipient").a("item");
    let said = rulings(&ask_sharing::<BrLgpd>(given.question()));
    let permits = ["art-7-v permits", "art-39 permits", "art-7-5 permits", "no-transfer permits"];
    assert!(said.iter().all(|ruling| !permits.contains(&ruling.as_str())));
}
