use praetor_sdk::testing::Given;
use praetor_sdk::wit::types::{Entity, Value};
use praetor_sdk::{Day, plugin::ask_profile};

use crate::Notice;

const TODAY: Day = Day::of(2026, 11, 23);
const NEXT: u32 = 100;

fn stated(given: &Given) -> Vec<Entity> {
    ask_profile::<Notice>(given.question(), NEXT)
}

fn value(entities: &[Entity], kind: &str, name: &str) -> Option<Value> {
    let entity = entities.iter().find(|entity| entity.kind == kind)?;
    entity.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
}

fn code(name: &str) -> Option<Value> {
    Some(Value::Code(name.to_owned()))
}

#[test]
fn a_use_gets_the_basis_that_was_declared_for_its_purpose() {
    let given = Given::on(TODAY).a("use").with("purpose", "content-generation").with("basis", "consent");
    assert_eq!(value(&stated(&given), "use", "declared-basis"), code("contract"));
}

#[test]
fn of_two_declared_bases_the_one_that_the_caller_claims_is_stated_and_else_the_first() {
    let basis_if = |claimed: &str| {
        let given = Given::on(TODAY).a("use").with("purpose", "product-analytics").with("basis", claimed);
        value(&stated(&given), "use", "declared-basis")
    };
    assert_eq!(basis_if("legitimate-interest"), code("legitimate-interest"));
    assert_eq!(basis_if("contract"), code("consent"));
}

#[test]
fn an_undeclared_purpose_has_no_basis_and_an_empty_list_of_declared_uses() {
    let given = Given::on(TODAY).a("use").with("purpose", "ai-training").with("basis", "legitimate-interest");
    let entities = stated(&given);
    assert_eq!(value(&entities, "use", "declared-basis"), None);
    assert_eq!(value(&entities, "notice", "declared-uses"), Some(Value::Refs(vec![])));
}

#[test]
fn before_the_effective_date_nothing_is_stated() {
    let on = |day| Given::on(day).a("use").with("purpose", "content-generation");
    assert!(stated(&on(Day::of(2026, 4, 24))).is_empty());
    assert!(!stated(&on(Day::of(2026, 4, 25))).is_empty());
}

#[test]
fn a_draft_ends_on_the_day_counsel_approves_it() {
    let draft = |day| {
        let given = Given::on(day).a("use").setting("attested-on", Day::of(2026, 10, 1));
        value(&stated(&given), "notice", "draft")
    };
    assert_eq!(draft(Day::of(2026, 9, 30)), Some(Value::YesNo(true)));
    assert_eq!(draft(Day::of(2026, 10, 1)), Some(Value::YesNo(false)));
}

#[test]
fn a_class_is_named_not_named_or_unknown() {
    let named = |class: Option<&str>| {
        let given = Given::on(TODAY).a("recipient");
        let given = class.into_iter().fold(given, |given, class| given.with("class", class));
        value(&stated(&given), "notice", "names-class")
    };
    assert_eq!(named(Some("ai-model")), Some(Value::YesNo(true)));
    assert_eq!(named(Some("email-delivery")), Some(Value::YesNo(false)));
    assert_eq!(named(None), None);
}

#[test]
fn the_version_shown_is_the_one_that_stood_on_the_day_of_showing() {
    let given = Given::on(TODAY).a("notice").with("shown-on", Day::of(2026, 4, 25));
    assert_eq!(value(&stated(&given), "notice", "version-shown"), code("2026-04-25"));
    let earlier = Given::on(TODAY).a("notice").with("shown-on", Day::of(2026, 4, 24));
    assert_eq!(value(&stated(&earlier), "notice", "version-shown"), None);
}

#[test]
fn facts_of_the_notice_join_the_entity_of_the_question() {
    let given = Given::on(TODAY).a("notice").with("shown-on", TODAY);
    let notice = stated(&given).into_iter().find(|entity| entity.kind == "notice");
    assert_eq!(notice.map(|entity| entity.id), Some(1));
}
