//! The bundled calendars, and how calendars are read.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use jiff::civil::date;
use praetor_decision::Day;
use praetor_decision::calendar::{CalendarError, Calendars, Rest};

/// Countries whose law of time limits or whose establishments the first plugins need.
const NEEDED: &[&str] = &[
    "AT",
    "BE",
    "BG",
    "HR",
    "CY",
    "CZ",
    "DK",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "HU",
    "IE",
    "IT",
    "LV",
    "LT",
    "LU",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SK",
    "SI",
    "ES",
    "SE",
    "NO",
    "IS",
    "LI",
    "CH",
    "TR",
    "GB-ENG",
    "GB-WLS",
    "GB-SCT",
    "GB-NIR",
    "US-CA",
    "US-CA-wide",
    "BR",
    "KR",
    "ZA",
];

fn bundled() -> Calendars {
    Calendars::bundled().expect("bundled calendars")
}

fn is_holiday(place: &str, day: Day) -> bool {
    bundled().of(place).expect("a calendar").holiday(day).expect("covered").is_some()
}

fn parse(rule: &str) -> Result<Calendars, CalendarError> {
    let head = r#"
        place = "XX"
        title = "nowhere"
        weekend = ["saturday", "sunday"]
        years = [2020, 2030]
        source = "none"
        checked = "2026-11-23"
        confidence = "low"
    "#;
    Calendars::parse(&[("xx", &format!("{head}\n{rule}"))])
}

#[test]
fn every_place_that_is_needed_has_a_calendar_for_2018_to_2035() {
    let calendars = bundled();
    for place in NEEDED {
        let calendar = calendars.of(place).unwrap_or_else(|| panic!("no calendar of {place}"));
        assert_eq!(calendar.years, (2018, 2035), "{place}");
        for year in 2018..=2035 {
            let of_year = calendar.holidays.keys().filter(|day| day.year() == year).count();
            assert!((4..=22).contains(&of_year), "{place} has {of_year} holidays in {year}");
        }
    }
}

#[test]
fn easter_is_where_the_church_books_put_it() {
    // Western Easter Mondays, orthodox Easter Sundays.
    for (year, month, day) in [(2018, 4, 2), (2024, 4, 1), (2026, 4, 6), (2027, 3, 29), (2035, 3, 26)] {
        assert!(is_holiday("DE", date(year, month, day)), "western, {year}");
    }
    for (year, month, day) in [(2018, 4, 8), (2024, 5, 5), (2026, 4, 12), (2027, 5, 2), (2035, 4, 29)] {
        assert!(is_holiday("GR", date(year, month, day)), "orthodox, {year}");
    }
}

#[test]
fn holidays_begin_and_end_with_their_law() {
    for (place, last_not, first) in [
        ("PL", date(2024, 12, 24), date(2025, 12, 24)),
        ("BR", date(2023, 11, 20), date(2024, 11, 20)),
        ("LU", date(2018, 5, 9), date(2019, 5, 9)),
        ("HR", date(2019, 5, 30), date(2020, 5, 30)),
        ("RO", date(2023, 1, 6), date(2024, 1, 6)),
        ("IT", date(2025, 10, 4), date(2026, 10, 4)),
        ("IE", date(2022, 2, 7), date(2023, 2, 6)),
    ] {
        assert!(!is_holiday(place, last_not), "{place}: {last_not} was none");
        assert!(is_holiday(place, first), "{place}: {first} is one");
    }
    assert!(is_holiday("DK", date(2023, 5, 5)) && !is_holiday("DK", date(2024, 4, 26)));
    assert!(is_holiday("SK", date(2023, 9, 1)) && !is_holiday("SK", date(2024, 9, 1)));
}

