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
use praetor_decision::answer::{Clock, ClockForm, Source, StandingState, Strength, Timing};
use praetor_decision::decision::incident::{Effect, Ruling};
use praetor_decision::decision::{Remark, Ruling as AnyRuling};
use praetor_decision::explain::explain;
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

/// GDPR Art. 33(5): every breach is documented, though nobody need be told.
fn documented() -> Finding {
    let mut spared = says(Word::NoDuty(Audience::Authority));
    spared.obligations.push(obligation("document-breach", Timing::After));
    spared.marks.push(mark("preserve-until", as_of(), None));
    spared
}

#[test]
fn a_breach_of_which_nobody_need_be_told_is_documented_all_the_same() {
    let scene = scene_of(&[]).hear_breach(act("eu"), vec![documented()]);
    let decision = scene.decide();
    assert_eq!(rule(&scene).effect, Effect::NoDuty);
    let owed: Vec<_> = decision.obligations.iter().map(|owed| owed.obligation.id.as_str()).collect();
    assert_eq!((owed.as_slice(), decision.marks.len()), (["document-breach"].as_slice(), 1));
    let told = sentences(&scene).join("\n");
    assert!(told.contains("Nobody need be told."), "{told}");
    assert!(told.contains("After the act: `document-breach`"), "{told}");
}

#[test]
fn a_breach_is_documented_though_another_law_wants_somebody_told() {
    let scene = scene_of(&[])
        .hear_breach(act("eu"), vec![documented()])
        .hear_breach(act("uk"), vec![notify(Audience::Authority, "ICO", 3)]);
    assert_eq!((rule(&scene).effect, scene.decide().obligations.len()), (Effect::Notify, 1));
}

#[test]
fn a_law_that_does_not_hold_brings_no_duties() {
    let mut failed = says(Word::Fails);
    failed.obligations.push(obligation("document-breach", Timing::After));
    let scene = scene_of(&[]).hear_breach(act("eu"), vec![failed]);
    assert!(scene.decide().obligations.is_empty());
}

#[test]
fn an_answer_on_a_breach_says_how_sure_its_rules_are() {
    let plugin = act("eu").confidence("duty", Confidence::Low).edit("duty", |rule| {
        rule.pending = "The Digital Omnibus would give 96 hours.".to_owned();
    });
    let scene = scene_of(&[]).hear_breach(plugin, vec![notify(Audience::Authority, "CNIL", 3)]);
    let decision = scene.decide();
    assert_eq!(decision.confidence, Confidence::Low);
    assert!(decision.remarks.iter().any(|remark| matches!(remark, Remark::Pending(_))));
    let told = sentences(&scene).join("\n");
    assert!(
        told.contains("Low confidence: The rule duty says so (ACT s. duty) (statute, last checked on"),
        "{told}"
    );
    assert!(told.contains("a change is on its way: The Digital Omnibus would give 96 hours."), "{told}");
}

fn sentences(scene: &Scene) -> Vec<String> {
    let decision = scene.decide();
    let told = scene.with_hearing(|hearing| explain(&decision, hearing, &|_| None));
    told.into_iter().flat_map(|paragraph| paragraph.sentences).collect()
}
