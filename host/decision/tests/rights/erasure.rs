//! Erasure asks retention for each item.

use praetor_decision::Value;
use praetor_decision::answer::retention::{End, WorstCase};
use praetor_decision::answer::rights::{Claim, Outcome as Given};
use praetor_decision::decision::retention::Bound;
use praetor_decision::decision::rights::{Doubt, Effect, Outcome, RetentionDoubt, Stage};

use crate::case::*;

fn erase() -> Case {
    let asked = case().with(PROMPTS, "item").asks(REQUEST, "erase");
    asked.answer(gdpr(), vec![owed("17-1", Given::Fulfil)])
}

fn ground_ended() -> Vec<praetor_decision::answer::retention::Finding> {
    vec![ground("account", End::Now).recognising(&["DE", "FR"]), no_floor("none")]
}

fn invoices() -> Vec<praetor_decision::answer::retention::Finding> {
    let books = floor("ao-147", "DE", years_from_year_end(day(2026, 3, 15), 8));
    vec![books.on(&[INVOICE]), no_floor("other").on(&[PROMPTS])]
}

/// EU-R04.
#[test]
fn the_invoice_is_kept_locked_away_until_2034_and_the_rest_is_erased() {
    let case = erase().keep(gdpr(), ground_ended()).keep(german_tax(), invoices());
    let request = case.request();
    assert_eq!(request.effect, Effect::Partial);
    assert_eq!(case.line(PROMPTS).outcome, Outcome::Fulfil);
    let invoice = case.line(INVOICE);
    assert_eq!(invoice.outcome, Outcome::Restrict);
    assert_eq!(invoice.reasons, names(&["r-legal-retention"]));
    let kept = invoice.kept.unwrap();
    assert_eq!((kept.until, kept.then_review), (Bound::Through(day(2034, 12, 31)), false));
    let floor = kept.floors.first().unwrap();
    assert_eq!(
        (floor.plugin.as_str(), floor.rule.as_str(), floor.until),
        ("de-ao", "ao-147", Some(day(2034, 12, 31)))
    );
}

#[test]
fn the_duty_holds_even_if_the_law_still_sees_a_running_ground() {
    let running = vec![ground("account", End::Running).recognising(&["DE"]), no_floor("none")];
    let case = erase().keep(gdpr(), running).keep(german_tax(), invoices());
    assert_eq!(case.line(INVOICE).outcome, Outcome::Restrict);
    assert_eq!(case.line(PROMPTS).outcome, Outcome::Fulfil);
}

#[test]
fn fields_that_no_duty_needs_are_erased_now() {
    let books = floor("ao-147", "DE", through(day(2034, 12, 31))).fields(&["amount", "tax"]);
    let findings = vec![books.on(&[INVOICE]), no_floor("other").on(&[PROMPTS])];
    let case = erase().keep(gdpr(), ground_ended()).keep(german_tax(), findings);
    assert_eq!(case.line(INVOICE).kept.unwrap().fields, names(&["amount", "tax"]));
    let acts = case.rights().acts;
    let on_invoice: Vec<_> = acts.iter().filter(|a| a.entity == INVOICE).map(|a| a.stage).collect();
    assert_eq!(on_invoice, [Stage::Stop, Stage::Erase]);
}

#[test]
fn a_hold_restricts_until_its_matters_are_released() {
    let mut findings = ground_ended();
    findings.push(hold("suit", MATTER).on(&[INVOICE]));
    let case = erase().with(MATTER, "matter").keep(gdpr(), findings);
    let invoice = case.line(INVOICE);
    assert_eq!((invoice.outcome, invoice.reasons), (Outcome::Restrict, names(&["r-legal-hold"])));
    assert_eq!(invoice.kept.unwrap().until, Bound::Release(vec![MATTER]));
    let released = case.fact(MATTER, "released-on", Value::Day(day(2026, 11, 1)));
    assert_eq!(released.line(INVOICE).outcome, Outcome::Fulfil);
}

/// India's year against a European erasure.
#[test]
fn a_duty_that_the_owing_law_does_not_recognise_is_a_review_and_the_record_is_locked_away() {
    let india = vec![floor("rule-8-3", "IN", through(day(2027, 11, 23)))];
    let case = erase().keep(gdpr(), ground_ended()).keep(law("in-dpdp", "IN"), india);
    let invoice = case.line(INVOICE);
    assert_eq!((invoice.outcome, invoice.interim), (Outcome::NeedsReview, Some(Outcome::Restrict)));
    assert_eq!(invoice.doubts, [Doubt::Retention(RetentionDoubt::NeedsReview)]);
}

#[test]
fn after_the_recognised_duty_an_unrecognised_one_is_still_to_be_decided() {
    let india = vec![floor("rule-8-3", "IN", through(day(2036, 11, 23)))];
    let case =
        erase().keep(gdpr(), ground_ended()).keep(german_tax(), invoices()).keep(law("in-dpdp", "IN"), india);
    let kept = case.line(INVOICE).kept.unwrap();
    assert_eq!((kept.until, kept.then_review), (Bound::Through(day(2034, 12, 31)), true));
}

#[test]
fn every_law_that_owes_must_recognise_the_duty() {
    let case = erase()
        .answer(law("uk-gdpr", "GB"), vec![owed("17", Given::Fulfil)])
        .keep(gdpr(), ground_ended())
        .keep(law("uk-gdpr", "GB"), vec![ground("account", End::Now), no_floor("none")])
        .keep(german_tax(), invoices());
    assert_eq!(case.line(INVOICE).outcome, Outcome::NeedsReview);
}

#[test]
fn without_an_answer_on_retention_nothing_is_erased() {
    let line = erase().line(INVOICE);
    assert_eq!(line.outcome, Outcome::NeedsReview);
    assert_eq!(line.doubts, [Doubt::Retention(RetentionDoubt::NotAsked)]);
    assert_eq!(line.interim, Some(Outcome::Restrict));
}

#[test]
fn doubts_on_retention_erase_nothing() {
    let silent = erase().keep(gdpr(), ground_ended()).keep(german_tax(), vec![]);
    assert_eq!(silent.line(PROMPTS).doubts, [Doubt::Retention(RetentionDoubt::Undetermined)]);
    assert_eq!(silent.line(PROMPTS).outcome, Outcome::NeedsReview);
    let unsure = vec![unsure("books", WorstCase::Erase, WorstCase::Keep)];
    let lacking = erase().keep(gdpr(), ground_ended()).keep(german_tax(), unsure);
    assert_eq!(lacking.line(PROMPTS).outcome, Outcome::NeedFacts);
}

#[test]
fn a_refused_erasure_does_not_ask_retention() {
    let refused = vec![word("17-3-e", Claim::MayRefuse, Given::Refuse).reason("r-legal-claims")];
    let case = case().asks(REQUEST, "erase").answer(gdpr(), refused);
    let line = case.line(INVOICE);
    assert_eq!((line.outcome, line.reasons), (Outcome::Refuse, names(&["r-legal-claims"])));
}
