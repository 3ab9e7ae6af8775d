//! Which word wins on an item or a use.

use praetor_decision::answer::StandingState;
use praetor_decision::answer::rights::{Claim, Effect as Said, Outcome as Given};
use praetor_decision::decision::rights::{Doubt, Effect, Outcome, Part};

use crate::case::*;

fn access() -> Case {
    case().asks(REQUEST, "access")
}

fn uk() -> Plugin {
    law("uk-gdpr", "GB")
}

/// The outcome of two laws' words, in both orders.
fn both(a: (Claim, Given), b: (Claim, Given)) -> Outcome {
    let said = |first: &(Claim, Given), second: &(Claim, Given)| {
        let one = vec![word("a", first.0, first.1.clone())];
        let other = vec![word("b", second.0, second.1.clone())];
        access().answer(gdpr(), one).answer(uk(), other).line(INVOICE).outcome
    };
    let outcome = said(&a, &b);
    assert_eq!(outcome, said(&b, &a), "the order of the laws matters");
    outcome
}

fn part(redact: &[&str]) -> Outcome {
    Outcome::Part(Part { redact: names(redact), ..Part::default() })
}

#[test]
fn owed_beats_may_refuse_and_no_right() {
    let owed = (Claim::Owed, Given::Fulfil);
    assert_eq!(both(owed.clone(), (Claim::MayRefuse, Given::Refuse)), Outcome::Fulfil);
    assert_eq!(both(owed, (Claim::NoRight, Given::NotOwed)), Outcome::Fulfil);
}

#[test]
fn may_refuse_beats_no_right() {
    let refused = both((Claim::MayRefuse, Given::Refuse), (Claim::NoRight, Given::NotOwed));
    assert_eq!(refused, Outcome::Refuse);
}

#[test]
fn owed_against_must_not_of_another_legal_order_is_a_review() {
    let case = access()
        .answer(gdpr(), vec![owed("a", Given::Fulfil)])
        .answer(law("cn-pipl", "CN"), vec![word("b", Claim::MustNot, Given::Refuse)]);
    let line = case.line(INVOICE);
    assert_eq!(line.outcome, Outcome::NeedsReview);
    assert!(matches!(line.doubts[..], [Doubt::Collision(..)]));
    assert_eq!(case.request().effect, Effect::NeedsReview);
}

#[test]
fn must_not_of_a_recognised_legal_order_limits_what_is_owed() {
    use praetor_decision::answer::retention::End;
    let recognising = ground("purpose", End::Running).recognising(&["DE"]);
    let case = access()
        .keep(gdpr(), vec![recognising, no_floor("none")])
        .answer(gdpr(), vec![owed("a", Given::Fulfil)])
        .answer(
            law("de-bdsg", "DE"),
            vec![word("b", Claim::MustNot, Given::Redact(names(&["third-person"])))],
        );
    assert_eq!(case.line(INVOICE).outcome, part(&["third-person"]));
}

#[test]
fn a_law_may_limit_what_it_owes_itself() {
    let findings = vec![
        owed("15-3", Given::Fulfil),
        word("15-4", Claim::MustNot, Given::Redact(names(&["third-person"]))).reason("r-third-party-rights"),
    ];
    let line = access().answer(gdpr(), findings).line(INVOICE);
    assert_eq!(line.outcome, part(&["third-person"]));
    assert_eq!(line.reasons, names(&["r-third-party-rights"]));
}

#[test]
fn what_the_notice_promises_is_owed_by_policy() {
    let case = access()
        .answer(gdpr(), vec![word("none", Claim::NoRight, Given::NotOwed)])
        .answer(notice(), vec![owed("promise", Given::Fulfil)]);
    assert_eq!(case.request().effect, Effect::Fulfil);
}

#[test]
fn the_notice_cannot_refuse_what_a_law_is_silent_about() {
    let case =
        access().answer(gdpr(), vec![]).answer(notice(), vec![word("no", Claim::MayRefuse, Given::Refuse)]);
    assert_eq!(case.request().effect, Effect::NeedsReview);
}

#[test]
fn if_every_law_gives_no_right_it_is_not_owed_and_says_which_law_said_so() {
    let none = || vec![word("none", Claim::NoRight, Given::NotOwed)];
    let request = access().answer(gdpr(), none()).answer(uk(), none()).request();
    assert_eq!(request.effect, Effect::NotOwed);
    assert!(request.lines[0].words.iter().all(|word| word.wins));
}

