use praetor_sdk::plugin::ask_sharing;
use praetor_sdk::testing::{Given, missing, rulings, undeclared};
use praetor_sdk::wit::about::Ability;
use praetor_sdk::wit::sharing::Answer;
use praetor_sdk::{Day, Ref, Refs};

use crate::{Notice, law};

const TODAY: Day = Day::of(2026, 11, 23);
/// Ids of the entities of `handed`, in order.
const ITEM: u32 = 1;
const VENDOR: u32 = 3;
const LABEL: u32 = 4;

fn handed() -> Given {
    Given::on(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .with("scan", "full")
        .a("use")
        .with("purpose", "content-generation")
        .with("operation", "share")
        .a("recipient")
        .with("class", "ai-model")
}

fn ask(given: &Given) -> Answer {
    let answer = ask_sharing::<Notice>(given.question());
    let sources = answer.findings.iter().map(|finding| &finding.source);
    assert_eq!(undeclared(&law::LAW, Ability::Sharing, sources), Vec::<String>::new());
    answer
}

fn says(given: &Given, ruling: &str) -> bool {
    rulings(&ask(given)).iter().any(|said| said == ruling)
}

#[test]
fn a_searched_prompt_to_a_model_vendor_passes_every_gate_and_asks_for_nothing() {
    let answer = ask(&handed());
    assert_eq!(missing(&answer), Vec::<String>::new());
    let expected = [
        "s-1-operation permits",
        "s-3c-generate permits",
        "s-5c-ai-vendors permits",
        "s-2-2-usage permits",
        "s-6-clean permits",
    ];
    for ruling in expected {
        assert!(says(&handed(), ruling), "{ruling} not in {:?}", rulings(&answer));
    }
    assert!(!rulings(&answer).iter().any(|ruling| ruling.ends_with("prohibits")));
}

#[test]
fn an_empty_question_permits_nothing_and_asks() {
    let answer = ask(&Given::on(TODAY));
    assert!(rulings(&answer).iter().any(|ruling| ruling == "s-3c-generate needs facts"));
    assert!(missing(&answer).contains(&"use.purpose".to_owned()));
    assert!(missing(&answer).contains(&"item.category".to_owned()));
}

#[test]
fn an_unknown_class_is_asked_for_and_at_best_a_provider() {
    let given = Given::on(TODAY).a("use").with("purpose", "hosting").a("recipient");
    assert!(missing(&ask(&given)).contains(&"recipient.class".to_owned()));
    assert!(says(&given, "s-5a-providers needs facts"));
    assert!(says(&given, "s-5-other-class needs facts"));
}

#[test]
fn a_label_of_another_item_does_not_count_and_one_of_no_item_does() {
    let other =
        handed().a("label").with("item", Ref(ITEM + 50)).with("content", "health").with("state", "present");
    assert!(says(&other, "s-6-clean permits"));
    let nobodys = handed().a("label").with("content", "health").with("state", "present");
    assert!(!says(&nobodys, "s-6-clean permits"));
}

fn with_health() -> Given {
    handed().a("label").with("item", Ref(ITEM)).with("content", "health").with("state", "present")
}

#[test]
fn an_unknown_register_is_asked_for_and_an_empty_one_forbids() {
    let unknown = with_health();
    assert!(says(&unknown, "s-6-permitted needs facts"));
    assert!(missing(&ask(&unknown)).contains(&"recipient.permissions".to_owned()));
    let empty = Given::on(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .with("scan", "full")
        .a("use")
        .with("purpose", "content-generation")
        .a("recipient")
        .with("class", "ai-model")
        .with("permissions", Refs(&[]))
        .a("label")
        .with("item", Ref(ITEM))
        .with("content", "health")
        .with("state", "present");
    assert!(says(&empty, "s-6-delicate prohibits"));
    assert!(says(&empty, "s-6-permitted fails"));
}

#[test]
fn a_permission_without_a_known_day_of_granting_is_no_permission() {
    let given = Given::on(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .with("scan", "full")
        .a("use")
        .with("purpose", "content-generation")
        .a("recipient")
        .with("class", "ai-model")
        .with("permissions", Refs(&[LABEL + 1]))
        .a("label")
        .with("item", Ref(ITEM))
        .with("content", "health")
        .with("state", "present")
        .a("permission")
        .with("content", "health")
        .with("recipient", Ref(VENDOR));
    assert!(says(&given, "s-6-permitted needs facts"));
}

#[test]
fn a_permission_for_another_vendor_is_none() {
    let given = Given::on(TODAY)
        .a("item")
        .with("category", "prompt-text")
        .with("scan", "full")
        .a("use")
        .with("purpose", "content-generation")
        .a("recipient")
        .with("class", "ai-model")
        .with("permissions", Refs(&[LABEL + 1]))
        .a("label")
        .with("item", Ref(ITEM))
        .with("content", "health")
        .with("state", "present")
        .a("permission")
        .with("content", "health")
        .with("recipient", Ref(VENDOR + 50))
        .with("granted-on", TODAY);
    assert!(says(&given, "s-6-permitted fails"));
    assert!(says(&given, "s-6-delicate prohibits"));
}

#[test]
fn a_label_whose_state_nobody_knows_is_asked_for() {
    let given = handed().a("label").with("item", Ref(ITEM)).with("content", "regulated");
    assert!(missing(&ask(&given)).contains(&"label.state".to_owned()));
    assert!(says(&given, "s-6-delicate needs facts"));
}

#[test]
fn content_that_nobody_searched_is_never_clean() {
    let given = Given::on(TODAY)
        .a("item")
        .with("category", "uploaded-image")
        .with("scan", "not-scanned")
        .a("use")
        .with("purpose", "content-generation")
        .a("recipient")
        .with("class", "ai-model");
    assert!(!says(&given, "s-6-clean permits"));
    assert_eq!(missing(&ask(&given)).iter().filter(|fact| *fact == "label.state").count(), 1);
}
