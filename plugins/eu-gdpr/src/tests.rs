//! Native tests of rules on which a wrong yes would hang; the worked cases are in `cases/`.

use praetor_sdk::plugin::{ask_retention, ask_rights, ask_sharing};
use praetor_sdk::testing::{Given, missing, rulings};
use praetor_sdk::wit::{retention, rights};
use praetor_sdk::{Day, NotYet, Places, Ref, Refs};

use crate::EuGdpr;

const TODAY: Day = Day::of(2026, 11, 23);

fn in_germany(as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["DE"]))
        .with("age-at-least", 18)
        .a("controller")
        .with("main-establishment", Places(&["DE"]))
}

fn said(given: &Given, words: &str) -> bool {
    rulings(&ask_sharing::<EuGdpr>(given.question())).iter().any(|ruling| ruling == words)
}

/// Subject 1, controller 2, use 3, consent 4.
fn consented(age: i64, given_on: Day, as_of: Day) -> Given {
    Given::on(as_of)
        .a("subject")
        .with("residence", Places(&["DK"]))
        .with("age", age)
        .with("consents", Refs(&[4]))
        .a("controller")
        .with("main-establishment", Places(&["DK"]))
        .a("use")
        .with("purpose", "product-analytics")
        .with("operation", "use")
        .with("declared-basis", "consent")
        .a("consent")
        .with("state", "given")
        .with("given-by", Refs(&[1]))
        .with("concerns", Refs(&[1]))
        .with("acts", ["processing"])
        .with("purposes", ["product-analytics"])
        .with("method", "one-step")
        .with("informed", true)
        .with("given-on", given_on)
}

#[test]
fn the_age_of_consent_is_that_of_the_day_on_which_it_was_given() {
    let (before, after) = (Day::of(2023, 12, 31), Day::of(2024, 1, 1));
    assert!(!said(&consented(14, before, before), "art-8-1 prohibits"));
    assert!(said(&consented(14, after, after), "art-8-1 prohibits"));
}

#[test]
fn an_age_of_today_that_leaves_the_age_of_then_open_asks_for_it() {
    let given = consented(16, Day::of(2025, 6, 1), TODAY);
    let answer = ask_sharing::<EuGdpr>(given.question());
    assert!(missing(&answer).contains(&"consent.age-at-giving".to_owned()));
}

#[test]
fn without_anything_known_no_gate_is_passed_by_guessing() {
    let given = in_germany(TODAY).a("use").a("recipient").a("item");
    let answer = ask_sharing::<EuGdpr>(given.question());
    let permits = ["art-6-1-b permits", "art-28-3 permits", "art-45 permits", "no-transfer permits"];
    assert!(rulings(&answer).iter().all(|ruling| !permits.contains(&ruling.as_str())));
}

#[test]
fn a_framework_entry_of_another_entity_covers_nobody() {
    let listed = |entity: &str| {
        in_germany(TODAY)
            .a("recipient")
            .with("role", "processor")
            .with("legal-entity", "vendor-inc")
            .a("hop")
            .with("from", Ref(2))
            .with("to", Ref(3))
            .with("to-place", Places(&["US-CA"]))
            .with("certifications", Refs(&[5]))
            .a("certification")
            .with("scheme", "eu-us-dpf")
            .with("status", "active")
            .with("covers", ["non-hr"])
            .with("entity", entity)
    };
    assert!(said(&listed("vendor-inc"), "art-45-dpf permits"));
    assert!(said(&listed("parent-inc"), "art-45-dpf fails"));
}

#[test]
fn special_content_that_nobody_searched_is_never_silent() {
    for (scan, words) in [("not-scanned", "art-9-1-unscanned wants review"), ("full", "")] {
        let given = in_germany(TODAY)
            .a("use")
            .with("purpose", "content-generation")
            .a("item")
            .with("category", "prompt-text")
            .with("scan", scan);
        assert_eq!(said(&given, words), scan == "not-scanned");
    }
    let unsaid = in_germany(TODAY).a("use").a("item").with("category", "prompt-text");
    assert!(said(&unsaid, "art-9-1 needs facts"));
}

#[test]
fn a_request_ends_the_consent_and_says_so_in_both_answers() {
    let given = in_germany(TODAY)
        .a("item")
        .with("category", "usage-event")
        .a("use")
        .with("declared-basis", "consent")
        .a("request")
        .with("right", "erase")
        .with("received-on", TODAY);
    let owed = ask_rights::<EuGdpr>(given.question()).findings.into_iter().any(|finding| {
        finding.source.rule == "art-17-1-b"
            && matches!(finding.effect, rights::Effect::Word(word) if word.claim == rights::Claim::Owed)
    });
    assert!(owed);
    let ended = ask_retention::<EuGdpr>(given.question()).findings.into_iter().any(|finding| {
        finding.source.rule == "art-5-1-e-consent" && matches!(finding.effect, retention::Effect::Ground(_))
    });
    assert!(ended);
}

#[test]
fn every_ground_to_keep_gives_way_to_the_member_states_and_to_no_third_country() {
    let given = in_germany(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .a("use")
        .with("purpose", "content-generation")
        .with("declared-basis", "contract")
        .with("ended-on", NotYet);
    for finding in ask_retention::<EuGdpr>(given.question()).findings {
        if let retention::Effect::Ground(ground) = finding.effect {
            let has = |order: &str| ground.recognises.iter().any(|one| one == order);
            assert!(has("EU") && has("DE") && has("NO") && !has("GB") && !has("US") && !has("CH"));
        }
    }
}

#[test]
fn an_extension_counts_for_complexity_and_number_and_for_nothing_else() {
    let said = |reason: &'static str| {
        let given = in_germany(TODAY)
            .a("request")
            .with("right", "access")
            .with("received-on", TODAY)
            .with("extension-told", TODAY)
            .with("extension-reason", [reason]);
        let findings = ask_rights::<EuGdpr>(given.question()).findings;
        findings.into_iter().any(|finding| finding.effect == rights::Effect::Extension(true))
    };
    assert!(said("complexity") && said("number-of-requests"));
    assert!(!said("staffing") && !said("records-elsewhere"));
}
