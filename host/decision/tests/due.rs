//! What a decision wants done, and by when, to the day.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects may stop"
)]

#[path = "support/case.rs"]
mod case;

use praetor_decision::Day;
use praetor_decision::answer::incident::Audience;
use praetor_decision::answer::retention::End;
use praetor_decision::answer::rights::{Effect as Said, Outcome as Given, Tell, Verb};
use praetor_decision::answer::{Clock, ClockForm, Obligation, Strength, Timing, rights};
use praetor_decision::clock::{Dated, Formula, Happened, Resolved, Timed};
use praetor_decision::decision::incident::{self, Duty, RunningClock};
use praetor_decision::decision::{Decision, FindingRef, Owed, Ruling};
use praetor_decision::due::{Due, DueKind, dues, places};
use praetor_decision::explain::meaning;
use praetor_decision::question::Instant;
use praetor_decision::term::{Pause, Term};
use praetor_wit::{Dictionary, List};

use case::*;

/// Name, last day, and whether it binds.
fn said(decision: &Decision) -> Vec<(String, Day, bool)> {
    dues(decision).iter().map(|due| (due.name().to_string(), due.date.day, due.binding)).collect()
}

fn numbers(decision: &Decision) -> Vec<u32> {
    dues(decision).iter().map(|due| due.number).collect()
}

fn access(findings: Vec<rights::Finding>) -> Case {
    case().asks(REQUEST, "access").answer(gdpr(), findings)
}

fn clocks() -> Vec<rights::Finding> {
    let received = day(2026, 11, 25);
    vec![
        owed("15", Given::Fulfil),
        clock("12-3", ClockForm::Respond, Some(month_from(received, 1))),
        clock("12-3-extended", ClockForm::RespondExtended, Some(month_from(received, 3))),
        clock("12-3-tell", ClockForm::TellExtension, Some(month_from(received, 1))),
        clock("77", ClockForm::PersonActs, Some(month_from(received, 6))),
        clock("receipt", ClockForm::Acknowledge, None),
    ]
}

fn met(mut finding: rights::Finding, on: Day) -> rights::Finding {
    let Said::Clock(clock) = &mut finding.effect else { panic!("a clock") };
    clock.met_on = Some(on);
    finding
}

fn owing(dues: Vec<(&str, Option<Resolved>, bool)>) -> Decision {
    let owed = |(id, due, attested): (&str, Option<Resolved>, bool)| {
        let (timing, parameters) = (Timing::After, vec![]);
        let obligation = Obligation { id: id.into(), timing, condition: false, parameters, due: None };
        Owed { obligation, due, attested, from: vec![FindingRef { voice: 0, finding: 0 }] }
    };
    let decision = access(vec![owed_nothing()]).rights_decision();
    Decision { obligations: dues.into_iter().map(owed).collect(), ..decision }
}

fn owed_nothing() -> rights::Finding {
    owed("15", Given::Fulfil)
}

fn on(day: Day) -> Option<Resolved> {
    Some(Resolved::Day(Dated { day, steps: vec![] }))
}

#[test]
fn the_controllers_clocks_are_due_on_their_last_day_and_the_persons_own_are_not() {
    let decision = access(clocks()).on(day(2026, 11, 25)).rights_decision();
    let last = day(2026, 12, 28);
    assert_eq!(said(&decision), [("respond".into(), last, true), ("tell-extension".into(), last, false)]);
    assert_eq!(numbers(&decision), [1, 3], "by voice and form; the others have a number and no row");
    let Ruling::Rights(ruling) = &decision.ruling else { panic!("rights") };
    assert_eq!(Some(last), ruling.requests[0].respond_by);
}

#[test]
fn a_valid_extension_replaces_the_first_day() {
    let mut findings = clocks();
    findings[3] = met(findings[3].clone(), day(2026, 12, 1));
    findings.push(finds("12-3-extension", Said::Extension(true)));
    let decision = access(findings).on(day(2026, 12, 2)).rights_decision();
    assert_eq!(said(&decision), [("respond-extended".into(), day(2027, 2, 25), true)]);
}

#[test]
fn what_was_met_is_not_due_and_what_will_be_met_is() {
    let answered = |on| {
        let respond = clock("12-3", ClockForm::Respond, Some(month_from(day(2026, 11, 25), 1)));
        let findings = vec![owed("15", Given::Fulfil), met(respond, on)];
        said(&access(findings).on(day(2026, 11, 26)).rights_decision()).len()
    };
    assert_eq!(
        [answered(day(2026, 11, 25)), answered(day(2026, 11, 26)), answered(day(2026, 11, 27))],
        [0, 0, 1]
    );
}

