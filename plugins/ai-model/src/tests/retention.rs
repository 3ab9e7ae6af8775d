use praetor_sdk::plugin::ask_retention;
use praetor_sdk::testing::{Given, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::retention::{Effect, End, Finding};
use praetor_sdk::wit::types::Anchor;
use praetor_sdk::{Day, Period, Ref, Refs};

use crate::{AiModel, law};

const TODAY: Day = Day::of(2026, 11, 23);
const VENDOR: u32 = 1;

fn ask(given: &Given) -> Vec<Finding> {
    let findings = ask_retention::<AiModel>(given.question()).findings;
    let sources = findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&law::LAW, Ability::Retention, sources), Vec::<String>::new());
    findings
}

fn sent_on(days: &[Option<Day>]) -> Given {
    let ids: Vec<u32> = (3..).take(days.len()).collect();
    let given = Given::on(TODAY)
        .setting("vendor-retention", Period { months: 0, days: 30 })
        .a("recipient")
        .with("class", "ai-model")
        .a("item")
        .with("disclosed-to", Refs(&ids));
    days.iter().fold(given, |given, day| {
        let given = given.a("disclosure").with("recipient", Ref(VENDOR));
        day.iter().fold(given, |given, day| given.with("on", *day))
    })
}

fn anchor(findings: &[Finding]) -> Option<Anchor> {
    findings.iter().find_map(|finding| match &finding.effect {
        Effect::Maximum(maximum) => match &maximum.end {
            End::At(term) => Some(term.anchor.clone()),
            _ => None,
        },
        _ => None,
    })
}

#[test]
fn the_copy_counts_from_the_last_of_several_disclosures() {
    let (june, october) = (Day::of(2026, 6, 1), Day::of(2026, 10, 1));
    let findings = ask(&sent_on(&[Some(october), Some(june)]));
    assert!(matches!(anchor(&findings), Some(Anchor::On(day)) if day == october));
}

#[test]
fn a_disclosure_of_an_unknown_day_leaves_the_end_open() {
    let findings = ask(&sent_on(&[Some(Day::of(2026, 6, 1)), None]));
    assert!(matches!(anchor(&findings), Some(Anchor::Event(_))));
}

#[test]
fn an_item_that_went_to_nobody_has_no_copy() {
    assert!(ask(&sent_on(&[])).is_empty());
}

#[test]
fn an_item_of_which_nobody_knows_where_it_went_may_have_a_copy() {
    let given = Given::on(TODAY)
        .setting("vendor-retention", Period { months: 0, days: 30 })
        .a("recipient")
        .with("class", "ai-model")
        .a("item");
    assert!(matches!(anchor(&ask(&given)), Some(Anchor::Event(_))));
}
