//! What clocks promise beyond the dates of the tables: formulas, pauses, errors, judgement.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use jiff::civil::date;
use praetor_decision::answer::{Clock, ClockForm, Strength};
use praetor_decision::calendar::{CalendarError, Calendars, Rest};
use praetor_decision::clock::{
    Algorithm, ClockError, CutOff, Formula, Happened, NoFacts, Resolved, Step, Timeliness, judge, resolve,
};
use praetor_decision::question::Instant;
use praetor_decision::term::{Anchor, Pause, Rounding, Span, Term};
use praetor_decision::{Day, Entity, Fact, FactOf, Kind, Question, Value};
use praetor_wit::{Dictionary, List};

fn calendars() -> Calendars {
    Calendars::bundled().expect("bundled calendars")
}

fn term(anchor: Anchor, span: Span, algorithm: &str) -> Term {
    Term {
        anchor,
        rounding: Rounding::None,
        span,
        algorithm: algorithm.into(),
        calendars: Vec::new(),
        pauses: Vec::new(),
        restart: None,
    }
}

fn month_from(day: Day) -> Term {
    Term { calendars: vec!["DE".into()], ..term(Anchor::On(day), Span::Months(1), "eu-1182-71") }
}

fn dated_on() -> FactOf {
    FactOf { kind: "item".into(), entity: Some(0), name: "dated-on".into() }
}

fn eight_years_of_event() -> Term {
    Term {
        rounding: Rounding::EndOfCalendarYear,
        ..term(Anchor::Event(dated_on()), Span::Months(96), "calendar-months")
    }
}

fn day_of(term: &Term) -> Day {
    solved(term).day().expect("a day")
}

fn solved(term: &Term) -> Resolved {
    resolve(term, &calendars(), &NoFacts).expect("a result")
}

fn refused(term: &Term) -> ClockError {
    resolve(term, &calendars(), &NoFacts).expect_err("an error")
}

fn formula(term: &Term) -> Formula {
    match solved(term) {
        Resolved::Formula(formula) => formula,
        other => panic!("not a formula: {other:?}"),
    }
}

fn with_fact(value: Value) -> Question {
    let facts = vec![Fact { name: "dated-on".into(), value }];
    let item = Entity { id: 0, kind: "item".into(), facts };
    Question { kind: Kind::Retention, as_of: date(2026, 11, 23), entities: vec![item] }
}

fn clock(met_on: Option<Day>) -> Clock {
    Clock {
        form: ClockForm::Respond,
        latest: None,
        target: None,
        at_once: false,
        strength: Strength::Statutory,
        met_on,
    }
}

#[test]
fn an_unknown_event_leaves_a_formula_that_says_what_is_missing() {
    let formula = formula(&eight_years_of_event());
    assert_eq!(formula.happened, Happened::Unknown);
    assert_eq!(formula.event, dated_on());
    assert_eq!(formula.to_string(), "end of calendar year of item.dated-on + 96 months");
}

#[test]
fn an_event_that_the_question_knows_is_used() {
    let question = with_fact(Value::Day(date(2026, 3, 15)));
    let resolved = resolve(&eight_years_of_event(), &calendars(), &question).expect("a day");
    assert_eq!(resolved.day(), Some(date(2034, 12, 31)));
    assert_eq!(resolved.over_from(), Some(date(2035, 1, 1)));
}

#[test]
fn an_event_that_has_not_happened_is_told_from_one_that_is_unknown() {
    let question = with_fact(Value::NotYet);
    let resolved = resolve(&eight_years_of_event(), &calendars(), &question).expect("a formula");
    let Resolved::Formula(formula) = resolved else { panic!("not a formula: {resolved:?}") };
    assert_eq!(formula.happened, Happened::NotYet);
}

#[test]
fn a_fact_that_is_no_date_starts_no_period() {
    let question = with_fact(Value::YesNo(true));
    let wrong = resolve(&eight_years_of_event(), &calendars(), &question).expect_err("an error");
    assert!(matches!(wrong, ClockError::NotAnEvent { .. }), "{wrong}");
}

#[test]
fn the_cut_off_is_the_last_row_whose_period_is_over() {
    let formula = formula(&eight_years_of_event());
    let cut_off = |as_of| formula.cut_off(as_of, &calendars()).expect("a cut-off");
    assert_eq!(cut_off(date(2026, 11, 23)), CutOff::Through(date(2017, 12, 31)));
    assert_eq!(cut_off(date(2026, 12, 31)), CutOff::Through(date(2017, 12, 31)));
    assert_eq!(cut_off(date(2027, 1, 1)), CutOff::Through(date(2018, 12, 31)));
}

