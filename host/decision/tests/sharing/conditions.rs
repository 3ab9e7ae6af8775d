//! Conditions, obligations, treatments and marks.

use praetor_decision::answer::{StandingState, Timing};
use praetor_decision::decision::Remark;
use praetor_decision::decision::sharing::Effect;
use praetor_decision::question::Period;
use praetor_decision::term::Anchor;
use praetor_decision::{Name, Value};

use crate::scene::*;

fn gates() -> Plugin {
    law("eu").open("a").rules("a").open("b").rules("b")
}

fn delete_within(days: u32) -> praetor_decision::answer::Obligation {
    let within = Value::Period(Period { months: 0, days });
    with(obligation("delete-inputs", Timing::After), "within", within)
}

fn owed(scene: &Scene) -> Vec<Name> {
    scene.decide().obligations.into_iter().map(|owed| owed.obligation.id).collect()
}

#[test]
fn a_permit_with_conditions_is_never_a_plain_allow() {
    let scene = scene().hear(gates(), [permit_with_conditions("a-1", 0)]);
    assert_eq!(scene.effect(), Effect::AllowWithConditions);
}

#[test]
fn an_obligation_that_is_a_condition_makes_an_allow_with_conditions() {
    let mut no_train = obligation("no-train", Timing::With);
    no_train.condition = true;
    let scene = scene().hear(gates(), [permit("a-1", 0).owing(no_train)]);
    assert_eq!(scene.effect(), Effect::AllowWithConditions);
}

#[test]
fn an_obligation_due_before_the_act_is_a_condition_until_it_is_attested() {
    let scene = scene().hear(gates(), [permit("a-1", 0).owing(obligation("inform-before", Timing::Before))]);
    assert_eq!(scene.effect(), Effect::AllowWithConditions);
    let attested = scene.attest("inform-before");
    assert_eq!(attested.effect(), Effect::Allow);
    assert!(attested.decide().obligations[0].attested);
}

#[test]
fn an_obligation_with_or_after_the_act_is_shown_with_a_plain_allow() {
    let scene = scene().hear(gates(), [permit("a-1", 0).owing(obligation("log-disclosure", Timing::After))]);
    assert_eq!((scene.effect(), owed(&scene)), (Effect::Allow, vec!["log-disclosure".into()]));
}

#[test]
fn a_treatment_that_is_due_is_a_condition() {
    let scene = scene().hear(gates(), [permit("a-1", 0).treating(treatment("strip-exif"))]);
    assert_eq!(scene.effect(), Effect::AllowWithConditions);
    assert_eq!(scene.rule().items[0].treatments[0].treatment.id, "strip-exif");
}

#[test]
fn obligations_of_losers_and_of_denied_permits_never_appear() {
    let loser = permit("a-1", 9).owing(obligation("transfer-notice", Timing::After));
    let denied = permit("b-1", 0).owing(obligation("update-ropa", Timing::After));
    let won = permit("a-2", 0).owing(obligation("log-disclosure", Timing::After));
    let free = scene().hear(gates(), [loser.clone(), won.clone()]);
    assert_eq!(owed(&free), ["log-disclosure"]);
    let shut = scene().hear(gates(), [loser, won, denied, prohibit("b-2")]);
    assert!(owed(&shut).is_empty());
}

#[test]
fn what_a_standing_prohibition_itself_asks_for_is_owed() {
    let recheck = obligation("review-return-or-deletion", Timing::After);
    let scene = scene().hear(gates(), [prohibit("a-1").owing(recheck)]);
    assert_eq!((scene.effect(), owed(&scene).len()), (Effect::Deny, 1));
}

#[test]
fn each_parameter_takes_its_stricter_direction() {
    let findings = [permit("a-1", 0).owing(delete_within(90)), permit("b-1", 0).owing(delete_within(30))];
    let decision = scene().hear(gates(), findings).decide();
    let [owed] = decision.obligations.as_slice() else { panic!("one obligation") };
    assert_eq!(owed.obligation.parameters, delete_within(30).parameters);
    assert_eq!(owed.from.len(), 2);
}

#[test]
fn places_intersect() {
    let findings = [
        permit("a-1", 0).owing(region_pin(&["DE", "FR"])),
        permit("b-1", 0).owing(region_pin(&["FR", "US"])),
    ];
    let scene = scene().hear(gates(), findings);
    assert_eq!(scene.decide().obligations[0].obligation.parameters, region_pin(&["FR"]).parameters);
}

#[test]
fn an_empty_intersection_denies_the_cells_concerned() {
    let findings = [
        permit("a-1", 0).owing(region_pin(&["DE"])),
        permit("b-1", 0).owing(region_pin(&["US"])).on(&[OTHER_ITEM]),
    ];
    let ruling = square().hear(gates(), findings).rule();
    let effects: Vec<_> = ruling.items.iter().map(|item| item.effect).collect();
    assert_eq!(effects, [Effect::Allow, Effect::Deny]);
    assert_eq!(ruling.cells[2].impossible, ["region-pin"]);
}

