//! Native tests of rules on which a wrong yes would hang; the worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_incident, ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, rulings};
use praetor_sdk::wit::{retention, rights};
use praetor_sdk::{Day, NotYet, Places, Ref};

use crate::ChFadp;

const TODAY: Day = Day::of(2026, 11, 23);

fn in_switzerland(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["CH"]))
        .with("age-at-least", 18)
        .a("controller")
        .with("main-establishment", Places(&["CH"]))
}

fn said(given: &Given, words: &str) -> bool {
    rulings(&ask_sharing::<ChFadp>(given.question())).iter().any(|ruling| ruling == words)
}

#[test]
fn without_anything_known_nothing_goes_abroad_by_guessing() {
    let given = in_switzerland(TODAY).a("use").with("operation", "share").a("recipient").a("item");
    let permits =
        ["no-transfer permits", "art-16-1 permits", "art-16-2-d permits", "art-9-1-contract permits"];
    let all = rulings(&ask_sharing::<ChFadp>(given.question()));
    assert!(all.iter().all(|ruling| !permits.contains(&ruling.as_str())));
}

#[test]
fn the_entry_of_the_united_states_begins_on_its_day() {
    let listed = |on: Day| {
        in_switzerland(on)
            .a("recipient")
            .with("role", "processor")
            .with("legal-entity", "vendor-inc")
            .a("hop")
            .with("from", Ref(2))
            .with("to", Ref(3))
            .with("to-place", Places(&["US-CA"]))
            .a("certification")
            .with("scheme", "swiss-us-dpf")
            .with("status", "active")
            .with("covers", ["non-hr"])
            .with("entity", "vendor-inc")
    };
    assert!(said(&listed(Day::of(2024, 9, 15)), "art-16-1-dpf permits"));
    assert!(!said(&listed(Day::of(2024, 9, 14)), "art-16-1-dpf permits"));
}

#[test]
fn no_ground_to_keep_gives_way_to_a_foreign_law() {
    let given = in_switzerland(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .a("use")
        .with("purpose", "content-generation")
        .with("declared-basis", "contract")
        .with("ended-on", NotYet);
    for finding in ask_retention::<ChFadp>(given.question()).findings {
        if let retention::Effect::Ground(ground) = finding.effect {
            assert_eq!(ground.recognises, ["CH"]);
        }
    }
}

#[test]
fn one_request_has_one_clock_for_the_answer_on_every_quarter_day() {
    let rights_of_the_table = [
        "access",
        "rectify",
        "erase",
        "restrict",
        "portability",
        "object",
        "withdraw-consent",
        "no-solely-automated",
    ];
    for year in 2018..=2030 {
        for month in [1, 4, 7, 10] {
            let day = Day::of(year, month, 1);
            for right in rights_of_the_table {
                let given = in_switzerland(day)
                    .a("item")
                    .with("category", "prompt-text")
                    .a("request")
                    .with("right", right)
                    .with("received-on", day);
                let findings = ask_rights::<ChFadp>(given.question()).findings;
                let responds = findings.iter().filter(|finding| {
                    matches!(&finding.effect, rights::Effect::Clock(clock)
                        if clock.form == praetor_sdk::ClockForm::Respond)
                });
                assert_eq!(responds.count(), usize::from(day >= Day::of(2023, 9, 1)), "{right} on {day:?}");
            }
            let breach = in_switzerland(day).a("incident").with("risk", "high");
            let _ = ask_incident::<ChFadp>(breach.question());
        }
    }
}
