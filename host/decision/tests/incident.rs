//! Breaches: who must be told, by when.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "support/scene.rs"]
mod scene;

use praetor_decision::answer::incident::{Audience, Effect as Word, Finding, Notice};
use praetor_decision::answer::{Clock, ClockForm, Source, StandingState, Strength};
use praetor_decision::decision::incident::{Effect, Ruling};
use praetor_decision::decision::{Remark, Ruling as AnyRuling};
use praetor_decision::manifest::Confidence;
use praetor_decision::question::Instant;
use praetor_decision::term::{Anchor, Span};
use scene::*;

fn says(effect: Word) -> Finding {
    let source = Source {
        rule: "duty".into(),
        about: vec![],
        because: vec![],
        missing: vec![],
        reason: "".into(),
        changes_on: None,
    };
    Finding { source, effect, obligations: vec![], marks: vec![] }
}

fn notify(audience: Audience, name: &str, days: u32) -> Finding {
    let clock = Clock {
        form: ClockForm::Notify,
        latest: Some(term(Anchor::On(as_of()), days)),
        target: None,
        at_once: false,
        strength: Strength::Statutory,
        met_on: None,
    };
    says(Word::Notify(Notice { audience, name: name.to_owned(), clock }))
}

fn act(id: &str) -> Plugin {
    law(id).rule("duty", "")
}

fn rule(scene: &Scene) -> Ruling {
    let AnyRuling::Incident(ruling) = scene.decide().ruling else { panic!("no incident ruling") };
    ruling
}

#[test]
fn duties_to_one_addressee_are_united_and_each_laws_clock_is_kept() {
    let ruling = rule(
        &scene_of(&[])
            .hear_breach(act("eu"), vec![notify(Audience::Authority, "CNIL", 3)])
            .hear_breach(act("fr"), vec![notify(Audience::Authority, "CNIL", 1)]),
    );
    let [duty] = ruling.duties.as_slice() else { panic!("one duty") };
    assert_eq!(duty.clocks.len(), 2);
    assert_eq!(duty.latest.as_ref().and_then(|latest| latest.day()), Some(day(2026, 11, 24)));
}

#[test]
fn duties_to_different_addressees_stay_apart_the_earliest_first() {
    let findings = vec![notify(Audience::Persons, "", 30), notify(Audience::Authority, "ICO", 3)];
    let ruling = rule(&scene_of(&[]).hear_breach(act("uk"), findings));
    let names: Vec<_> = ruling.duties.iter().map(|duty| duty.audience).collect();
    assert_eq!(names, [Audience::Authority, Audience::Persons]);
}

#[test]
fn nobody_need_be_told_only_if_every_law_says_so() {
    let spared = || vec![says(Word::NoDuty(Audience::Authority))];
    let one = scene_of(&[]).hear_breach(act("eu"), spared());
    assert_eq!(rule(&one).effect, Effect::NoDuty);
    let other = one.hear_breach(act("fr"), vec![notify(Audience::Authority, "CNIL", 3)]);
    let ruling = rule(&other);
    assert_eq!(ruling.effect, Effect::Notify);
    assert_eq!(ruling.audiences[0].effect, Effect::Notify);
}

#[test]
fn a_law_that_applies_and_says_nothing_leaves_it_open() {
    let ruling = rule(&scene_of(&[]).hear_breach(act("eu"), vec![says(Word::Fails)]));
    assert_eq!((ruling.effect, ruling.review), (Effect::NeedsReview, true));
}

#[test]
fn missing_facts_are_a_review_and_stop_no_clock() {
    let mut need = says(Word::NeedFacts(Audience::Persons));
    need.source.missing.push(fact_of("incident", "risk"));
    let findings = vec![need, notify(Audience::Authority, "CNIL", 3)];
    let scene = scene_of(&[]).hear_breach(act("eu"), findings);
    let ruling = rule(&scene);
    assert_eq!((ruling.effect, ruling.review, ruling.duties.len()), (Effect::Notify, true, 1));
    assert_eq!(scene.decide().missing.len(), 1);
}

#[test]
fn an_unclear_law_starts_its_clocks_all_the_same() {
    let unclear = act("eu").standing(StandingState::Unclear);
    let findings = vec![notify(Audience::Authority, "CNIL", 3)];
    let ruling = rule(&scene_of(&[]).hear_breach(unclear, findings));
    assert_eq!((ruling.effect, ruling.review, ruling.duties.len()), (Effect::Notify, true, 1));
}

#[test]
fn a_law_that_failed_is_a_review() {
    let spared = vec![says(Word::NoDuty(Audience::Authority))];
    let ruling = rule(&scene_of(&[]).hear_breach(act("eu"), spared).fail(act("fr")));
    assert_eq!((ruling.effect, ruling.undetermined.as_slice()), (Effect::NeedsReview, &[1][..]));
}

#[test]
fn a_date_that_cannot_be_computed_leaves_the_duty_and_calls_a_person() {
    let mut finding = notify(Audience::Authority, "CNIL", 3);
    let Word::Notify(notice) = &mut finding.effect else { panic!() };
    notice.clock.latest.as_mut().unwrap().algorithm = "no-such-algorithm".into();
    let scene = scene_of(&[]).hear_breach(act("eu"), vec![finding]);
    let ruling = rule(&scene);
    assert_eq!((ruling.effect, ruling.review), (Effect::Notify, true));
    assert!(scene.decide().remarks.iter().any(|remark| matches!(remark, Remark::NoDate(_))));
}

#[test]
fn a_moment_comes_before_the_end_of_its_day() {
    let mut hours = notify(Audience::Authority, "CNIL", 0);
    let Word::Notify(notice) = &mut hours.effect else { panic!() };
    // 2026-11-20T09:00:00Z, and 72 hours from then.
    let learned = Instant { seconds: 1_795_165_200, offset_minutes: 0 };
    let latest = notice.clock.latest.as_mut().unwrap();
    latest.anchor = Anchor::At(learned);
    latest.span = Span::Hours(72);
    latest.algorithm = "hours".into();
    let scene = scene_of(&[])
        .hear_breach(act("at"), vec![notify(Audience::Authority, "CNIL", 0)])
        .hear_breach(act("eu"), vec![hours]);
    let ruling = rule(&scene);
    let latest = ruling.duties[0].latest.as_ref().unwrap();
    assert_eq!(latest.day(), Some(as_of()));
    assert!(matches!(latest, praetor_decision::clock::Resolved::Moment(_)), "{latest:?}");
}

#[test]
fn an_unsure_rule_spares_nobody_where_the_operator_wants_more() {
    let unsure = act("eu").confidence("duty", Confidence::Low);
    let spared = vec![says(Word::NoDuty(Audience::Authority))];
    let scene = scene_of(&[]).hear_breach(unsure, spared).want(Confidence::Medium);
    assert_eq!(rule(&scene).effect, Effect::NeedsReview);
}

#[test]
fn a_breach_that_no_law_was_asked_about_is_a_review() {
    let ruling = rule(&scene_of(&[]).hear_breach(processor("vendor").rule("duty", ""), vec![]));
    assert_eq!(ruling.effect, Effect::NeedsReview);
}
