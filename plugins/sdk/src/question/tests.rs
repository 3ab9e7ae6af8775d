use crate::testing::Given;
use crate::{Day, NotYet, Places, Refs, Truth};

const TODAY: Day = Day::of(2026, 11, 23);

#[test]
fn an_absent_kind_is_unknown_and_says_what_is_missing() {
    let given = Given::on(TODAY);
    let explicit = given.question().consents().any(|consent| consent.fact("explicit").is_true());
    assert_eq!(explicit.truth, Truth::Unknown);
    assert_eq!(explicit.missing[0].kind, "consent");
    assert_eq!(explicit.missing[0].entity, None);
    assert!(given.question().consents().exist().is_no());
}

#[test]
fn the_entities_that_the_question_names_are_all_of_their_kind() {
    let given = Given::on(TODAY).a("consent").with("explicit", false);
    let explicit = given.question().consents().any(|consent| consent.fact("explicit").is_true());
    assert!(explicit.is_no());
}

#[test]
fn an_empty_list_of_references_is_a_known_none_and_an_absent_one_is_unknown() {
    let given = Given::on(TODAY).a("recipient").with("instruments", Refs(&[]));
    let signed = |given: &Given| {
        let instruments = given.question().recipient().follow("instruments", "instrument");
        instruments.any(|instrument| instrument.fact("signed-on").happened()).truth
    };
    assert_eq!(signed(&given), Truth::No);
    assert_eq!(signed(&Given::on(TODAY).a("recipient")), Truth::Unknown);
}

#[test]
fn references_lead_to_the_entities_that_they_name() {
    let given = Given::on(TODAY)
        .a("recipient")
        .with("instruments", Refs(&[2]))
        .a("instrument")
        .with("signed-on", Day::of(2026, 1, 1))
        .a("instrument")
        .with("signed-on", NotYet);
    let instruments = given.question().recipient().follow("instruments", "instrument");
    assert_eq!(instruments.count(), 1);
    assert!(instruments.all(|instrument| instrument.fact("signed-on").happened()).is_yes());
}

#[test]
fn entities_that_may_point_elsewhere_leave_the_question_open() {
    let given = Given::on(TODAY).a("item").a("label").with("state", "absent");
    let item = given.question().one("item");
    let health = item.followed_by("label", "item").any(|label| label.fact("state").is("present"));
    assert_eq!(health.truth, Truth::Unknown);
}

#[test]
fn an_event_to_come_has_not_happened_and_says_when_it_will() {
    let tomorrow = TODAY.next();
    let given = Given::on(TODAY).a("request").with("answered", tomorrow);
    let answered = given.question().one("request").fact("answered").happened();
    assert!(answered.is_no());
    assert_eq!(answered.changes_on, Some(tomorrow));
}

#[test]
fn the_last_day_of_a_term_still_counts() {
    let given = Given::on(TODAY).a("certification").with("to", TODAY);
    let valid = given.question().one("certification").fact("to").still_runs();
    assert!(valid.is_yes());
    assert_eq!(valid.changes_on, Some(TODAY.next()));
}

#[test]
fn one_of_several_places_is_enough_for_within_and_all_are_needed_for_wholly_within() {
    let given = Given::on(TODAY).a("subject").with("residence", Places(&["FR", "US-CA"]));
    let residence = given.question().subject().residence();
    assert!(residence.within(&["FR"]).is_yes());
    assert!(residence.wholly_within(&["FR"]).is_no());
    assert!(residence.wholly_within(&["FR", "US"]).is_yes());
}

#[test]
fn a_value_of_another_type_is_unknown() {
    let given = Given::on(TODAY).a("subject").with("age", "sixteen");
    assert_eq!(given.question().subject().age().under(18).truth, Truth::Unknown);
}
