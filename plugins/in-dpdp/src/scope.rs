//! S. 3, and what binds bodies corporate in India until then and beside it.

use praetor_asia::record::works_here;
use praetor_asia::scope::{books, established, natural, targeted};
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Question, Standing};

use crate::law::{param, rule};

/// Processing in India, or elsewhere for goods and services offered to people there.
pub fn reaches(q: Question<'_>) -> Standing {
    let act = rule::S_3.when(natural(q) & (inside(q) | targeted(q, area(q))));
    let older = rule::IT_ACT.when(natural(q) & inside(q));
    Standing::by_any(q, [act, older, rule::BOOKS.when(books(q, area(q)))])
}

/// Whether the Act itself governs on the day.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    let begun = rule::S_3.as_ref().from.is_none_or(|first| first <= q.as_of());
    Cond::known(begun) & natural(q) & (inside(q) | targeted(q, area(q)))
}

/// A body that works in India.
pub fn inside(q: Question<'_>) -> Cond<'_> {
    established(q, area(q)) | known(works_here(q, area(q)))
}

/// The places in which the law applies.
pub fn area(q: Question<'_>) -> &'static [&'static str] {
    names(&param::AREA, q.as_of())
}
