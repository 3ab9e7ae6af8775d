//! What holds for every clock, whatever its dates.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use jiff::ToSpan;
use jiff::civil::date;
use praetor_decision::calendar::Calendars;
use praetor_decision::clock::{Algorithm, NoFacts, Resolved, resolve};
use praetor_decision::term::{Anchor, Pause, Rounding, Span, Term};
use praetor_decision::{Day, Name};
use proptest::prelude::*;
use std::sync::LazyLock;

static CALENDARS: LazyLock<Calendars> = LazyLock::new(|| Calendars::bundled().expect("bundled calendars"));

/// Days far enough inside the covered years for every span below.
fn any_day() -> impl Strategy<Value = Day> {
    (0_i64..14 * 365).prop_map(|days: i64| date(2018, 1, 1).checked_add(days.days()).expect("a day"))
}

fn any_places() -> impl Strategy<Value = Vec<Name>> {
    let places = ["DE", "PL", "GB-SCT", "GR", "BG", "ZA", "CH", "TR", "US-CA"];
    prop::collection::vec(prop::sample::select(places.to_vec()), 0..3)
        .prop_map(|chosen| chosen.into_iter().map(Name::from).collect())
}

fn any_rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![
        3 => Just(Rounding::None),
        1 => Just(Rounding::EndOfMonth),
        1 => Just(Rounding::EndOfCalendarYear),
        1 => Just(Rounding::StartOfNextYear),
        1 => (1_u8..=12, 1_u8..=28).prop_map(|(month, day)| Rounding::EndOfFiscalYear(month, day)),
    ]
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0_u32..15).prop_map(Span::Months),
        (0_u32..400).prop_map(Span::Days),
        (0_u32..60).prop_map(Span::BusinessDays),
        (0_u32..200).prop_map(Span::Hours),
    ]
}

/// A span and an algorithm that counts it.
fn counted(spans: impl Strategy<Value = Span>) -> impl Strategy<Value = (Span, Algorithm)> {
    (spans, any::<prop::sample::Index>()).prop_map(|(span, index)| {
        let counting: Vec<Algorithm> =
            Algorithm::ALL.into_iter().filter(|algorithm| algorithm.counts(span)).collect();
        (span, counting[index.index(counting.len())])
    })
}

fn any_term() -> impl Strategy<Value = Term> {
    term_of(any_span())
}

/// Hours know no pauses.
fn any_term_that_may_pause() -> impl Strategy<Value = Term> {
    term_of(any_span().prop_map(|span| match span {
        Span::Hours(hours) => Span::Days(hours),
        other => other,
    }))
}

prop_compose! {
    fn term_of(spans: impl Strategy<Value = Span>)(
        day in any_day(),
        rounding in any_rounding(),
        (span, algorithm) in counted(spans),
        calendars in any_places(),
    ) -> Term {
        let algorithm = algorithm.name().into();
        let (pauses, restart) = (Vec::new(), None);
        Term { anchor: Anchor::On(day), rounding, span, algorithm, calendars, pauses, restart }
    }
}

prop_compose! {
    fn any_pause()(start in any_day(), days in 0_i64..90) -> Pause {
        Pause { start, end: start.checked_add(days.days()).ok() }
    }
}

fn last_day(term: &Term) -> Day {
    match resolve(term, &CALENDARS, &NoFacts).expect("a result") {
        Resolved::Day(dated) => dated.day,
        other => panic!("no day: {other:?}"),
    }
}

fn anchor(term: &Term) -> Day {
    match term.anchor {
        Anchor::On(day) => day,
        _ => unreachable!("these tests start with a day"),
    }
}