#[test]
fn an_overdue_clock_stays_due_and_good_practice_does_not_bind() {
    let mut practice = clock("guidance", ClockForm::Acknowledge, Some(month_from(day(2026, 9, 1), 1)));
    if let Said::Clock(clock) = &mut practice.effect {
        clock.strength = Strength::Recommended;
    }
    let respond = clock("12-3", ClockForm::Respond, Some(month_from(day(2026, 9, 1), 1)));
    let decision = access(vec![owed("15", Given::Fulfil), respond, practice]).rights_decision();
    let last = day(2026, 10, 1);
    assert_eq!(said(&decision), [("acknowledge".into(), last, false), ("respond".into(), last, true)]);
}

#[test]
fn a_clock_that_stands_still_is_due_when_it_can_first_run_out() {
    let pauses = vec![Pause { start: day(2026, 11, 26), end: None }];
    let term = Term { pauses, ..month_from(day(2026, 11, 25), 1) };
    let findings = vec![owed("15", Given::Fulfil), clock("12-3", ClockForm::Respond, Some(term))];
    let decision = access(findings).on(day(2026, 11, 27)).rights_decision();
    let due = &dues(&decision)[0];
    assert_eq!((due.date.day, due.date.stands_still), (day(2026, 12, 28), true));
}

#[test]
fn recipients_are_told_by_their_own_day() {
    let due = Some(month_from(day(2026, 11, 25), 1));
    let tell = Tell { recipient: VENDOR, verb: Verb::Notify, action: "erase".into(), due };
    let findings = vec![owed("15", Given::Fulfil), finds("19", Said::Tell(tell))];
    let decision = access(findings).with(VENDOR, "recipient").rights_decision();
    let dues = dues(&decision);
    assert_eq!((dues[0].kind(), dues[0].date.day), (DueKind::Telling, day(2026, 12, 28)));
    assert_eq!(dues[0].about(), Some(VENDOR));
}

fn kept_until(last: Day) -> Case {
    case().keep(gdpr(), vec![ground("purpose", through(last)), no_floor("none")])
}

#[test]
fn a_record_is_erased_on_the_day_after_the_last_day_of_keeping_and_not_before() {
    let decision = kept_until(day(2027, 1, 31)).retention_decision();
    let due = &dues(&decision)[0];
    assert_eq!((due.name().as_str(), due.date.day), ("erase", day(2027, 2, 1)));
    assert_eq!(due.date.not_before, Some(day(2027, 2, 1)));
    assert_eq!((due.number, due.about(), due.binding), (1, Some(INVOICE), true), "the first step keeps");
    assert_eq!(dues(&decision).len(), 1, "it is settled: nothing to ask again");
}

#[test]
fn what_is_to_be_done_now_is_due_on_the_day_asked_about() {
    let case = case().keep(gdpr(), vec![ground("purpose", End::Now), no_floor("none")]);
    assert_eq!(said(&case.retention_decision()), [("erase".into(), as_of(), true)]);
}

#[test]
fn a_person_is_warned_and_the_record_erased_each_on_its_day() {
    let findings = vec![maximum("cap", through(day(2027, 1, 31))).warning(30), no_floor("none")];
    let decision = case().keep(gdpr(), findings).retention_decision();
    let expected = [("warn".into(), day(2027, 1, 2), true), ("erase".into(), day(2027, 2, 1), true)];
    assert_eq!(said(&decision), expected);
}

#[test]
fn while_it_is_held_nothing_is_erased_and_it_is_asked_about_again() {
    let held = vec![ground("purpose", through(day(2027, 1, 31))), no_floor("none"), hold("suit", MATTER)];
    let decision = case().with(MATTER, "matter").keep(gdpr(), held).retention_decision();
    assert_eq!(said(&decision), [("ask-again".into(), day(2026, 12, 23), false)]);
}

#[test]
fn a_schedule_that_waits_for_its_event_has_no_day_but_that_to_ask_again() {
    let waiting = vec![ground("purpose", days_after("account-closed-on", 30)), no_floor("none")];
    let decision = case().keep(gdpr(), waiting).retention_decision();
    assert!(said(&decision).iter().all(|(name, _, binding)| name == "ask-again" && !binding));
    assert_eq!(said(&decision).len(), 1);
}

fn erase(other: bool) -> Decision {
    let ground_ended = vec![ground("account", End::Now).recognising(&["DE"]), no_floor("none")];
    let books = vec![floor("ao-147", "DE", through(day(2034, 12, 31)))];
    let case = case().asks(REQUEST, "erase").answer(gdpr(), vec![owed("17-1", Given::Fulfil)]);
    let case = case.keep(gdpr(), ground_ended).keep(german_tax(), books);
    let india = vec![floor("rule-8-3", "IN", through(day(2036, 11, 23)))];
    if other { case.keep(law("in-dpdp", "IN"), india).rights_decision() } else { case.rights_decision() }
}

