//! Art. 3: whom the law reaches.

use praetor_asia::record::works_here;
use praetor_asia::scope::{books, established, natural, targeted};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Standing};

use crate::law::{param, rule};

/// Handling in mainland China, or abroad for people there; books bring the duties to keep alone.
pub fn reaches(q: Question<'_>) -> Standing {
    let inside = rule::ART_3_1.when(natural(q) & inside(q));
    let abroad = rule::ART_3_2.when(natural(q) & targeted(q, area(q)));
    Standing::by_any(q, [inside, abroad, rule::BOOKS.when(books(q, area(q)))])
}

/// Whether the law on personal information itself governs, and not only a duty to keep records.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    natural(q) & (inside(q) | targeted(q, area(q)))
}

fn inside(q: Question<'_>) -> Cond<'_> {
    established(q, area(q)) | known(works_here(q, area(q)))
}

/// The places in which the law applies.
pub fn area(q: Question<'_>) -> &'static [&'static str] {
    praetor_sdk::reading::names(&param::AREA, q.as_of())
}
