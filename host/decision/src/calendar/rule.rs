//! Holiday rules, and the days that they come to.

use std::collections::BTreeMap;

use jiff::Span;
use serde::Deserialize;

use super::read::Week;
use super::{CalendarError, easter, on};
use crate::question::{Day, Name};

/// One holiday: exactly one of `fixed`, `easter`, `orthodox-easter`, `nth`, `first-from`, `days`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rule {
    /// What the place calls it.
    name: Name,
    /// The same day every year, `12-25`.
    fixed: Option<String>,
    /// Days after western Easter Sunday.
    easter: Option<i32>,
    /// Days after orthodox Easter Sunday.
    orthodox_easter: Option<i32>,
    /// The n-th day of the week in a month; -1: the last.
    nth: Option<Nth>,
    /// The first such day of the week on or after a day.
    first_from: Option<FirstFrom>,
    /// These days and no others.
    days: Option<Vec<Day>>,
    /// The first year in which it is a holiday.
    from: Option<i16>,
    /// The last year in which it is a holiday.
    until: Option<i16>,
    /// Years in which it is none, for it was moved or stood down.
    #[serde(default)]
    except: Vec<i16>,
    /// What happens when it meets a weekend.
    moves: Option<Moves>,
    /// Where it is written, if not in the source of the calendar.
    #[serde(default, rename = "source")]
    _source: String,
    /// A remark for the reader.
    #[serde(default, rename = "note")]
    _note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nth {
    n: i8,
    day: Week,
    month: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstFrom {
    day: Week,
    from: String,
}

/// What happens to a holiday on a weekend. The day itself stays a holiday.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Moves {
    /// A Sunday gives the Monday.
    SundayToMonday,
    /// A Sunday gives the Monday, a Saturday the Friday.
    ToNearestWeekday,
    /// A day of the weekend gives the next day that is neither weekend nor holiday.
    ToNextWorkingDay,
}

/// Every holiday of the years that a calendar covers.
pub(super) fn holidays(
    file: &str,
    rules: &[Rule],
    years: (i16, i16),
    weekend: [bool; 7],
) -> Result<BTreeMap<Day, Name>, CalendarError> {
    let mut found = BTreeMap::new();
    let mut moving = BTreeMap::new();
    for rule in rules {
        let bad =
            |reason| CalendarError::BadRule { file: file.to_owned(), holiday: rule.name.to_string(), reason };
        for day in rule.occurrences(years).map_err(bad)? {
            found.entry(day).or_insert_with(|| rule.name.clone());
            if let Some(moves) = rule.moves {
                moving.insert(day, (moves, rule.name.clone()));
            }
        }
    }
    for (day, (moves, name)) in moving {
        if let Some(instead) = moves.instead_of(day, &found, &weekend) {
            found.entry(instead).or_insert(name);
        }
    }
    found.retain(|day, _| (years.0..=years.1).contains(&day.year()));
    Ok(found)
}

impl Rule {
    /// Its days, one year wider than the calendar: a holiday may move over the turn of the year.
    fn occurrences(&self, (from, until): (i16, i16)) -> Result<Vec<Day>, &'static str> {
        if self.kinds() != 1 {
            return Err("give exactly one of fixed, easter, orthodox-easter, nth, first-from, days");
        }
        if let Some(days) = &self.days {
            return Ok(days.clone());
        }
        let first = self.from.unwrap_or(i16::MIN).max(from.saturating_sub(1));
        let last = self.until.unwrap_or(i16::MAX).min(until.saturating_add(1));
        let years = (first..=last).filter(|year| !self.except.contains(year));
        years.map(|year| self.in_year(year).ok_or("there is no such day")).collect()
    }

    fn kinds(&self) -> usize {
        let given = [
            self.fixed.is_some(),
            self.easter.is_some(),
            self.orthodox_easter.is_some(),
            self.nth.is_some(),
            self.first_from.is_some(),
            self.days.is_some(),
        ];
        given.into_iter().filter(|given| *given).count()
    }

    fn in_year(&self, year: i16) -> Option<Day> {
        if let Some(fixed) = &self.fixed {
            return month_day(year, fixed);
        }
        if let Some(days) = self.easter {
            return later(easter::western(year)?, days);
        }
        if let Some(days) = self.orthodox_easter {
            return later(easter::orthodox(year)?, days);
        }
        if let Some(nth) = &self.nth {
            let month = Day::new(year, nth.month, 1).ok()?;
            return month.nth_weekday_of_month(nth.n, nth.day.into()).ok();
        }
        let first = self.first_from.as_ref()?;
        let from = month_day(year, &first.from)?;
        let wanted = jiff::civil::Weekday::from(first.day);
        later(from, i32::from(from.weekday().until(wanted)))
    }
}

impl Moves {
    fn instead_of(self, day: Day, holidays: &BTreeMap<Day, Name>, weekend: &[bool; 7]) -> Option<Day> {
        use jiff::civil::Weekday::{Saturday, Sunday};
        match (self, day.weekday()) {
            (Self::SundayToMonday | Self::ToNearestWeekday, Sunday) => day.tomorrow().ok(),
            (Self::ToNearestWeekday, Saturday) => day.yesterday().ok(),
            (Self::ToNextWorkingDay, _) if on(weekend, day) => next_free(day, holidays, weekend),
            _ => None,
        }
    }
}

/// The first day after this one that is neither weekend nor holiday.
fn next_free(day: Day, holidays: &BTreeMap<Day, Name>, weekend: &[bool; 7]) -> Option<Day> {
    let mut day = day.tomorrow().ok()?;
    while on(weekend, day) || holidays.contains_key(&day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// `12-25` of a year.
fn month_day(year: i16, text: &str) -> Option<Day> {
    let (month, day) = text.split_once('-')?;
    Day::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn later(day: Day, days: i32) -> Option<Day> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}