#[test]
fn the_cut_off_agrees_with_every_row_around_it() {
    let calendars = calendars();
    for (span, rounding, algorithm, place) in [
        (Span::Days(30), Rounding::None, "calendar-days", None),
        (Span::Months(6), Rounding::EndOfMonth, "calendar-months", None),
        (Span::Months(1), Rounding::None, "eu-1182-71", Some("DE")),
        (Span::BusinessDays(15), Rounding::None, "business-days", Some("BR")),
    ] {
        let mut term = term(Anchor::Event(dated_on()), span, algorithm);
        term.rounding = rounding;
        term.calendars = place.into_iter().map(Into::into).collect();
        let as_of = date(2026, 4, 7);
        let cut = formula(&term).cut_off(as_of, &calendars).expect("a cut-off");
        let CutOff::Through(last) = cut else { panic!("{span:?}: no cut-off") };
        let over = |day: Day| {
            let row = Term { anchor: Anchor::On(day), ..term.clone() };
            day_of(&row) < as_of
        };
        assert!(over(last), "{span:?}: {last} is not over");
        assert!(!over(last.tomorrow().expect("a day")), "{span:?}: the day after {last} is over");
    }
}

#[test]
fn a_term_with_pauses_has_no_cut_off_for_a_table() {
    let mut term = eight_years_of_event();
    term.pauses = vec![Pause { start: date(2020, 1, 1), end: Some(date(2020, 2, 1)) }];
    let cut = formula(&term).cut_off(date(2040, 1, 1), &calendars());
    assert_eq!(cut, Ok(CutOff::None));
}

#[test]
fn a_period_longer_than_the_calendar_of_man_has_no_expired_row() {
    let mut term = eight_years_of_event();
    term.span = Span::Months(12 * 4_000);
    assert_eq!(formula(&term).cut_off(date(2026, 11, 23), &calendars()), Ok(CutOff::None));
}

#[test]
fn a_restart_makes_the_unknown_event_needless() {
    let mut term = term(Anchor::Event(dated_on()), Span::Months(1), "corresponding-date");
    term.restart = Some(date(2026, 11, 12));
    assert_eq!(day_of(&term), date(2026, 12, 14));
}

#[test]
fn a_restart_before_the_start_is_an_error() {
    let mut term = month_from(date(2026, 11, 23));
    term.restart = Some(date(2026, 11, 22));
    assert!(matches!(refused(&term), ClockError::RestartFirst { .. }));
}

#[test]
fn a_pause_that_has_not_ended_stops_the_clock_and_shows_the_day_to_aim_for() {
    let mut term = month_from(date(2026, 11, 23));
    term.pauses = vec![Pause { start: date(2026, 11, 24), end: None }];
    let resolved = solved(&term);
    assert_eq!(resolved.day(), None);
    let Resolved::StandsStill(still) = resolved else { panic!("it runs: {resolved:?}") };
    assert_eq!((still.since, still.not_before), (date(2026, 11, 24), date(2026, 12, 23)));
}

#[test]
fn a_pause_after_the_end_changes_nothing() {
    let mut term = month_from(date(2026, 11, 23));
    term.pauses = vec![Pause { start: date(2026, 12, 24), end: None }];
    let resolved = solved(&term);
    assert_eq!(resolved.day(), Some(date(2026, 12, 23)));
    assert!(resolved.steps().contains(&Step::PauseTooLate(date(2026, 12, 24))));
}

#[test]
fn overlapping_pauses_count_each_day_once() {
    let mut term = month_from(date(2026, 11, 23));
    let pause = |from, until| Pause { start: date(2026, 11, from), end: Some(date(2026, 11, until)) };
    term.pauses = vec![pause(26, 28), pause(24, 27)];
    // 24 to 28 November: four days after Wednesday 23 December is Sunday the 27th.
    assert_eq!(day_of(&term), date(2026, 12, 28));
    term.pauses = vec![pause(24, 28)];
    assert_eq!(day_of(&term), date(2026, 12, 28));
}

#[test]
fn a_pause_before_the_restart_does_not_count() {
    let mut term = term(Anchor::On(date(2026, 11, 2)), Span::Days(30), "calendar-days");
    term.restart = Some(date(2026, 11, 12));
    term.pauses = vec![Pause { start: date(2026, 11, 3), end: Some(date(2026, 11, 10)) }];
    assert_eq!(day_of(&term), date(2026, 12, 12));
}