#[test]
fn a_range_that_ends_before_it_begins_denies() {
    let range = |name, at| treatment_with("limit-range", name, Value::Day(at));
    let findings = [
        permit("a-1", 0).treating(range("from", day(2026, 6, 1))),
        permit("b-1", 0).treating(range("until", day(2026, 5, 1))),
    ];
    let ruling = scene().hear(gates(), findings).rule();
    assert_eq!((ruling.effect, ruling.cells[0].impossible.len()), (Effect::Deny, 1));
}

#[test]
fn duties_of_different_cells_that_exclude_each_other_stay_apart() {
    let findings = [
        permit("a-1", 0).owing(region_pin(&["DE"])).on(&[ITEM]),
        permit("a-2", 0).owing(region_pin(&["US"])).on(&[OTHER_ITEM]),
    ];
    let scene = square().hear(gates(), findings);
    assert_eq!((scene.effect(), scene.decide().obligations.len()), (Effect::Allow, 2));
}

#[test]
fn the_strictest_timing_and_the_earliest_date_stand() {
    let duty = |timing, days| due_in_days(obligation("tia-recheck", timing), days);
    let findings =
        [permit("a-1", 0).owing(duty(Timing::After, 10)), permit("b-1", 0).owing(duty(Timing::With, 90))];
    let decision = scene().hear(gates(), findings).decide();
    let [owed] = decision.obligations.as_slice() else { panic!("one obligation") };
    assert_eq!(owed.obligation.timing, Timing::With);
    assert_eq!(owed.due.as_ref().and_then(|due| due.day()), Some(day(2026, 12, 3)));
}

#[test]
fn a_date_that_waits_for_its_event_stays_beside_a_known_one() {
    let mut waiting = obligation("tia-recheck", Timing::After);
    waiting.due = Some(term(Anchor::Event(fact_of("recipient", "certified-until")), 7));
    let known = due_in_days(obligation("tia-recheck", Timing::After), 90);
    let findings = [permit("a-1", 0).owing(waiting), permit("b-1", 0).owing(known)];
    let decision = scene().hear(gates(), findings).decide();
    let days: Vec<_> =
        decision.obligations.iter().map(|owed| owed.due.as_ref().and_then(|due| due.day())).collect();
    assert_eq!(days, [Some(day(2027, 2, 21)), None]);
}

#[test]
fn a_due_date_that_cannot_be_computed_is_a_review() {
    let mut duty = due_in_days(obligation("tia-recheck", Timing::After), 10);
    duty.due.as_mut().unwrap().algorithm = "no-such-algorithm".into();
    let scene = scene().hear(gates(), [permit("a-1", 0).owing(duty)]);
    assert_eq!(scene.effect(), Effect::NeedsReview);
    assert!(matches!(scene.decide().remarks[0], Remark::NoDate(_)));
}

#[test]
fn treatments_are_a_set_united() {
    let labels = |names: &[&str]| treatment_with("redact-label", "labels", codes(names));
    let findings = [
        permit("a-1", 0).treating(labels(&["health"])).treating(treatment("strip-exif")),
        permit("b-1", 0).treating(labels(&["religion"])),
    ];
    let ruling = scene().hear(gates(), findings).rule();
    let due: Vec<_> = ruling.items[0].treatments.iter().map(|due| due.treatment.clone()).collect();
    assert_eq!(due, [labels(&["health", "religion"]), treatment("strip-exif")]);
}

#[test]
fn treatments_of_one_item_are_not_those_of_another() {
    let findings = [permit("a-1", 0).treating(treatment("strip-exif")).on(&[ITEM])];
    let ruling = square().hear(gates(), findings).rule();
    let effects: Vec<_> = ruling.items.iter().map(|item| (item.effect, item.treatments.len())).collect();
    assert_eq!(effects, [(Effect::AllowWithConditions, 1), (Effect::Allow, 0)]);
}

#[test]
fn marks_of_winners_are_united_and_a_denial_keeps_its_own() {
    let early = mark("opt-out", day(2026, 1, 1), Some(day(2027, 1, 1)));
    let open_ended = mark("opt-out", day(2026, 3, 1), None);
    let findings = [permit("a-1", 0).marking(early), permit("b-1", 0).marking(open_ended)];
    let marks = scene().hear(gates(), findings).decide().marks;
    assert_eq!(marks, [mark("opt-out", day(2026, 1, 1), None)]);
    let asked = mark("do-not-ask-before", as_of(), Some(day(2027, 11, 23)));
    let denied = scene().hear(gates(), [prohibit("a-1").marking(asked.clone())]).decide();
    assert_eq!(denied.marks, [asked]);
}

#[test]
fn the_conditions_of_a_law_that_is_unclear_are_kept_until_it_is_clear() {
    let unclear = gates().standing(StandingState::Unclear);
    let scene = scene().hear(unclear, [permit("a-1", 0).treating(treatment("strip-exif"))]);
    assert_eq!(scene.effect(), Effect::AllowWithConditions);
    assert_eq!(scene.decide().missing.len(), 1, "its standing would lift the condition");
}
