//! Native tests of rules on which a wrong yes would hang; the worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, missing, rulings};
use praetor_sdk::wit::types::ClockForm;
use praetor_sdk::wit::{retention, rights};
use praetor_sdk::{Day, NotYet, Places, Ref, Refs};

use crate::UkGdpr;

const TODAY: Day = Day::of(2026, 11, 23);

fn in_england(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["GB-ENG"]))
        .with("age-at-least", 18)
        .a("controller")
        .with("main-establishment", Places(&["GB-ENG"]))
}

fn said(given: &Given, words: &str) -> bool {
    rulings(&ask_sharing::<UkGdpr>(given.question())).iter().any(|ruling| ruling == words)
}

#[test]
fn without_anything_known_no_gate_is_passed_by_guessing() {
    let given = in_england(TODAY).a("use").a("recipient").a("item");
    let answer = ask_sharing::<UkGdpr>(given.question());
    let permits = ["art-6-1-b permits", "art-28-3 permits", "art-45a permits", "no-transfer permits"];
    assert!(rulings(&answer).iter().all(|ruling| !permits.contains(&ruling.as_str())));
}

#[test]
fn an_entry_in_the_framework_without_the_extension_covers_nobody() {
    let listed = |scheme: &str| {
        in_england(TODAY)
            .a("recipient")
            .with("role", "processor")
            .with("legal-entity", "vendor-inc")
            .a("hop")
            .with("from", Ref(2))
            .with("to", Ref(3))
            .with("to-place", Places(&["US-CA"]))
            .with("certifications", Refs(&[5]))
            .a("certification")
            .with("scheme", scheme)
            .with("status", "active")
            .with("covers", ["non-hr"])
            .with("entity", "vendor-inc")
    };
    assert!(said(&listed("uk-extension-dpf"), "data-bridge permits"));
    assert!(said(&listed("eu-us-dpf"), "data-bridge fails"));
}

#[test]
fn special_content_that_nobody_searched_is_never_silent() {
    let asked = |scan: Option<&str>| {
        let given = in_england(TODAY)
            .a("use")
            .with("purpose", "content-generation")
            .a("item")
            .with("category", "prompt-text");
        match scan {
            Some(scan) => given.with("scan", scan),
            None => given,
        }
    };
    assert!(said(&asked(Some("not-scanned")), "art-9-1-unscanned wants review"));
    assert!(!said(&asked(Some("full")), "art-9-1-unscanned wants review"));
    assert!(said(&asked(None), "art-9-1 needs facts"));
}

#[test]
fn every_ground_to_keep_gives_way_to_domestic_law_alone() {
    let given = in_england(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .a("use")
        .with("purpose", "content-generation")
        .with("declared-basis", "contract")
        .with("ended-on", NotYet);
    for finding in ask_retention::<UkGdpr>(given.question()).findings {
        if let retention::Effect::Ground(ground) = finding.effect {
            assert_eq!(ground.recognises, ["GB"]);
        }
    }
}

#[test]
fn a_request_of_any_day_has_exactly_one_clock_to_respond() {
    for (received, rule) in [
        (Day::of(2020, 12, 20), "art-12-3"),
        (Day::of(2026, 2, 4), "art-12-3"),
        (Day::of(2026, 2, 5), "art-12a"),
        (Day::of(2030, 10, 1), "art-12a"),
    ] {
        let given = in_england(Day::of(2030, 10, 2))
            .a("request")
            .with("right", "access")
            .with("received-on", received);
        let findings = ask_rights::<UkGdpr>(given.question()).findings;
        let clocks: Vec<_> = findings
            .into_iter()
            .filter(|finding| {
                matches!(&finding.effect, rights::Effect::Clock(clock) if clock.form == ClockForm::Respond)
            })
            .map(|finding| finding.source.rule)
            .collect();
        assert_eq!(clocks, [rule]);
    }
}

#[test]
fn nobody_is_asked_for_the_list_of_a_consent_that_no_use_rests_on() {
    let given =
        in_england(TODAY).a("use").with("purpose", "content-generation").with("declared-basis", "contract");
    let answer = ask_sharing::<UkGdpr>(given.question());
    assert!(!missing(&answer).contains(&"subject.consents".to_owned()));
}
