//! Cells, items, and the effect of the whole.

use praetor_decision::Value;
use praetor_decision::answer::StandingState;
use praetor_decision::decision::sharing::Effect;
use praetor_decision::decision::{Contradiction, Origin, Remark};

use crate::scene::*;

fn open() -> Plugin {
    law("eu").open("gate").rules("gate")
}

#[test]
fn an_item_that_is_denied_may_be_dropped_from_the_shipment() {
    let ruling = square().hear(open(), [prohibit("gate-1").on(&[OTHER_ITEM])]).rule();
    assert_eq!(ruling.effect, Effect::Partial);
    let shown: Vec<_> = ruling.items.iter().map(|item| (item.effect, item.may_be_dropped)).collect();
    assert_eq!(shown, [(Effect::Allow, false), (Effect::Deny, true)]);
}

#[test]
fn a_finding_on_a_use_covers_all_items_for_that_use() {
    let ruling = square().hear(open(), [prohibit("gate-1").on(&[OTHER_USE])]).rule();
    let effects: Vec<_> = ruling.cells.iter().map(|cell| cell.effect).collect();
    assert_eq!(effects, [Effect::Allow, Effect::Deny, Effect::Allow, Effect::Deny]);
    assert!(ruling.items.iter().all(|item| item.effect == Effect::Partial));
}

#[test]
fn a_finding_on_an_item_and_a_use_covers_one_cell() {
    let ruling = square().hear(open(), [prohibit("gate-1").on(&[ITEM, OTHER_USE])]).rule();
    let denied: Vec<_> =
        ruling.cells.iter().filter(|cell| cell.effect == Effect::Deny).map(|c| (c.item, c.for_use)).collect();
    assert_eq!(denied, [(Some(ITEM), Some(OTHER_USE))]);
}

#[test]
fn a_finding_on_the_recipient_covers_every_cell() {
    let mut scene = square();
    scene.question.entities.extend(scene_of(&[(30, "recipient")]).question.entities);
    assert_eq!(scene.hear(open(), [prohibit("gate-1").on(&[30])]).effect(), Effect::Deny);
}

#[test]
fn a_question_without_items_asks_for_its_uses_alone() {
    let scene = scene_of(&[(USE, "use"), (OTHER_USE, "use")]);
    let ruling = scene.hear(open(), [prohibit("gate-1").on(&[USE])]).rule();
    assert_eq!((ruling.cells.len(), ruling.items.len()), (2, 1));
    assert_eq!(ruling.effect, Effect::Partial);
}

#[test]
fn a_question_without_items_and_uses_has_one_cell() {
    let ruling = scene_of(&[(30, "recipient")]).hear(open(), [review("gate-1")]).rule();
    assert_eq!((ruling.cells.len(), ruling.effect), (1, Effect::NeedsReview));
}

#[test]
fn no_voice_at_all_is_never_an_allow() {
    let decision = scene().decide();
    assert_eq!(scene().effect(), Effect::Deny);
    assert_eq!(decision.remarks, [Remark::NoVoice]);
}

#[test]
fn contract_and_policy_alone_are_no_allow_where_no_law_was_asked() {
    let scene = scene().hear(processor("vendor"), []);
    assert_eq!(scene.effect(), Effect::NeedsReview);
    assert_eq!(scene.decide().remarks, [Remark::NoLawAsked]);
    assert_eq!(scene.rule().effect_of(0), Effect::Allow, "the vendor itself does not object");
}

#[test]
fn laws_that_all_do_not_apply_allow_by_no_laws_objection_until_one_does() {
    let absent = law("eu").standing(StandingState::DoesNotApply);
    let later = law("in").standing(StandingState::NotYetInForce(day(2027, 5, 13)));
    let decision = scene().hear(absent.clone(), []).hear(later, []).decide();
    assert_eq!(decision.remarks, [Remark::NoLawObjects(Some(day(2027, 5, 13)))]);
    assert_eq!(decision.valid_until, Some(day(2027, 5, 13)));
    let denied = scene().hear(absent, []).hear(notice("policy").closed("declared"), []);
    assert_eq!(denied.effect(), Effect::Deny, "the notice still counts");
}

#[test]
fn contradicting_sources_are_a_review_that_names_both() {
    let mut scene = scene().hear(open(), []);
    let said = vec![
        (Origin::Caller, Value::Code("processor".into())),
        (Origin::Plugin("vendor".into()), Value::Code("third-party".into())),
    ];
    scene.contradictions.push(Contradiction { fact: fact_of("recipient", "role"), said });
    assert_eq!(scene.effect(), Effect::NeedsReview);
    assert_eq!(scene.decide().contradictions, scene.contradictions);
}

#[test]
fn a_place_that_no_plugin_covers_is_a_review() {
    let scene = scene().hear(open(), []).remark(Remark::Uncovered("BR".into()));
    assert_eq!(scene.effect(), Effect::NeedsReview);
}

#[test]
fn a_recipient_whose_binding_is_off_is_denied() {
    let scene = scene().hear(open(), []).remark(Remark::SwitchedOff("vendor".into()));
    assert_eq!(scene.effect(), Effect::Deny);
}
