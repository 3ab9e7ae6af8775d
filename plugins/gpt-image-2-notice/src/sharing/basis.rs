//! Section 4: the basis that was declared.

use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::law::{gate, rule};
use crate::published::purpose_of;

/// The bases of section 4 and their siblings in European law. A caller who names one of another
/// law, or a consent in a stricter form, contradicts nobody.
const COMPARABLE: [&str; 7] = [
    "contract",
    "consent",
    "legal-obligation",
    "legitimate-interest",
    "recognised-legitimate-interest",
    "vital-interest",
    "public-task",
];

/// Section 4: a caller who rests the use on another basis than the declared one is looked at.
pub(super) fn speak(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let claimed = each.fact("basis");
    let (Some(code), Some(row)) = (claimed.code(), purpose_of(each, q.as_of())) else {
        return;
    };
    let differs = COMPARABLE.contains(&code) && !row.bases.contains(&code);
    let cond = Cond::because(claimed.at(), differs).resting_on(each.purpose().at());
    answer.at(gate::BASIS).about(each).review(rule::S_4_OTHER_BASIS.when(cond).reason("r-no-basis"));
}