#[test]
fn business_days_of_a_pause_do_not_count() {
    let mut term = term(Anchor::On(date(2026, 11, 23)), Span::BusinessDays(5), "business-days");
    assert_eq!(day_of(&term), date(2026, 11, 30));
    term.pauses = vec![Pause { start: date(2026, 11, 24), end: Some(date(2026, 11, 26)) }];
    assert_eq!(day_of(&term), date(2026, 12, 2));
}

#[test]
fn a_pause_that_ends_before_it_starts_is_an_error() {
    let mut term = month_from(date(2026, 11, 23));
    term.pauses = vec![Pause { start: date(2026, 11, 24), end: Some(date(2026, 11, 23)) }];
    assert!(matches!(refused(&term), ClockError::PauseReversed { .. }));
}

#[test]
fn the_dictionary_names_every_algorithm_and_what_it_counts() {
    let dictionary = Dictionary::bundled().expect("the dictionary");
    let list = dictionary.list(List::ClockAlgorithms);
    assert_eq!(list.len(), Algorithm::ALL.len());
    for algorithm in Algorithm::ALL {
        let spec = dictionary.clock_algorithm(algorithm.name()).expect("in the dictionary");
        let spans: Vec<&str> = spec.spans.iter().map(|span| span.as_str()).collect();
        assert_eq!(spans.join(", "), algorithm.counted(), "{}", algorithm.name());
    }
}

#[test]
fn an_unknown_algorithm_is_refused_with_the_known_ones() {
    let wrong = refused(&term(Anchor::On(date(2026, 11, 23)), Span::Days(3), "calender-days"));
    assert!(wrong.to_string().contains("calendar-days-rolled"), "{wrong}");
}

#[test]
fn an_algorithm_refuses_a_span_that_it_does_not_count() {
    let start = Anchor::On(date(2026, 11, 23));
    for (span, algorithm) in [
        (Span::Months(1), "calendar-days"),
        (Span::Days(30), "calendar-months"),
        (Span::Days(30), "eu-1182-71-stepwise"),
        (Span::Days(10), "business-days"),
        (Span::BusinessDays(10), "eu-1182-71"),
        (Span::Hours(72), "calendar-days"),
    ] {
        let wrong = refused(&term(start.clone(), span, algorithm));
        assert!(matches!(wrong, ClockError::WrongSpan { .. }), "{algorithm} counted {span:?}");
    }
}

#[test]
fn an_unknown_place_is_no_place_without_holidays() {
    let mut term = month_from(date(2026, 11, 23));
    term.calendars = vec!["US-NY".into()];
    let wrong = refused(&term);
    assert!(matches!(wrong, ClockError::Calendar(CalendarError::UnknownPlace { .. })), "{wrong}");
    assert!(wrong.to_string().contains("US-CA"), "{wrong}");
}

#[test]
fn a_day_outside_the_calendar_is_neither_holiday_nor_working_day() {
    let wrong = refused(&month_from(date(2036, 1, 7)));
    let ClockError::Calendar(CalendarError::Uncovered { day, .. }) = wrong else {
        panic!("guessed: {wrong}")
    };
    assert_eq!(day, date(2036, 2, 7), "the day that is safe to aim for");
}

#[test]
fn a_date_that_needs_no_holiday_needs_no_coverage() {
    let far = term(Anchor::On(date(2040, 1, 31)), Span::Months(1), "eu-1182-71");
    assert_eq!(day_of(&far), date(2040, 2, 29));
}

#[test]
fn dates_beyond_the_last_year_are_errors() {
    let start = Anchor::On(date(9999, 12, 1));
    for (span, algorithm) in [
        (Span::Months(u32::MAX), "calendar-months"),
        (Span::Months(1), "eu-1182-71"),
        (Span::Days(u32::MAX), "calendar-days"),
        (Span::BusinessDays(40), "business-days"),
    ] {
        assert_eq!(refused(&term(start.clone(), span, algorithm)), ClockError::OutOfRange);
    }
    let endless = term(start, Span::BusinessDays(u32::MAX), "business-days");
    assert!(matches!(refused(&endless), ClockError::TooLong(..)));
    let never = Anchor::At(Instant { seconds: i64::MAX, offset_minutes: i16::MAX });
    assert_eq!(refused(&term(never, Span::Hours(1), "hours")), ClockError::OutOfRange);
}

