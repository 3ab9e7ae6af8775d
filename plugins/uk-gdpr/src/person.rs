//! The age of Art. 8: 13, in the article itself since 2026 and in DPA 2018 s. 9 before.

use praetor_sdk::person::{under, under_when_given};
use praetor_sdk::{Cond, Day, Question, Thing};

use crate::law::param;

/// Younger than 13 when this consent was given: a consent does not heal with the years.
pub fn too_young_for<'q>(q: Question<'q>, consent: Thing<'q>) -> Cond<'q> {
    let given = consent.fact("given-on").day().unwrap_or(q.as_of());
    under_when_given(q, consent, age_of_consent(given))
}

/// Younger than 13 today, for somebody who has not consented at all.
pub fn too_young_today(q: Question<'_>) -> Cond<'_> {
    under(q.subject(), age_of_consent(q.as_of()))
}

/// A consent of before 2021 was given under the same number (DPA 2018 s. 9).
fn age_of_consent(day: Day) -> i64 {
    param::AGE_OF_CONSENT.on(day).or(13)
}