proptest! {
    #[test]
    fn no_period_ends_before_it_begins(term in any_term()) {
        prop_assert!(last_day(&term) >= anchor(&term));
    }

    #[test]
    fn a_rolled_last_day_is_never_a_day_of_rest(term in any_term()) {
        let algorithm = Algorithm::named(&term.algorithm).expect("an algorithm");
        if algorithm.rolls() {
            let selection = CALENDARS.select(&term.calendars).expect("calendars");
            prop_assert_eq!(selection.moves_last_day(last_day(&term)), Ok(None));
        }
    }

    #[test]
    fn a_business_day_is_never_a_day_of_rest(
        day in any_day(), days in 1_u32..60, calendars in any_places(),
    ) {
        let term = Term {
            anchor: Anchor::On(day),
            rounding: Rounding::None,
            span: Span::BusinessDays(days),
            algorithm: "business-days".into(),
            calendars,
            pauses: Vec::new(),
            restart: None,
        };
        let selection = CALENDARS.select(&term.calendars).expect("calendars");
        prop_assert_eq!(selection.rest_on(last_day(&term)), Ok(None));
    }

    #[test]
    fn one_more_pause_never_shortens(
        term in any_term_that_may_pause(),
        pauses in prop::collection::vec(any_pause(), 0..3), more in any_pause(),
    ) {
        let with = Term { pauses, ..term };
        let mut with_more = with.clone();
        with_more.pauses.push(more);
        prop_assert!(last_day(&with_more) >= last_day(&with));
    }

    #[test]
    fn the_order_of_pauses_does_not_matter(
        term in any_term_that_may_pause(),
        pauses in prop::collection::vec(any_pause(), 0..4),
    ) {
        let with = Term { pauses, ..term };
        let mut turned = with.clone();
        turned.pauses.reverse();
        prop_assert_eq!(last_day(&turned), last_day(&with));
    }

    #[test]
    fn more_holidays_never_end_a_period_earlier(term in any_term()) {
        // South Africa alone moves over Sundays only, so the comparison is with Germany.
        let with = Term { calendars: vec!["DE".into()], ..term };
        let more = Term { calendars: vec!["DE".into(), "PL".into(), "BG".into()], ..with.clone() };
        let none = Term { calendars: Vec::new(), ..with.clone() };
        prop_assert!(last_day(&none) <= last_day(&with));
        prop_assert!(last_day(&with) <= last_day(&more));
    }

    #[test]
    fn a_later_event_never_ends_a_period_earlier(term in any_term(), days in 0_i64..800) {
        let later = anchor(&term).checked_add(days.days()).expect("a day");
        let moved = Term { anchor: Anchor::On(later), ..term.clone() };
        prop_assert!(last_day(&moved) >= last_day(&term));
    }

    #[test]
    fn a_longer_span_never_ends_a_period_earlier(term in any_term()) {
        let longer = match term.span {
            Span::Months(months) => Span::Months(months + 1),
            Span::Days(days) => Span::Days(days + 1),
            Span::BusinessDays(days) => Span::BusinessDays(days + 1),
            Span::Hours(hours) => Span::Hours(hours + 1),
        };
        let longer = Term { span: longer, ..term.clone() };
        prop_assert!(last_day(&longer) >= last_day(&term));
    }

    #[test]
    fn the_end_of_a_year_rounds_to_itself(day in any_day()) {
        let end = |from: Day| last_day(&Term {
            anchor: Anchor::On(from),
            rounding: Rounding::EndOfCalendarYear,
            span: Span::Months(0),
            algorithm: "calendar-months".into(),
            calendars: Vec::new(),
            pauses: Vec::new(),
            restart: None,
        });
        prop_assert_eq!(end(day), day.last_of_year());
        prop_assert_eq!(end(end(day)), end(day));
    }

    #[test]
    fn the_cautious_reading_of_an_extension_is_never_later(day in any_day(), months in 1_u32..6) {
        let with = |algorithm: &str| last_day(&Term {
            anchor: Anchor::On(day),
            rounding: Rounding::None,
            span: Span::Months(months),
            algorithm: algorithm.into(),
            calendars: vec!["DE".into()],
            pauses: Vec::new(),
            restart: None,
        });
        prop_assert!(with("eu-1182-71-stepwise") <= with("eu-1182-71"));
    }

    #[test]
    fn any_term_at_all_ends_in_a_result_or_an_error(
        day in (1_i16..=9999, 1_i8..=12, 1_i8..=28),
        span in prop_oneof![
            any::<u32>().prop_map(Span::Months), any::<u32>().prop_map(Span::Days),
            any::<u32>().prop_map(Span::BusinessDays), any::<u32>().prop_map(Span::Hours),
        ],
        fiscal in any::<(u8, u8)>(),
        algorithm in prop::sample::select(Algorithm::ALL.to_vec()),
        calendars in any_places(),
    ) {
        let term = Term {
            anchor: Anchor::On(date(day.0, day.1, day.2)),
            rounding: Rounding::EndOfFiscalYear(fiscal.0, fiscal.1),
            span,
            algorithm: algorithm.name().into(),
            calendars,
            pauses: Vec::new(),
            restart: None,
        };
        if let Ok(resolved) = resolve(&term, &CALENDARS, &NoFacts) {
            let last = resolved.day().expect("a day");
            prop_assert!(last >= anchor(&term));
        }
    }
}
