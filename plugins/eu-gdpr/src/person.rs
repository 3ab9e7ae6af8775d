//! How old a person is, from the age or from bounds.

use praetor_sdk::{Cond, Day, Question, Thing};

use crate::law::param;

/// The age of majority, used where the law speaks of a child without a number of its own
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

/// Younger than the age of consent was when this consent was given: Art. 8(1) is about the day of
/// the consent, which does not heal with the years.
pub fn too_young_for<'q>(q: Question<'q>, consent: Thing<'q>) -> Cond<'q> {
    let day = consent.fact("given-on").day().unwrap_or(q.as_of());
    let (years, changes) = age_of_consent(q, day);
    let stated = consent.fact("age-at-giving");
    let cond = match stated.integer() {
        Some(_) => stated.under(years),
        None => then_under(q, consent, day, years),
    };
    if consent.fact("given-on").day().is_some() { cond } else { cond.until(changes) }
}

/// Younger than the age of consent today, for somebody who has not consented at all.
pub fn too_young_today(q: Question<'_>) -> Cond<'_> {
    let (years, changes) = age_of_consent(q, q.as_of());
    under(q.subject(), years).until(changes)
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

/// The highest age of consent among the places of residence; where none is known, that of the
/// Regulation itself. With the day on which one of them changes.
fn age_of_consent(q: Question<'_>, day: Day) -> (i64, Option<Day>) {
    let unknown = param::AGE_OF_CONSENT_UNKNOWN.on(day).or(16);
    let of_place = |place: &String| param::AGE_OF_CONSENT.of(place, day);
    let found = || q.subject().residence().places().iter().map(of_place);
    let years = found().map(|age| age.or(unknown)).max().unwrap_or(unknown);
    (years, found().filter_map(|age| age.changes_on).min())
}

/// Whether the state of residence wants the child and the parent to consent together.
pub fn consents_jointly(q: Question<'_>) -> Cond<'_> {
    let residence = q.subject().residence();
    let joint = residence.places().iter().any(|p| param::JOINT_CONSENT.of(p, q.as_of()).or(false));
    if joint { Cond::because(residence.at(), true) } else { Cond::no() }
}
