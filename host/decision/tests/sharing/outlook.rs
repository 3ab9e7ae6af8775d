//! Confidence, pending changes and dates.

use praetor_decision::answer::StandingState;
use praetor_decision::decision::sharing::Effect;
use praetor_decision::decision::{FindingRef, NotAsked, Remark};
use praetor_decision::manifest::Confidence;
use praetor_decision::{Entity, Fact, Value};

use crate::scene::*;

fn gates() -> Plugin {
    law("eu").closed("a").rules("a").open("b").rules("b")
}

#[test]
fn the_decision_takes_the_lowest_confidence_of_its_winners() {
    let plugin = gates().confidence("a-1", Confidence::Medium).confidence("a-2", Confidence::Low);
    let decision = scene().hear(plugin, [permit("a-1", 0), permit("a-2", 5)]).decide();
    assert_eq!(decision.confidence, Confidence::Medium);
}

#[test]
fn a_low_confidence_allow_becomes_a_review_where_the_operator_wants_more() {
    let scene = scene().hear(gates().confidence("a-1", Confidence::Low), [permit("a-1", 0)]);
    assert_eq!(scene.effect(), Effect::Allow);
    let scene = scene.want(Confidence::Medium);
    assert_eq!(scene.effect(), Effect::NeedsReview);
    let low = FindingRef { voice: 0, finding: 0 };
    assert_eq!(scene.decide().remarks, [Remark::LowConfidence(low)]);
}

#[test]
fn an_allow_that_rests_on_an_unsure_does_not_apply_is_a_review_too() {
    let absent = law("eu").confidence("scope", Confidence::Low).standing(StandingState::DoesNotApply);
    let scene = scene().hear(absent, []).want(Confidence::Medium);
    assert_eq!(scene.effect(), Effect::NeedsReview);
}

#[test]
fn a_denial_of_low_confidence_stays_a_denial() {
    let plugin = gates().confidence("b-1", Confidence::Low);
    let scene = scene().hear(plugin, [permit("a-1", 0), prohibit("b-1")]).want(Confidence::High);
    assert_eq!(scene.effect(), Effect::Deny);
}

#[test]
fn a_known_change_of_a_deciding_rule_is_remarked() {
    let plugin = gates().edit("a-1", |rule| rule.pending = "an appeal is pending".into());
    let decision = scene().hear(plugin, [permit("a-1", 0)]).decide();
    assert_eq!(decision.remarks, [Remark::Pending(FindingRef { voice: 0, finding: 0 })]);
}

#[test]
fn the_decision_is_valid_until_the_first_known_change() {
    let plugin = gates().edit("a-1", |rule| rule.applies_until = Some(day(2031, 12, 27)));
    let decision = scene().hear(plugin.clone(), [permit("a-1", 0)]).decide();
    assert_eq!(decision.valid_until, Some(day(2031, 12, 28)), "the day after the last one");
    let sooner = permit("a-1", 0).changing_on(day(2027, 3, 31));
    assert_eq!(scene().hear(plugin, [sooner]).decide().valid_until, Some(day(2027, 3, 31)));
}

#[test]
fn a_day_that_is_past_and_a_fallback_change_nothing() {
    let past = permit("a-1", 0).changing_on(day(2025, 1, 1));
    let fallback = permit("a-2", 3).changing_on(day(2027, 1, 1));
    assert_eq!(scene().hear(gates(), [past, fallback]).decide().valid_until, None);
}

#[test]
fn a_prohibition_that_will_end_is_a_known_change() {
    let until = prohibit("b-1").changing_on(day(2027, 1, 27));
    let decision = scene().hear(gates(), [permit("a-1", 0), until]).decide();
    assert_eq!(decision.valid_until, Some(day(2027, 1, 27)));
}

/// A law that was not asked because nobody knows where the person lives.
fn not_asked() -> NotAsked {
    let connecting_facts = vec!["subject.residence".into()];
    NotAsked { plugin: "us-ca-ccpa".into(), connecting_facts, unknown: true }
}

#[test]
fn a_law_that_may_reach_a_person_of_unknown_residence_makes_an_allow_a_review() {
    let mut scene = scene().hear(gates(), [permit("a-1", 0)]);
    assert_eq!(scene.effect(), Effect::Allow);
    scene.not_asked.push(not_asked());
    assert_eq!(scene.effect(), Effect::NeedsReview);
    assert_eq!(scene.decide().remarks, [Remark::MayReach("us-ca-ccpa".into())]);
}

#[test]
fn a_fallback_or_a_known_residence_settles_which_laws_may_reach() {
    let mut scene = scene().hear(gates(), [permit("a-1", 0)]);
    scene.not_asked.push(not_asked());
    let fallback = scene.clone().remark(Remark::Fallback(vec!["DE".into()]));
    assert_eq!(fallback.effect(), Effect::Allow);
    let residence = Value::Places(vec!["DE".into()]);
    let facts = vec![Fact { name: "residence".into(), value: residence }];
    scene.question.entities.push(Entity { id: 91, kind: "subject".into(), facts });
    assert_eq!(scene.effect(), Effect::Allow);
}
