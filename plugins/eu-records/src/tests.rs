use praetor_sdk::plugin::ask_retention;
use praetor_sdk::testing::{Given, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::retention::{Answer, Effect, End};
use praetor_sdk::{Day, Places};

use crate::law::{LAW, table};
use crate::{EuRecords, record, start};

const TODAY: Day = Day::of(2026, 11, 23);

fn an_item(books: &str, record: &str) -> Given {
    Given::on(TODAY)
        .a("controller")
        .with("books-of", Places(&[books]))
        .with("oss-scheme", "none")
        .a("item")
        .with("record", record)
}

fn asked(given: &Given) -> Answer {
    ask_retention::<EuRecords>(given.question())
}

/// The rules that command keeping, ask for facts, or say that nothing is commanded.
fn spoken(answer: &Answer) -> Vec<(&str, &Effect)> {
    let all = answer.findings.iter();
    all.filter(|finding| !matches!(finding.effect, Effect::Fails))
        .map(|finding| (finding.source.rule.as_str(), &finding.effect))
        .collect()
}

#[test]
fn every_state_has_a_word_on_every_kind_of_record() {
    for state in table::STATES.rows {
        for kind in record::OF_BUSINESS.iter().chain(&["none", "consent-proof"]) {
            let given = an_item(state.state, kind).with("dated-on", Day::of(2026, 3, 15));
            let answer = asked(&given);
            assert!(!spoken(&answer).is_empty(), "{} {kind}", state.state);
        }
    }
}

#[test]
fn a_record_of_the_business_is_free_nowhere_by_mistake() {
    for state in table::STATES.rows {
        for kind in ["invoice", "voucher", "books", "annual-accounts", "stock-list"] {
            let answer = asked(&an_item(state.state, kind));
            let free = spoken(&answer).iter().any(|(_, effect)| **effect == Effect::NoFloor);
            assert!(!free, "{} {kind}", state.state);
        }
    }
}

#[test]
fn an_open_assessment_has_no_end() {
    let given = an_item("DE", "voucher").with("tax-assessment", "open");
    let answer = asked(&given);
    let open = spoken(&answer).into_iter().find(|(rule, _)| *rule == "de-open");
    let end = open.map(|(_, effect)| match effect {
        Effect::Floor(floor) => floor.end.clone(),
        _ => End::Now,
    });
    assert!(matches!(end, Some(End::Running)));
}

#[test]
fn before_the_first_row_of_the_table_a_person_must_look() {
    let given = Given::on(Day::of(2017, 1, 1))
        .a("controller")
        .with("books-of", Places(&["DE"]))
        .a("item")
        .with("record", "none");
    let answer = asked(&given);
    assert_eq!(spoken(&answer), [("early", &Effect::Review)]);
}

#[test]
fn the_table_names_only_starts_roundings_and_records_that_the_code_knows() {
    for row in table::FLOORS.rows {
        assert!(start::KNOWN.contains(&row.start), "{}", row.start);
        assert!(start::ROUNDINGS.contains(&row.rounding), "{}", row.rounding);
        assert!(row.records.iter().all(|kind| record::OF_BUSINESS.contains(kind)));
        assert!(row.length.months % 12 == 0 && row.length.days == 0);
    }
}

#[test]
fn the_rules_read_no_fact_that_the_manifest_does_not_name() {
    let bare = Given::on(TODAY).a("item");
    for given in [bare, an_item("FR", "consumer-contract"), an_item("FR", "traffic-data")] {
        let answer = asked(&given);
        let sources = answer.findings.iter().map(|finding| &finding.source);
        let sources = sources.chain([&answer.standing.source]);
        assert_eq!(undeclared(&LAW, Ability::Retention, sources), Vec::<String>::new());
    }
}

/// Sales before July 2021 keep the buyer's name, later ones do not; the names are the dictionary's.
#[test]
fn a_sale_of_the_one_stop_shop_keeps_the_fields_of_its_day() {
    let fields = |day: Day| {
        let given = an_item("DE", "oss-sale").with("dated-on", day);
        let answer = asked(&given);
        let kept = answer.findings.into_iter().find_map(|finding| match finding.effect {
            Effect::Floor(floor) if floor.order == "EU" => Some(floor.fields_kept),
            _ => None,
        });
        kept.unwrap_or_default()
    };
    let (before, since) = (fields(Day::of(2021, 6, 30)), fields(Day::of(2021, 7, 1)));
    assert!(before.iter().any(|field| field == "customer-name"));
    assert!(since.iter().any(|field| field == "customer-place"));
    assert!(!since.is_empty() && !since.iter().any(|field| field == "customer-name"));
}

/// The first days of all quarters, 2018 to 2030.
fn quarter_days() -> impl Iterator<Item = Day> {
    (2018..=2030).flat_map(|year| [1, 4, 7, 10].map(|month| Day::of(year, month, 1)))
}

#[test]
fn no_quarter_day_from_2018_to_2030_leaves_a_state_without_a_word() {
    for day in quarter_days() {
        for state in table::STATES.rows {
            for kind in record::OF_BUSINESS.iter().chain(&["none", "connection-log"]) {
                let given = Given::on(day)
                    .a("controller")
                    .with("books-of", Places(&[state.state]))
                    .with("oss-scheme", "none")
                    .with("hosting-provider", true)
                    .a("item")
                    .with("record", *kind)
                    .with("dated-on", Day::of(2016, 3, 15));
                assert!(!spoken(&asked(&given)).is_empty(), "{} {kind} {day:?}", state.state);
            }
        }
    }
}

#[test]
fn no_two_versions_of_a_duty_hold_on_one_day() {
    for day in quarter_days() {
        let given = Given::on(day)
            .a("controller")
            .with("books-of", Places(&["DE"]))
            .with("oss-scheme", "none")
            .a("item")
            .with("record", "invoice")
            .with("dated-on", Day::of(2017, 3, 15))
            .with("tax-assessment", "closed");
        let answer = asked(&given);
        let floors = spoken(&answer).into_iter().filter(|(_, effect)| matches!(effect, Effect::Floor(_)));
        assert_eq!(floors.count(), 1, "{day:?}");
    }
}