#[test]
fn a_financial_year_cannot_end_on_a_day_that_no_year_has() {
    for (month, day) in [(2, 30), (13, 1), (4, 31), (0, 1), (255, 255)] {
        let mut term = eight_years_of_event();
        term.anchor = Anchor::On(date(2026, 3, 15));
        term.rounding = Rounding::EndOfFiscalYear(month, day);
        assert!(matches!(refused(&term), ClockError::NoSuchYearEnd { .. }), "{month}-{day}");
    }
}

#[test]
fn hours_have_no_pauses() {
    let mut term = term(Anchor::On(date(2026, 11, 23)), Span::Hours(72), "hours");
    term.pauses = vec![Pause { start: date(2026, 11, 24), end: None }];
    assert_eq!(refused(&term), ClockError::PauseInHours);
}

#[test]
fn the_day_of_a_moment_is_the_day_at_its_place() {
    // 2026-11-23T23:30 in New York is the 24th in Greenwich.
    let late = Anchor::At(Instant { seconds: 1_795_494_600, offset_minutes: -300 });
    assert_eq!(day_of(&term(late, Span::Days(1), "calendar-days")), date(2026, 11, 24));
}

#[test]
fn steps_tell_how_a_day_came_about() {
    let resolved = solved(&month_from(date(2026, 11, 25)));
    let christmas = |name: &str| Rest::Holiday { place: "DE".into(), name: name.into() };
    assert_eq!(
        resolved.steps(),
        [
            Step::Anchor(date(2026, 11, 25)),
            Step::Added(Span::Months(1), date(2026, 12, 25)),
            Step::Rolled(date(2026, 12, 26), christmas("Erster Weihnachtstag")),
            Step::Rolled(date(2026, 12, 27), Rest::Weekend),
            Step::Rolled(date(2026, 12, 28), Rest::Weekend),
        ]
    );
}

#[test]
fn a_duty_met_on_the_last_day_is_in_time_and_on_the_next_is_late() {
    let last = solved(&month_from(date(2026, 11, 23)));
    let as_of = date(2027, 1, 15);
    let judged = |met| judge(&clock(Some(met)), Some(&last), as_of);
    assert_eq!(judged(date(2026, 12, 23)), Timeliness::OnTime);
    assert_eq!(judged(date(2026, 12, 24)), Timeliness::Late(date(2026, 12, 23)));
}

#[test]
fn a_duty_is_pending_on_its_last_day_and_overdue_on_the_next() {
    let last = solved(&month_from(date(2026, 11, 23)));
    let judged = |as_of| judge(&clock(None), Some(&last), as_of);
    assert_eq!(judged(date(2026, 12, 23)), Timeliness::Pending);
    assert_eq!(judged(date(2026, 12, 24)), Timeliness::Overdue(date(2026, 12, 23)));
}

#[test]
fn a_duty_met_after_the_day_of_the_question_is_not_met_yet() {
    let last = solved(&month_from(date(2026, 11, 23)));
    let met_later = clock(Some(date(2026, 12, 30)));
    assert_eq!(judge(&met_later, Some(&last), date(2026, 12, 1)), Timeliness::Pending);
}

#[test]
fn a_day_cannot_tell_whether_the_last_hour_was_kept() {
    let aware = Anchor::At(Instant { seconds: 1_795_392_000, offset_minutes: 540 });
    let last = solved(&term(aware, Span::Hours(72), "hours"));
    let day = last.day().expect("a day");
    let judged = |met| judge(&clock(Some(met)), Some(&last), date(2027, 1, 1));
    assert_eq!(judged(day), Timeliness::Unclear);
    assert_eq!(judged(day.yesterday().expect("a day")), Timeliness::OnTime);
    assert_eq!(judged(day.tomorrow().expect("a day")), Timeliness::Late(day));
}

#[test]
fn without_its_event_a_clock_is_pending_or_unclear_but_never_in_time_by_default() {
    let unknown = solved(&eight_years_of_event());
    assert_eq!(judge(&clock(None), Some(&unknown), date(2026, 11, 23)), Timeliness::Unclear);
    let not_yet = with_fact(Value::NotYet);
    let waiting = resolve(&eight_years_of_event(), &calendars(), &not_yet).expect("a formula");
    assert_eq!(judge(&clock(None), Some(&waiting), date(2026, 11, 23)), Timeliness::Pending);
}
