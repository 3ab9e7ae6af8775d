//! Clocks, extensions, and the day by which the person is answered.

use praetor_decision::Value;
use praetor_decision::answer::rights::{Effect as Said, Outcome as Given};
use praetor_decision::answer::{ClockForm, Strength, rights};
use praetor_decision::clock::Timeliness;
use praetor_decision::decision::rights::{ClockState, Effect, Extension};
use praetor_decision::term::{Pause, Rounding, Span, Term};

use crate::case::*;

fn access() -> Case {
    case().asks(REQUEST, "access")
}

fn respond(received: praetor_decision::Day) -> Vec<rights::Finding> {
    vec![
        owed("15", Given::Fulfil),
        clock("12-3", ClockForm::Respond, Some(month_from(received, 1))),
        clock("12-3-extended", ClockForm::RespondExtended, Some(month_from(received, 3))),
        clock("12-3-tell", ClockForm::TellExtension, Some(month_from(received, 1))),
    ]
}

/// EU-R01.
#[test]
fn an_answer_due_at_christmas_is_due_on_the_next_working_day() {
    let request = access().answer(gdpr(), respond(day(2026, 11, 25))).on(day(2026, 11, 25)).request();
    assert_eq!(request.respond_by, Some(day(2026, 12, 28)));
    assert_eq!(request.effect, Effect::Fulfil);
    let (until, tell_by) = (Some(day(2027, 2, 25)), Some(day(2026, 12, 28)));
    assert_eq!(request.extension, Extension::Available { until, tell_by });
}

/// EU-R02.
#[test]
fn an_extension_that_was_told_a_day_late_is_invalid_and_the_answer_overdue() {
    let mut findings = respond(day(2026, 11, 23));
    findings.push(finds("12-3-late", Said::Extension(false)).reason("r-extension-invalid"));
    let request = access().on(day(2026, 12, 24)).answer(gdpr(), findings).request();
    assert_eq!((request.respond_by, request.extension), (Some(day(2026, 12, 23)), Extension::Invalid));
    let states: Vec<_> = request.clocks.iter().map(|clock| (clock.form, clock.state)).collect();
    assert_eq!(states[0].0, ClockForm::Respond);
    assert_eq!(states[0].1, ClockState::Judged(Timeliness::Overdue(day(2026, 12, 23))));
    assert_eq!(states[1], (ClockForm::RespondExtended, ClockState::NotClaimed));
}

/// EU-R03.
#[test]
fn an_extension_for_staff_on_holiday_is_not_allowed() {
    let mut findings = respond(day(2026, 11, 23));
    findings.push(finds("12-3-reasons", Said::Extension(false)).reason("r-no-extension"));
    let request = access().answer(gdpr(), findings).request();
    assert_eq!((request.respond_by, request.extension), (Some(day(2026, 12, 23)), Extension::Invalid));
    assert_eq!(request.clocks[0].state, ClockState::Judged(Timeliness::Pending));
}

#[test]
fn a_valid_extension_replaces_the_first_day_of_its_law() {
    let mut findings = respond(day(2026, 11, 23));
    findings.push(finds("12-3-valid", Said::Extension(true)));
    let request = access().on(day(2026, 12, 24)).answer(gdpr(), findings).request();
    assert_eq!(request.extension, Extension::Valid { until: Some(day(2027, 2, 23)) });
    assert_eq!(request.clocks[0].state, ClockState::Extended);
    assert_eq!(request.clocks[1].state, ClockState::Judged(Timeliness::Pending));
}

/// UK-01: the identity check restarts the British clock; it would only pause the European one.
#[test]
fn the_british_clock_starts_anew_after_the_identity_check() {
    let received = term(day(2026, 11, 2), Rounding::None, Span::Months(1), "corresponding-date");
    let restarted = Term { restart: Some(day(2026, 11, 12)), calendars: names(&["GB-ENG"]), ..received };
    let findings = vec![owed("15", Given::Fulfil), clock("12a", ClockForm::Respond, Some(restarted))];
    let request = access().answer(law("uk-gdpr", "GB"), findings).request();
    assert_eq!(request.respond_by, Some(day(2026, 12, 14)));
}