#[test]
fn british_holidays_on_a_weekend_have_their_substitute_days() {
    for day in [date(2021, 12, 27), date(2021, 12, 28), date(2022, 12, 27), date(2023, 1, 2)] {
        assert!(is_holiday("GB-ENG", day), "{day}");
    }
    assert!(is_holiday("GB-SCT", date(2022, 1, 3)) && is_holiday("GB-SCT", date(2022, 1, 4)));
    assert!(!is_holiday("GB-ENG", date(2022, 1, 4)));
    assert!(is_holiday("GB-NIR", date(2026, 7, 13)), "12 July 2026 is a Sunday");
    assert!(!is_holiday("GB-ENG", date(2020, 5, 4)) && is_holiday("GB-ENG", date(2020, 5, 8)));
}

#[test]
fn a_saturday_holiday_does_not_move_in_california() {
    assert!(!is_holiday("US-CA", date(2026, 7, 3)));
    assert!(is_holiday("US-CA", date(2021, 7, 5)), "4 July 2021 is a Sunday");
}

#[test]
fn what_all_british_nations_share_is_a_part_of_each() {
    let calendars = bundled();
    let shared = calendars.of("GB").expect("GB");
    for nation in ["GB-ENG", "GB-SCT", "GB-NIR"] {
        let calendar = calendars.of(nation).expect("a nation");
        for day in shared.holidays.keys() {
            assert!(calendar.holidays.contains_key(day), "{nation} lacks {day}");
        }
    }
}

#[test]
fn the_narrow_californian_list_is_a_part_of_the_wide_one() {
    let calendars = bundled();
    let wide = calendars.of("US-CA-wide").expect("the wide list");
    let narrow = calendars.of("US-CA").expect("the narrow list");
    assert!(narrow.holidays.keys().all(|day| wide.holidays.contains_key(day)));
}

#[test]
fn a_part_has_the_calendar_of_its_whole_and_no_other() {
    let calendars = bundled();
    assert_eq!(calendars.of("DE-BY").map(|found| found.place.as_str()), Some("DE"));
    assert_eq!(calendars.of("GB-SCT").map(|found| found.place.as_str()), Some("GB-SCT"));
    assert!(calendars.of("US-NY").is_none() && calendars.of("DEU").is_none());
}

#[test]
fn south_africa_rests_on_saturdays_but_a_period_may_end_on_one() {
    let calendars = bundled();
    let selection = calendars.select(&["ZA".into()]).expect("ZA");
    let saturday = date(2026, 12, 19);
    assert_eq!(selection.rest_on(saturday), Ok(Some(Rest::Weekend)));
    assert_eq!(selection.moves_last_day(saturday), Ok(None));
}

#[test]
fn a_holiday_at_the_turn_of_the_covered_years_still_moves_into_them() {
    let rule = r#"
        [[holiday]]
        name = "New Year"
        fixed = "01-01"
        moves = "to-nearest-weekday"
    "#;
    let calendars = parse(rule).expect("a calendar");
    let holidays = &calendars.of("XX").expect("XX").holidays;
    // 1 January 2028 is a Saturday.
    assert!(holidays.contains_key(&date(2027, 12, 31)));
}

#[test]
fn rules_that_make_no_sense_are_refused_by_name() {
    for rule in [
        "[[holiday]]\nname = \"Both\"\nfixed = \"01-01\"\neaster = 1",
        "[[holiday]]\nname = \"None\"",
        "[[holiday]]\nname = \"No such day\"\nfixed = \"02-30\"",
        "[[holiday]]\nname = \"Sixth\"\nnth = { n = 6, day = \"monday\", month = 1 }",
    ] {
        let wrong = parse(rule).expect_err("an error");
        assert!(matches!(wrong, CalendarError::BadRule { .. }), "{wrong}");
    }
    let wrong = parse("[[holiday]]\nname = \"Misspelt\"\nfixd = \"01-01\"").expect_err("an error");
    assert!(matches!(wrong, CalendarError::Malformed { .. }), "{wrong}");
}

#[test]
fn a_place_has_one_calendar() {
    let (_, text) = praetor_decision::calendar::BUNDLED[0];
    let wrong = Calendars::parse(&[("one", text), ("other", text)]).expect_err("an error");
    assert!(matches!(wrong, CalendarError::Twice { .. }), "{wrong}");
}
