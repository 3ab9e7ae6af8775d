//! Clocks, extensions, and the day by which the person is answered.

use praetor_decision::answer::rights::{Effect as Said, Outcome as Given};
use praetor_decision::answer::{ClockForm, Strength, rights};
use praetor_decision::clock::Timeliness;
use praetor_decision::decision::rights::{ClockState, Effect, Extension};
use praetor_decision::term::{Pause, Rounding, Span, Term};
use praetor_decision::{Day, Value};

use crate::case::*;

fn access() -> Case {
    case().asks(REQUEST, "access")
}

fn respond(received: Day) -> Vec<rights::Finding> {
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

/// The clocks of a month, and an extension told on this day for a reason that the law allows.
fn extended(received: Day, told: Option<Day>) -> Vec<rights::Finding> {
    let mut findings = respond(received);
    for finding in &mut findings {
        if let Said::Clock(clock) = &mut finding.effect
            && clock.form == ClockForm::TellExtension
        {
            clock.met_on = told;
        }
    }
    findings.push(finds("12-3-extension", Said::Extension(true)));
    findings
}

fn without_telling(mut findings: Vec<rights::Finding>) -> Vec<rights::Finding> {
    findings.retain(|finding| finding.source.rule != "12-3-tell");
    findings
}

fn invalid(reason: &str) -> Extension {
    Extension::Invalid { reasons: names(&[reason]) }
}

/// EU-R02.
#[test]
fn an_extension_that_was_told_a_day_late_is_invalid_and_the_answer_overdue() {
    let findings = extended(day(2026, 11, 23), Some(day(2026, 12, 24)));
    let request = access().on(day(2026, 12, 24)).answer(gdpr(), findings).request();
    assert_eq!(request.respond_by, Some(day(2026, 12, 23)));
    assert_eq!(request.extension, invalid("r-extension-invalid"));
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
    assert_eq!(request.respond_by, Some(day(2026, 12, 23)));
    assert_eq!(request.extension, invalid("r-no-extension"));
    assert_eq!(request.clocks[0].state, ClockState::Judged(Timeliness::Pending));
}

#[test]
fn an_extension_told_on_the_last_day_replaces_the_first_day_of_its_law() {
    let findings = extended(day(2026, 11, 23), Some(day(2026, 12, 23)));
    let request = access().on(day(2026, 12, 24)).answer(gdpr(), findings).request();
    assert_eq!(request.extension, Extension::Valid { until: Some(day(2027, 2, 23)) });
    assert_eq!(request.clocks[0].state, ClockState::Extended);
    assert_eq!(request.clocks[1].state, ClockState::Judged(Timeliness::Pending));
}

/// The month from 25 November ends at Christmas: 28 December is the last day.
#[test]
fn holidays_count_when_the_day_of_telling_is_judged() {
    let told = |on| {
        let findings = extended(day(2026, 11, 25), Some(on));
        access().on(day(2027, 1, 10)).answer(gdpr(), findings).request().extension
    };
    assert_eq!(told(day(2026, 12, 28)), Extension::Valid { until: Some(day(2027, 2, 25)) });
    assert_eq!(told(day(2026, 12, 29)), invalid("r-extension-invalid"));
}

#[test]
fn an_extension_that_nobody_was_told_of_does_not_count_and_ends_with_the_month() {
    let on = |today| {
        let findings = extended(day(2026, 11, 23), None);
        let request = access().on(today).answer(gdpr(), findings).request();
        (request.extension, request.clocks[0].state)
    };
    let (until, tell_by) = (Some(day(2027, 2, 23)), Some(day(2026, 12, 23)));
    let pending = ClockState::Judged(Timeliness::Pending);
    assert_eq!(on(day(2026, 12, 23)), (Extension::Available { until, tell_by }, pending));
    let overdue = ClockState::Judged(Timeliness::Overdue(day(2026, 12, 23)));
    assert_eq!(on(day(2026, 12, 24)), (invalid("r-extension-invalid"), overdue));
}

#[test]
fn telling_the_person_tomorrow_is_no_telling_yet() {
    let findings = extended(day(2026, 11, 23), Some(day(2026, 12, 23)));
    let case = access().on(day(2026, 12, 22)).answer(gdpr(), findings);
    let (until, tell_by) = (Some(day(2027, 2, 23)), Some(day(2026, 12, 23)));
    assert_eq!(case.request().extension, Extension::Available { until, tell_by });
    assert_eq!(case.rights_decision().valid_until, Some(day(2026, 12, 23)));
}

#[test]
fn an_extension_without_a_clock_for_telling_does_not_count() {
    let findings = without_telling(extended(day(2026, 11, 23), None));
    let request = access().answer(gdpr(), findings).request();
    assert_eq!(request.extension, invalid("r-extension-invalid"));
    assert_eq!(request.clocks[0].state, ClockState::Judged(Timeliness::Pending));
}

#[test]
fn a_law_that_asks_for_no_telling_gives_a_clock_without_a_last_day() {
    let mut findings = without_telling(extended(day(2026, 11, 23), None));
    let mut told = clock("12-3-tell", ClockForm::TellExtension, None);
    if let Said::Clock(clock) = &mut told.effect {
        clock.met_on = Some(as_of());
    }
    findings.push(told);
    let request = access().answer(gdpr(), findings).request();
    assert_eq!(request.extension, Extension::Valid { until: Some(day(2027, 2, 23)) });
}

#[test]
fn a_late_extension_of_one_law_is_late_though_another_law_takes_it() {
    let ccpa = || term(day(2026, 11, 23), Rounding::None, Span::Days(45), "calendar-days");
    let mut told = clock("45-tell", ClockForm::TellExtension, Some(ccpa()));
    if let Said::Clock(clock) = &mut told.effect {
        clock.met_on = Some(day(2026, 12, 24));
    }
    let ninety = term(day(2026, 11, 23), Rounding::None, Span::Days(90), "calendar-days");
    let california = vec![
        owed("105", Given::Fulfil),
        clock("45", ClockForm::Respond, Some(ccpa())),
        clock("45-extended", ClockForm::RespondExtended, Some(ninety)),
        told,
        finds("45-extension", Said::Extension(true)),
    ];
    let europe = extended(day(2026, 11, 23), Some(day(2026, 12, 24)));
    let case = access().on(day(2026, 12, 24)).answer(gdpr(), europe);
    let request = case.answer(law("us-ca-ccpa", "US-CA"), california).request();
    assert_eq!(request.extension, invalid("r-extension-invalid"));
    let respond: Vec<_> = request.clocks.iter().filter(|one| one.form == ClockForm::Respond).collect();
    assert_eq!(respond[0].state, ClockState::Judged(Timeliness::Overdue(day(2026, 12, 23))));
    assert_eq!(respond[1].state, ClockState::Extended);
}

#[test]
fn nobody_is_offered_an_extension_once_the_time_to_tell_is_over() {
    let request = access().on(day(2026, 12, 24)).answer(gdpr(), respond(day(2026, 11, 23))).request();
    assert_eq!(request.extension, Extension::None);
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
