//! The ages of Art. 8.

use praetor_sdk::person::{highest_at_home, under, under_when_given};
use praetor_sdk::{Cond, Day, Question, Thing};

use crate::law::param;

/// Younger than the age of consent was when this consent was given: Art. 8(1) is about the day of
/// the consent, which does not heal with the years.
pub fn too_young_for<'q>(q: Question<'q>, consent: Thing<'q>) -> Cond<'q> {
    let given = consent.fact("given-on").day();
    let (years, changes) = age_of_consent(q, given.unwrap_or(q.as_of()));
    let young = under_when_given(q, consent, years);
    if given.is_some() { young } else { young.until(changes) }
}

/// Younger than the age of consent today, for somebody who has not consented at all.
pub fn too_young_today(q: Question<'_>) -> Cond<'_> {
    let (years, changes) = age_of_consent(q, q.as_of());
    under(q.subject(), years).until(changes)
}

/// The highest age of consent among the places of residence; where none is known, that of the
/// Regulation itself.
fn age_of_consent(q: Question<'_>, day: Day) -> (i64, Option<Day>) {
    highest_at_home(q, &param::AGE_OF_CONSENT, param::AGE_OF_CONSENT_UNKNOWN.on(day).or(16), day)
}

/// Whether the state of residence wants the child and the parent to consent together.
pub fn consents_jointly(q: Question<'_>) -> Cond<'_> {
    let residence = q.subject().residence();
    let joint = residence.places().iter().any(|p| param::JOINT_CONSENT.of(p, q.as_of()).or(false));
    if joint { Cond::because(residence.at(), true) } else { Cond::no() }
}
