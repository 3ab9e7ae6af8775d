//! What is unknown or in doubt goes to a person, and the clocks run.

use praetor_decision::answer::rights::{Claim, Effect as Said, Outcome as Given};
use praetor_decision::answer::{ClockForm, StandingState};
use praetor_decision::decision::Remark;
use praetor_decision::decision::rights::{Effect, Outcome};

use crate::case::*;

fn access() -> Case {
    case().asks(REQUEST, "access")
}

fn unsure(best: Claim, worst: Claim) -> praetor_decision::answer::rights::Finding {
    finds("unsure", Said::NeedFacts { best, worst }).missing("request", "abuse")
}

#[test]
fn a_voice_that_failed_makes_a_review_with_the_clocks_running() {
    let findings =
        vec![owed("15", Given::Fulfil), clock("12", ClockForm::Respond, Some(month_from(as_of(), 1)))];
    let request = access().answer(gdpr(), findings).fail(law("uk-gdpr", "GB")).request();
    assert_eq!(request.effect, Effect::NeedsReview);
    assert_eq!(request.respond_by, Some(day(2026, 12, 23)));
}

#[test]
fn missing_facts_that_can_change_the_outcome_are_asked_for() {
    let case = access().answer(gdpr(), vec![unsure(Claim::Owed, Claim::MayRefuse)]);
    assert_eq!(case.request().effect, Effect::NeedFacts);
    let missing = case.rights_decision().missing;
    assert_eq!(missing.first().map(|m| m.fact.clone()), Some(fact_of("request", "abuse")));
}

#[test]
fn missing_facts_that_cannot_change_the_outcome_are_listed_apart() {
    let case = access()
        .answer(gdpr(), vec![owed("15", Given::Fulfil)])
        .answer(law("uk-gdpr", "GB"), vec![unsure(Claim::Owed, Claim::MayRefuse)]);
    assert_eq!(case.request().effect, Effect::Fulfil);
    let decision = case.rights_decision();
    assert!(decision.missing.is_empty());
    assert_eq!(decision.immaterial.len(), 1);
}

#[test]
fn a_possible_prohibition_can_change_the_outcome() {
    let case = access()
        .answer(gdpr(), vec![owed("15", Given::Fulfil)])
        .answer(law("cn-pipl", "CN"), vec![unsure(Claim::NoRight, Claim::MustNot)]);
    assert_eq!(case.request().effect, Effect::NeedFacts);
}

#[test]
fn equal_claims_ask_for_nothing_and_an_unnamed_fulfilment_is_for_a_person() {
    let refuse = access().answer(gdpr(), vec![unsure(Claim::MayRefuse, Claim::MayRefuse)]);
    assert_eq!(refuse.request().effect, Effect::Refuse);
    assert!(refuse.rights_decision().missing.is_empty());
    let owed = access().answer(gdpr(), vec![unsure(Claim::Owed, Claim::Owed)]);
    assert_eq!(owed.request().effect, Effect::NeedsReview);
}

#[test]
fn an_unclear_law_is_asked_about_only_if_it_matters() {
    let unclear = || law("cn-pipl", "CN").standing(StandingState::Unclear);
    let owing = access().answer(gdpr(), vec![owed("15", Given::Fulfil)]);
    let agrees = owing.clone().answer(unclear(), vec![owed("45", Given::Fulfil)]);
    assert_eq!(agrees.request().effect, Effect::Fulfil);
    let forbids = owing.answer(unclear(), vec![word("41", Claim::MustNot, Given::Refuse)]);
    assert_eq!(forbids.request().effect, Effect::NeedFacts);
    assert!(!forbids.rights_decision().missing.is_empty());
}

#[test]
fn an_owed_stop_that_needs_a_look_rests_meanwhile() {
    let case = case().with(ANALYTICS, "use").asks(REQUEST, "object");
    let findings = vec![owed("21", Given::Stop), finds("look", Said::Review)];
    let line = case.answer(gdpr(), findings).line(ANALYTICS);
    assert_eq!(line.outcome, Outcome::NeedsReview);
    assert_eq!(line.interim, Some(Outcome::StopWhileChecking));
}

#[test]
fn the_interim_action_stands_beside_the_outcome() {
    let findings = vec![finds("18-1-a", Said::Interim(Given::Restrict)), owed("16", Given::Fulfil)];
    let line = case().asks(REQUEST, "rectify").answer(gdpr(), findings).line(INVOICE);
    assert_eq!((line.outcome, line.interim), (Outcome::Fulfil, Some(Outcome::Restrict)));
}

#[test]
fn a_place_that_no_plugin_covers_is_a_review() {
    let case = access().answer(gdpr(), vec![owed("15", Given::Fulfil)]);
    assert_eq!(case.remark(Remark::Uncovered("BR".into())).request().effect, Effect::NeedsReview);
}

#[test]
fn an_owed_word_that_refuses_makes_no_sense_and_is_for_a_person() {
    let case = access().answer(gdpr(), vec![owed("15", Given::Refuse)]);
    assert_eq!(case.request().effect, Effect::NeedsReview);
}