/// In a ruling on rights, a bound is the last day of keeping.
#[test]
fn an_erasure_that_had_to_wait_is_due_the_day_after_and_a_review_on_the_last_day() {
    let decision = erase(false);
    let due = &dues(&decision)[0];
    assert_eq!((due.name().as_str(), due.date.day), ("erase", day(2035, 1, 1)));
    assert_eq!((due.date.not_before, due.kind()), (Some(day(2035, 1, 1)), DueKind::Step));
    assert_eq!(said(&erase(true)), [("review".into(), day(2034, 12, 31), true)]);
}

#[test]
fn obligations_are_due_unless_attested_undated_or_a_duty_to_keep_until_then() {
    let formula = Formula {
        event: fact_of("item", "collected-on"),
        happened: Happened::Unknown,
        term: month_from(as_of(), 1),
    };
    let decision = owing(vec![
        ("human-review", None, false),
        ("erase-by", on(day(2027, 1, 5)), false),
        ("erase-by", Some(Resolved::Formula(formula)), false),
        ("tia-recheck", on(day(2027, 1, 4)), true),
        ("keep-copy", on(day(2027, 1, 3)), false),
        ("tia-recheck", on(day(2027, 1, 2)), false),
    ]);
    let expected =
        [("erase-by".into(), day(2027, 1, 5), true), ("tia-recheck".into(), day(2027, 1, 2), true)];
    assert_eq!(said(&decision), expected);
    assert_eq!(numbers(&decision), [1, 5]);
}

#[test]
fn a_breach_is_told_by_a_moment_within_its_day() {
    // 2026-11-26T01:00 at an offset of two hours, which is still the 25th in UTC.
    let moment = Instant { seconds: 1_795_647_600, offset_minutes: 120 };
    let running = |latest, met_on| {
        let clock = Clock {
            form: ClockForm::Notify,
            latest: None,
            target: None,
            at_once: true,
            strength: Strength::Statutory,
            met_on,
        };
        RunningClock { from: FindingRef { voice: 0, finding: 0 }, clock, latest, target: None }
    };
    let timed = Some(Resolved::Moment(Timed { instant: moment, steps: vec![] }));
    let duty = |audience, clocks| Duty { audience, name: String::new(), clocks, latest: None, at_once: true };
    let ruling = incident::Ruling {
        effect: incident::Effect::Notify,
        review: false,
        open: vec![],
        audiences: vec![],
        duties: vec![
            duty(
                Audience::Authority,
                vec![running(on(day(2026, 11, 30)), Some(as_of())), running(timed, None)],
            ),
            duty(Audience::Persons, vec![running(None, None)]),
        ],
        undetermined: vec![],
        deciding: vec![],
    };
    let decision = Decision { ruling: Ruling::Incident(ruling), ..owing(vec![]) };
    let dues = dues(&decision);
    let [due] = dues.as_slice() else { panic!("one is met, one owed at once without a last day: {dues:?}") };
    assert_eq!((due.number, due.name().as_str(), due.date.day), (1, "authority", day(2026, 11, 26)));
    assert_eq!(due.date.moment, Some(moment));
}

/// The numbers of a decision are those of its places, which nothing that is read as due can shift.
#[test]
fn every_place_has_its_number_for_ever() {
    let decision = access(clocks()).rights_decision();
    let places = places(&decision);
    let clocks = ["acknowledge", "respond", "respond-extended", "tell-extension", "person-acts"];
    assert_eq!(places.len(), clocks.len() + 1, "and one line");
    let by_number = |due: &Due<'_>| places[due.number as usize] == due.place;
    assert!(dues(&decision).iter().all(by_number));
}

#[test]
fn the_duties_to_keep_until_a_day_are_those_of_the_dictionary() {
    let dictionary = Dictionary::bundled().unwrap();
    for entry in dictionary.list(List::Obligations).iter() {
        let decision = owing(vec![(&entry.id, on(as_of()), false)]);
        let kept = entry.meaning.contains("is kept until the due day");
        assert_eq!(dues(&decision).is_empty(), kept, "{}", entry.id);
    }
}

#[test]
fn every_name_has_a_meaning_without_its_decision() {
    let dictionary = Dictionary::bundled().unwrap();
    let decisions =
        [access(clocks()).rights_decision(), erase(true), kept_until(day(2027, 1, 31)).retention_decision()];
    for due in decisions.iter().flat_map(dues) {
        let meaning = meaning(due.kind(), &due.name(), dictionary).unwrap();
        assert!(meaning.ends_with('.') && meaning.starts_with(char::is_uppercase), "{meaning}");
    }
}
