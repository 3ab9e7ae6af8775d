//! Doubts never erase.

use praetor_decision::FactOf;
use praetor_decision::answer::StandingState;
use praetor_decision::answer::retention::{Effect as Word, End, WorstCase};
use praetor_decision::decision::retention::{Action, Doubt, Effect};
use praetor_decision::decision::{Contradiction, NotAsked, Remark};
use praetor_decision::manifest::Confidence;

use crate::case::*;

fn ended() -> Case {
    case().keep(gdpr(), vec![ground("purpose", End::Now), no_floor("none")])
}

#[test]
fn erasing_waits_until_every_law_has_said_floor_or_no_floor() {
    let silent = ended().keep(german_tax(), vec![ground("books", End::Now)]);
    let invoice = silent.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Restrict, Effect::Undetermined));
    assert!(matches!(invoice.doubts[..], [Doubt::Silent(_)]));
    let spoken = ended().keep(german_tax(), vec![no_floor("books")]);
    assert_eq!(spoken.invoice().now, Action::Erase);
}

#[test]
fn a_law_that_applies_and_says_nothing_is_undetermined() {
    let invoice = ended().keep(german_tax(), vec![]).invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Restrict, Effect::Undetermined));
}

#[test]
fn a_voice_that_failed_erases_nothing_and_raises_an_alarm() {
    let invoice = ended().fail(german_tax()).invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Restrict, Effect::Undetermined));
    assert_eq!(invoice.recheck_on, Some(day(2026, 11, 24)));
}

#[test]
fn no_law_at_all_erases_nothing() {
    let invoice = case().keep(notice(), vec![maximum("promise", End::Now)]).invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Restrict, Effect::Undetermined));
    assert_eq!(invoice.doubts, [Doubt::NoLaw]);
}

#[test]
fn missing_facts_mean_no_erasure_a_restriction_and_a_recheck_date() {
    let case = ended().keep(german_tax(), vec![unsure("books", WorstCase::Erase, WorstCase::Keep)]);
    let decision = case.retention_decision();
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Restrict, Effect::NeedFacts));
    assert_eq!(invoice.recheck_on, Some(day(2026, 12, 23)));
    assert_eq!(decision.missing.first().map(|m| m.fact.clone()), Some(fact_of("item", "category")));
}

#[test]
fn need_facts_with_both_outcomes_equal_asks_nothing() {
    let case = ended()
        .keep(german_tax(), vec![no_floor("books"), unsure("letters", WorstCase::Erase, WorstCase::Erase)]);
    assert_eq!(case.invoice().now, Action::Erase);
    let decision = case.retention_decision();
    assert!(decision.missing.is_empty());
}

#[test]
fn facts_that_cannot_change_the_schedule_are_listed_apart() {
    let case = ended()
        .keep(german_tax(), vec![floor("books", "EU", End::Running)])
        .keep(law("at-bao", "EU"), vec![unsure("books", WorstCase::Erase, WorstCase::Keep), no_floor("n")]);
    let decision = case.retention_decision();
    assert_eq!(case.invoice().effect, Effect::Settled);
    assert!(decision.missing.is_empty());
    assert_eq!(decision.immaterial.len(), 1);
}

#[test]
fn both_outcomes_keep_means_keep_without_asking() {
    let case = ended().keep(law("at-bao", "EU"), vec![unsure("books", WorstCase::Keep, WorstCase::Keep)]);
    let invoice = case.invoice();
    assert_eq!(invoice.now, Action::Restrict);
    assert!(case.retention_decision().missing.is_empty());
}

#[test]
fn a_law_of_which_it_is_unclear_whether_it_governs_erases_nothing() {
    let unclear = law("uk-gdpr", "GB").standing(StandingState::Unclear);
    let case = case()
        .keep(gdpr(), vec![ground("purpose", End::Running), no_floor("none")])
        .keep(unclear, vec![ground("purpose", End::Now), no_floor("none")]);
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Restrict, Effect::NeedFacts));
    let missing = case.retention_decision().missing;
    assert_eq!(missing.first().map(|m| m.fact.name.as_str()), Some("residence"));
}

#[test]
fn an_unclear_law_that_changes_nothing_asks_nothing() {
    let unclear = law("uk-gdpr", "GB").standing(StandingState::Unclear);
    let case = ended().keep(unclear, vec![ground("purpose", End::Now), no_floor("none")]);
    assert_eq!(case.invoice().now, Action::Erase);
    assert!(case.retention_decision().missing.is_empty());
}

#[test]
fn a_finding_that_asks_for_a_person_is_a_review_and_the_record_stays_as_it_is() {
    let case = case().keep(
        gdpr(),
        vec![ground("purpose", through(day(2027, 1, 31))), no_floor("none"), keeps("unsure", Word::Review)],
    );
    let invoice = case.invoice();
    assert_eq!(invoice.effect, Effect::NeedsReview);
    assert!(invoice.steps.iter().all(|step| step.action == Action::Review));
    assert_eq!(invoice.steps[0].meanwhile, Some(Action::Keep));
    assert_eq!(invoice.steps[1].meanwhile, Some(Action::Restrict));
}

#[test]
fn sources_that_contradict_each_other_are_a_review_of_that_item_only() {
    let mut case = ended().with(PROMPTS, "item");
    let fact = FactOf { entity: Some(PROMPTS), ..fact_of("item", "dated-on") };
    case.contradictions.push(Contradiction { fact, said: vec![] });
    let ruling = case.retention();
    assert_eq!(ruling.item(PROMPTS).unwrap().now, Action::Review);
    assert_eq!(ruling.item(INVOICE).unwrap().now, Action::Erase);
}

#[test]
fn a_place_that_no_plugin_covers_is_a_review() {
    let case = ended().remark(Remark::Uncovered("BR".into()));
    assert_eq!(case.invoice().effect, Effect::NeedsReview);
    assert_ne!(case.invoice().now, Action::Erase);
}

#[test]
fn an_unknown_residence_may_bring_in_a_law_so_nothing_is_erased_without_a_fallback() {
    let mut case = ended();
    let connecting_facts = names(&["subject.residence"]);
    case.not_asked.push(NotAsked { plugin: "br".into(), connecting_facts, unknown: true });
    assert_eq!(case.invoice().now, Action::Restrict);
    assert_eq!(case.remark(Remark::Fallback(names(&["DE"]))).invoice().now, Action::Erase);
}

#[test]
fn a_date_that_cannot_be_computed_erases_nothing() {
    let mut term = month_from(as_of(), 1);
    term.algorithm = "sundial".into();
    let invoice = ended().keep(german_tax(), vec![floor("books", "DE", End::At(term))]).invoice();
    assert_ne!(invoice.now, Action::Erase);
    assert_eq!(invoice.effect, Effect::Undetermined);
}

#[test]
fn an_erasure_that_rests_on_less_confidence_than_wanted_is_a_review() {
    let low = gdpr().confidence(Confidence::Low);
    let mut case = case().keep(low, vec![ground("purpose", through(day(2027, 1, 31))), no_floor("none")]);
    case.wanted = Confidence::Medium;
    let invoice = case.invoice();
    assert_eq!(invoice.now, Action::Keep);
    assert_eq!(plan(&invoice.steps).last(), Some(&(day(2027, 2, 1), Action::Review)));
}