#[test]
fn a_pause_moves_the_last_day_and_an_open_one_counts_with_the_earliest_day() {
    let paused = |end| {
        let pauses = vec![Pause { start: day(2026, 11, 24), end }];
        let term = Term { pauses, ..month_from(day(2026, 11, 23), 1) };
        let findings = vec![owed("15", Given::Fulfil), clock("12", ClockForm::Respond, Some(term))];
        access().answer(gdpr(), findings).request().respond_by
    };
    assert_eq!(paused(Some(day(2026, 12, 4))), Some(day(2027, 1, 4)));
    assert_eq!(paused(None), Some(day(2026, 12, 23)));
}

#[test]
fn clocks_stay_per_law_and_the_merged_day_is_the_earliest() {
    let ccpa = term(day(2026, 11, 23), Rounding::None, Span::Days(45), "calendar-days");
    let case = access().answer(gdpr(), respond(day(2026, 11, 23))).answer(
        law("us-ca-ccpa", "US-CA"),
        vec![owed("105", Given::Fulfil), clock("45", ClockForm::Respond, Some(ccpa))],
    );
    let request = case.request();
    let days: Vec<_> = request
        .clocks
        .iter()
        .filter(|clock| clock.form == ClockForm::Respond)
        .map(|clock| clock.latest.as_ref().unwrap().day())
        .collect();
    assert_eq!(days, [Some(day(2026, 12, 23)), Some(day(2027, 1, 7))]);
    assert_eq!(request.respond_by, Some(day(2026, 12, 23)));
    assert_eq!(request.extension, Extension::None, "one law has no extension");
}

#[test]
fn the_persons_own_periods_and_good_practice_are_never_merged() {
    let soon = || Some(term(day(2026, 11, 24), Rounding::None, Span::Days(1), "calendar-days"));
    let mut findings = respond(day(2026, 11, 23));
    findings.push(clock("appeal", ClockForm::PersonActs, soon()));
    findings.push(clock("acknowledge", ClockForm::Acknowledge, soon()));
    let mut practice = clock("practice", ClockForm::Respond, soon());
    if let Said::Clock(clock) = &mut practice.effect {
        clock.strength = Strength::Recommended;
    }
    findings.push(practice);
    let request = access().answer(gdpr(), findings).request();
    assert_eq!(request.respond_by, Some(day(2026, 12, 23)));
    assert_eq!(request.clocks.len(), 6);
}

/// TR-04.
#[test]
fn an_answer_on_day_31_is_late() {
    let thirty = term(day(2026, 11, 23), Rounding::None, Span::Days(30), "calendar-days");
    let mut respond = clock("13", ClockForm::Respond, Some(thirty));
    if let Said::Clock(clock) = &mut respond.effect {
        clock.met_on = Some(day(2026, 12, 24));
    }
    let case =
        access().on(day(2026, 12, 24)).answer(law("tr-kvkk", "TR"), vec![owed("11", Given::Fulfil), respond]);
    assert_eq!(case.request().clocks[0].state, ClockState::Judged(Timeliness::Late(day(2026, 12, 23))));
}

#[test]
fn a_clock_without_its_event_stays_a_formula() {
    let event = FactOf { entity: Some(REQUEST), ..fact_of("request", "appeal-received") };
    let month = Term { anchor: Anchor::Event(event), ..month_from(as_of(), 1) };
    let case = access().fact(REQUEST, "appeal-received", Value::NotYet);
    let case = case.answer(
        gdpr(),
        vec![owed("15", Given::Fulfil), clock("appeal", ClockForm::DecideAppeal, Some(month))],
    );
    let clock = case.request().clocks.remove(0);
    assert_eq!((clock.latest.unwrap().day(), clock.state), (None, ClockState::Judged(Timeliness::Pending)));
}

#[test]
fn a_clock_that_cannot_be_computed_is_for_a_person_to_look_at() {
    let wrong = Term { algorithm: "sundial".into(), ..month_from(as_of(), 1) };
    let case = access()
        .answer(gdpr(), vec![owed("15", Given::Fulfil), clock("12", ClockForm::Respond, Some(wrong))]);
    assert_eq!(case.request().effect, Effect::NeedsReview);
}

use praetor_decision::FactOf;
use praetor_decision::term::Anchor;