#[test]
fn the_silence_of_a_governing_law_is_no_refusal() {
    let case =
        access().answer(gdpr(), vec![word("none", Claim::NoRight, Given::NotOwed)]).answer(uk(), vec![]);
    assert!(matches!(case.line(INVOICE).doubts[..], [Doubt::Silent(_)]));
    let owing = access().answer(gdpr(), vec![owed("15", Given::Fulfil)]).answer(uk(), vec![]);
    assert_eq!(owing.line(INVOICE).outcome, Outcome::Fulfil);
}

#[test]
fn redacted_labels_are_united() {
    let label = |label| (Claim::Owed, Given::Redact(names(&[label])));
    assert_eq!(both(label("third-person"), label("secret")), part(&["secret", "third-person"]));
    assert_eq!(both(label("secret"), (Claim::Owed, Given::Fulfil)), part(&["secret"]));
}

#[test]
fn the_earliest_since_date_wins_for_the_person() {
    let since = |year| (Claim::Owed, Given::Since(day(year, 1, 1)));
    let part = Part { since: Some(day(2022, 1, 1)), ..Part::default() };
    assert_eq!(both(since(2022), since(2025)), Outcome::Part(part));
    assert_eq!(both(since(2022), (Claim::Owed, Given::Fulfil)), Outcome::Fulfil);
}

#[test]
fn a_copy_beats_a_description() {
    let describe = (Claim::Owed, Given::DescribeOnly);
    assert_eq!(both(describe.clone(), (Claim::Owed, Given::Fulfil)), Outcome::Fulfil);
    let part = Part { describe_only: true, ..Part::default() };
    assert_eq!(both(describe.clone(), describe), Outcome::Part(part));
}

#[test]
fn stop_beats_stop_while_checking_beats_proceed() {
    let outcome = |a: Given, b: Given| {
        let case = case().with(ANALYTICS, "use").asks(REQUEST, "object");
        let case = case.answer(gdpr(), vec![owed("a", a)]).answer(uk(), vec![owed("b", b)]);
        case.line(ANALYTICS).outcome
    };
    assert_eq!(outcome(Given::StopWhileChecking, Given::Stop), Outcome::Stop);
    assert_eq!(outcome(Given::StopWhileChecking, Given::Proceed), Outcome::StopWhileChecking);
    assert_eq!(outcome(Given::Proceed, Given::Proceed), Outcome::Proceed);
}

#[test]
fn words_on_uses_leave_items_alone() {
    let case = case().with(ANALYTICS, "use").asks(REQUEST, "object-marketing");
    let request = case.answer(gdpr(), vec![owed("21-3", Given::Stop)]).request();
    let lines: Vec<_> = request.lines.iter().map(|line| line.entity).collect();
    assert_eq!((lines, request.effect), (vec![ANALYTICS], Effect::Fulfil));
}

#[test]
fn an_item_that_no_voice_speaks_of_is_not_dropped_silently() {
    let case = access().with(PROMPTS, "item").answer(gdpr(), vec![owed("15", Given::Fulfil).on(&[INVOICE])]);
    let request = case.request();
    assert_eq!(request.lines.len(), 2);
    assert_eq!(case.line(PROMPTS).outcome, Outcome::NeedsReview);
    assert_eq!(request.effect, Effect::NeedsReview);
}

#[test]
fn a_request_that_names_its_items_concerns_only_them() {
    use praetor_decision::Value;
    let case = access().with(PROMPTS, "item").fact(REQUEST, "items", Value::Refs(vec![PROMPTS]));
    let request = case.answer(gdpr(), vec![owed("15", Given::Fulfil)]).request();
    let lines: Vec<_> = request.lines.iter().map(|line| line.entity).collect();
    assert_eq!(lines, [PROMPTS]);
}

#[test]
fn where_the_controller_is_only_processor_the_request_is_passed_on() {
    let request = access().answer(gdpr(), vec![finds("28", Said::Forward)]).request();
    assert_eq!((request.effect, request.forward.len()), (Effect::Forward, 1));
}

#[test]
fn a_request_can_lapse() {
    let request = access()
        .answer(law("ch-fadp", "CH"), vec![word("dpo-19", Claim::MayRefuse, Given::Lapsed)])
        .request();
    assert_eq!(request.effect, Effect::Lapsed);
}

#[test]
fn a_request_that_no_law_governs_is_not_owed() {
    let elsewhere = gdpr().standing(StandingState::DoesNotApply);
    assert_eq!(access().answer(elsewhere, vec![]).request().effect, Effect::NotOwed);
}

#[test]
fn some_done_and_some_refused_is_partial() {
    let findings = vec![
        owed("20", Given::Fulfil).on(&[PROMPTS]),
        word("20-4", Claim::NoRight, Given::NotOwed).on(&[INVOICE]),
    ];
    let request = access().with(PROMPTS, "item").answer(gdpr(), findings).request();
    assert_eq!(request.effect, Effect::Partial);
}
