//! Every date of the law tables, as data: `tests/vectors/*.toml`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use jiff::Timestamp;
use praetor_decision::answer::{Clock, ClockForm, Strength};
use praetor_decision::calendar::Calendars;
use praetor_decision::clock::{NoFacts, Resolved, Timeliness, judge, resolve};
use praetor_decision::question::Instant;
use praetor_decision::term::{Anchor, Pause, Rounding, Span, Term};
use praetor_decision::{Day, Name};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Vector {
    name: String,
    on: Option<Day>,
    at: Option<String>,
    months: Option<u32>,
    days: Option<u32>,
    business_days: Option<u32>,
    hours: Option<u32>,
    algorithm: Name,
    #[serde(default)]
    calendars: Vec<Name>,
    rounding: Option<String>,
    fiscal_year_ends: Option<(u8, u8)>,
    #[serde(default)]
    pauses: Vec<(Day, Day)>,
    restart: Option<Day>,
    last_day: Option<Day>,
    moment: Option<String>,
    met_on: Option<Day>,
    as_of: Option<Day>,
    timeliness: Option<String>,
}

impl Vector {
    fn term(&self) -> Term {
        Term {
            anchor: self.anchor(),
            rounding: self.rounding(),
            span: self.span(),
            algorithm: self.algorithm.clone(),
            calendars: self.calendars.clone(),
            pauses: self.pauses.iter().map(|(start, end)| Pause { start: *start, end: Some(*end) }).collect(),
            restart: self.restart,
        }
    }

    fn anchor(&self) -> Anchor {
        match (self.on, &self.at) {
            (Some(day), None) => Anchor::On(day),
            (None, Some(at)) => Anchor::At(instant(at)),
            _ => panic!("{}: give `on` or `at`", self.name),
        }
    }

    fn span(&self) -> Span {
        match (self.months, self.days, self.business_days, self.hours) {
            (Some(months), None, None, None) => Span::Months(months),
            (None, Some(days), None, None) => Span::Days(days),
            (None, None, Some(days), None) => Span::BusinessDays(days),
            (None, None, None, Some(hours)) => Span::Hours(hours),
            _ => panic!("{}: give one span", self.name),
        }
    }

    fn rounding(&self) -> Rounding {
        match (self.rounding.as_deref(), self.fiscal_year_ends) {
            (None, None) => Rounding::None,
            (Some("end-of-month"), None) => Rounding::EndOfMonth,
            (Some("end-of-calendar-year"), None) => Rounding::EndOfCalendarYear,
            (Some("start-of-next-year"), None) => Rounding::StartOfNextYear,
            (Some("end-of-fiscal-year"), Some((month, day))) => Rounding::EndOfFiscalYear(month, day),
            other => panic!("{}: unknown rounding {other:?}", self.name),
        }
    }

    fn check(&self, calendars: &Calendars) -> Result<(), String> {
        let resolved =
            resolve(&self.term(), calendars, &NoFacts).map_err(|wrong| format!("{}: {wrong}", self.name))?;
        let found = match (&resolved, self.last_day, &self.moment) {
            (Resolved::Day(dated), Some(day), None) => dated.day == day,
            (Resolved::Moment(timed), None, Some(moment)) => timed.instant == instant(moment),
            _ => false,
        };
        let as_expected = found && self.timeliness_holds(&resolved);
        let wrong = || format!("{}: wanted {:?}, got {resolved:?}", self.name, self.last_day);
        if as_expected { Ok(()) } else { Err(wrong()) }
    }

    fn timeliness_holds(&self, resolved: &Resolved) -> bool {
        let Some(expected) = &self.timeliness else {
            return true;
        };
        let clock = Clock {
            form: ClockForm::Respond,
            latest: Some(self.term()),
            target: None,
            at_once: false,
            strength: Strength::Statutory,
            met_on: self.met_on,
        };
        let last = self.last_day.expect("a day");
        let expected = match expected.as_str() {
            "overdue" => Timeliness::Overdue(last),
            "late" => Timeliness::Late(last),
            other => panic!("{}: unknown timeliness {other}", self.name),
        };
        judge(&clock, Some(resolved), self.as_of.expect("`as-of`")) == expected
    }
}

/// `2026-11-23T09:00:00+09:00`.
fn instant(text: &str) -> Instant {
    let seconds = text.parse::<Timestamp>().expect("an instant").as_second();
    let as_if_utc = format!("{}Z", text.get(..19).expect("a local time"));
    let as_utc = as_if_utc.parse::<Timestamp>().expect("an instant").as_second();
    let offset_minutes = i16::try_from((as_utc - seconds) / 60).expect("an offset");
    Instant { seconds, offset_minutes }
}

fn holds(text: &str, at_least: usize) {
    let calendars = Calendars::bundled().expect("bundled calendars");
    let file: File = toml::from_str(text).expect("vectors");
    assert!(file.vector.len() >= at_least, "vectors went missing: {}", file.vector.len());
    let wrong: Vec<String> = file.vector.iter().filter_map(|vector| vector.check(&calendars).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_european_vector_ends_on_its_day() {
    holds(include_str!("vectors/eu-gdpr.toml"), 36);
}

#[test]
fn every_british_vector_ends_on_its_day() {
    holds(include_str!("vectors/uk-gdpr.toml"), 31);
}

#[test]
fn every_swiss_vector_ends_on_its_day() {
    holds(include_str!("vectors/ch-fadp.toml"), 7);
}

#[test]
fn every_turkish_vector_ends_on_its_day() {
    holds(include_str!("vectors/tr-kvkk.toml"), 10);
}

#[test]
fn every_vector_outside_europe_ends_on_its_day() {
    holds(include_str!("vectors/world.toml"), 57);
}

#[test]
fn every_example_of_a_period_of_keeping_ends_on_its_day() {
    holds(include_str!("vectors/retention.toml"), 41);
}
