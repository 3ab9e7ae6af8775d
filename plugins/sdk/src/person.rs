//! How old a person is, or was, from the age or from bounds.

use crate::cond::Cond;
use crate::day::Day;
use crate::law::Parameter;
use crate::question::{Question, Thing};

/// The age of majority, used where a law speaks of a child without a number of its own
/// (Convention on the Rights of the Child, art. 1).
pub const MAJORITY: i64 = 18;

/// Younger than so many years on the day of the question.
pub fn under<'q>(person: Thing<'q>, years: i64) -> Cond<'q> {
    let (age, least, most) = (person.age(), person.fact("age-at-least"), person.fact("age-at-most"));
    if age.integer().is_some() {
        return age.under(years);
    }
    match (least.integer(), most.integer()) {
        (Some(bound), _) if bound >= years => Cond::because(least.at(), false),
        (_, Some(bound)) if bound < years => Cond::because(most.at(), true),
        _ => Cond::missing(age.at()),
    }
}

/// Younger than so many years on the day on which this consent was given; without that day, on the
/// day of the question. What was given too young does not heal with the years.
pub fn under_when_given<'q>(q: Question<'q>, consent: Thing<'q>, years: i64) -> Cond<'q> {
    let day = consent.fact("given-on").day().unwrap_or(q.as_of());
    let stated = consent.fact("age-at-giving");
    match stated.integer() {
        Some(_) => stated.under(years),
        None => then_under(q, consent, day, years),
    }
}

/// The age on an earlier day lies within a year of what today's age tells.
fn then_under<'q>(q: Question<'q>, consent: Thing<'q>, day: Day, years: i64) -> Cond<'q> {
    let subject = q.subject();
    let since = whole_years(day, q.as_of());
    let begun = since + i64::from(day.plus_years(u16::try_from(since).unwrap_or(0)) != q.as_of());
    let youngest = under(subject, years.saturating_add(begun));
    let oldest = under(subject, years.saturating_add(since));
    if youngest.is_no() {
        youngest
    } else if oldest.is_yes() {
        oldest
    } else if youngest.is_unknown() {
        Cond::missing(subject.age().at())
    } else {
        Cond::missing(consent.fact("age-at-giving").at())
    }
}

fn whole_years(from: Day, to: Day) -> i64 {
    let passed = (to.month, to.day) >= (from.month, from.day);
    (i64::from(to.year) - i64::from(from.year) - i64::from(!passed)).max(0)
}

/// The highest number that a law has among the places where the person lives, `otherwise` for a
/// place without one or where none is known. With the first day on which one of them changes.
#[must_use]
pub fn highest_at_home(
    q: Question<'_>,
    of_place: &Parameter<i64>,
    otherwise: i64,
    day: Day,
) -> (i64, Option<Day>) {
    let residence = q.subject().residence();
    let found = || residence.places().iter().map(|place| of_place.of(place, day));
    let number = found().map(|age| age.or(otherwise)).max().unwrap_or(otherwise);
    (number, found().filter_map(|age| age.changes_on).min())
}
