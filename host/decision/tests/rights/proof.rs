//! How much proof of identity a request takes, and what may be charged.

use praetor_decision::answer::rights::{Claim, Effect as Said, Fee, Outcome as Given, Proof};
use praetor_decision::decision::rights::{Effect, Outcome};

use crate::case::*;

fn access() -> Case {
    case().asks(REQUEST, "access")
}

fn uk() -> Plugin {
    law("uk-gdpr", "GB")
}

fn asking(least: Proof, most: Proof) -> Vec<praetor_decision::answer::rights::Finding> {
    vec![owed("15", Given::Fulfil), identity("12-6", least, most)]
}

#[test]
fn the_least_proof_is_the_highest_minimum_and_the_most_the_lowest_maximum() {
    let case = access()
        .proved("verified")
        .answer(gdpr(), asking(Proof::Claim, Proof::Strong))
        .answer(uk(), asking(Proof::Verified, Proof::Verified));
    let identity = case.request().identity;
    assert_eq!((identity.least, identity.most), (Proof::Verified, Proof::Verified));
    assert_eq!(case.request().effect, Effect::Fulfil);
}

#[test]
fn a_least_above_the_most_is_a_review() {
    let case = access()
        .proved("strong")
        .answer(gdpr(), asking(Proof::None, Proof::Claim))
        .answer(uk(), asking(Proof::Verified, Proof::Strong));
    assert!(case.request().identity.crossing);
    assert_eq!(case.request().effect, Effect::NeedsReview);
}

#[test]
fn with_less_proof_than_needed_items_wait_for_verification() {
    let case = access().proved("claim").answer(gdpr(), asking(Proof::Verified, Proof::Strong));
    let request = case.request();
    assert_eq!(request.effect, Effect::AfterVerification);
    assert!(request.lines[0].after_verification);
    assert_eq!(request.lines[0].reasons, names(&["r-identity-needed"]));
}

#[test]
fn unknown_proof_is_no_proof_and_is_asked_for() {
    let case = access().answer(gdpr(), asking(Proof::Verified, Proof::Strong));
    assert_eq!(case.request().effect, Effect::AfterVerification);
    let missing = case.rights_decision().missing;
    assert_eq!(missing.first().map(|m| m.fact.name.as_str()), Some("identity-achieved"));
}

#[test]
fn a_stop_never_waits_for_a_law_that_does_not_grant_it() {
    let case = case()
        .with(ANALYTICS, "use")
        .asks(REQUEST, "opt-out-sale-share")
        .proved("none")
        .answer(
            law("us-ca-ccpa", "US-CA"),
            vec![owed("120", Given::Stop), identity("7026", Proof::None, Proof::None)],
        )
        .answer(
            gdpr(),
            vec![
                word("none", Claim::NoRight, Given::Proceed),
                identity("12-6", Proof::Verified, Proof::Strong),
            ],
        );
    let line = case.line(ANALYTICS);
    assert_eq!((line.outcome, line.after_verification), (Outcome::Stop, false));
}

#[test]
fn a_refusal_waits_for_no_proof() {
    let findings =
        vec![word("12-5", Claim::MayRefuse, Given::Refuse), identity("12-6", Proof::Verified, Proof::Strong)];
    assert_eq!(access().answer(gdpr(), findings).request().effect, Effect::Refuse);
}

#[test]
fn a_law_can_ask_for_verification_by_its_word() {
    let case = access()
        .answer(gdpr(), vec![owed("15", Given::Fulfil)])
        .answer(uk(), vec![owed("15", Given::AfterVerification)]);
    assert_eq!(case.request().effect, Effect::AfterVerification);
}

#[test]
fn a_fee_is_due_only_if_every_law_that_owes_allows_one() {
    let with_fee = |fee| vec![owed("15", Given::Fulfil), finds("12-5", Said::Fee(fee))];
    let both = access().answer(gdpr(), with_fee(Fee::Reasonable)).answer(uk(), with_fee(Fee::Deposit));
    assert_eq!(both.request().fee.fee, Fee::Reasonable);
    let one =
        access().answer(gdpr(), with_fee(Fee::Reasonable)).answer(uk(), vec![owed("15", Given::Fulfil)]);
    assert_eq!(one.request().fee.fee, Fee::None);
}
