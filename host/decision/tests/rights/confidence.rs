//! How sure an answer to a person is.

use praetor_decision::Kind;
use praetor_decision::answer::ClockForm;
use praetor_decision::answer::rights::Outcome as Given;
use praetor_decision::decision::Remark;
use praetor_decision::decision::rights::Effect;
use praetor_decision::manifest::Confidence;

use crate::case::*;

fn unsure() -> Plugin {
    law("tr-kvkk", "TR").confidence(Confidence::Low).pending("A bill would change it.")
}

fn asked() -> Case {
    case().asks(REQUEST, "access")
}

#[test]
fn an_answer_takes_the_lowest_confidence_of_its_winners_and_names_pending_changes() {
    let case = asked().answer(gdpr(), vec![owed("15", Given::Fulfil)]);
    assert_eq!(case.rights_decision().confidence, Confidence::High);
    let month = clock("13", ClockForm::Respond, Some(month_from(as_of(), 1)));
    let case = case.answer(unsure(), vec![owed("11", Given::Fulfil), month]);
    let decision = case.rights_decision();
    assert_eq!(decision.confidence, Confidence::Low);
    let pending = decision.remarks.iter().filter(|remark| matches!(remark, Remark::Pending(_)));
    assert_eq!(pending.count(), 2);
    let told = case.explained(Kind::Rights);
    assert!(
        told.contains("Low confidence: The rule 13 says so (ACT s. 13) (statute, last checked on"),
        "{told}"
    );
    assert!(told.contains("a change is on its way: A bill would change it."), "{told}");
}

#[test]
fn a_review_for_want_of_confidence_shows_the_confidence_that_was_wanting() {
    let mut case = asked().answer(unsure(), vec![owed("11", Given::Fulfil)]);
    case.wanted = Confidence::Medium;
    let decision = case.rights_decision();
    assert_eq!(case.request().effect, Effect::NeedsReview);
    assert_eq!(decision.confidence, Confidence::Low);
    assert!(decision.remarks.iter().any(|remark| matches!(remark, Remark::LowConfidence(_))));
}

#[test]
fn an_erasure_that_waits_for_an_unsure_duty_to_keep_is_unsure() {
    let german = || german_tax().confidence(Confidence::Low);
    let case = case()
        .asks(REQUEST, "erase")
        .keep(gdpr(), vec![ground("5-1-e", End::Now).recognising(&["DE"]), no_floor("none")])
        .keep(german(), vec![floor("147", "DE", through(day(2034, 12, 31)))])
        .answer(gdpr(), vec![owed("17", Given::Fulfil)])
        .answer(german(), vec![word("147", Claim::NoRight, Given::NotOwed)]);
    assert_eq!(case.request().effect, Effect::Restrict);
    assert_eq!(case.rights_decision().confidence, Confidence::Low);
}

#[test]
fn a_schedule_says_how_sure_its_rules_are() {
    let case = case()
        .keep(gdpr(), vec![ground("5-1-e", End::Now).recognising(&["TR"]), no_floor("none")])
        .keep(unsure(), vec![floor("keep", "TR", through(day(2034, 12, 31)))]);
    let decision = case.retention_decision();
    assert_eq!(decision.confidence, Confidence::Low);
    assert!(decision.remarks.iter().any(|remark| matches!(remark, Remark::Pending(_))));
    let told = case.explained(Kind::Retention);
    assert!(told.contains("Low confidence: The rule keep says so"), "{told}");
}

use praetor_decision::answer::retention::End;
use praetor_decision::answer::rights::Claim;
