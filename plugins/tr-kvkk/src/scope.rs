//! Arts 2, 3, 28: whom the law reaches.

use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Question, Standing};

use crate::law::{param, rule};

/// Processing through an establishment in Türkiye, or with an effect on people there; books under Turkish law bring the
/// duties to keep records alone.
pub fn reaches(q: Question<'_>) -> Standing {
    let by_seat = rule::ART_2_ESTABLISHMENT.when(living(q) & established(q));
    let by_effect = rule::ART_2_EFFECT.when(living(q) & here(q));
    Standing::by_any(q, [by_seat, by_effect, rule::BOOKS.when(books(q))])
}

/// Whether the law on personal data itself governs, and not only a duty to keep records.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    living(q) & (established(q) | here(q))
}

/// The places in which the law applies.
pub fn area(q: Question<'_>) -> &'static [&'static str] {
    names(&param::AREA, q.as_of())
}

/// Art. 3(1)(ç): a living natural person (TMK art. 28).
fn living(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    !known(subject.fact("kind").is("juristic")) & !known(subject.fact("deceased-on").happened())
}

fn established(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let facts = ["main-establishment", "establishments", "acting-establishment"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(area(q))).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

fn here(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    let facts = ["residence", "location", "place-at-collection"];
    Cond::any(facts.map(|name| subject.fact(name).within(area(q))))
}

/// Books that were said to be Turkish; only a question on keeping is told.
fn books(q: Question<'_>) -> Cond<'_> {
    let general = known(q.controller().fact("books-of").within(area(q)));
    general | some(&q.items(), |item| item.fact("books-of").within(area(q)))
}
