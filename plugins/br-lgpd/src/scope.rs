//! Arts 1, 3, 5: whom the law reaches.

use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Question, Standing};

use crate::law::{param, rule};

/// Processing in Brazil, people in Brazil, data collected there; books under Brazilian law bring the duties to keep
/// records alone.
pub fn reaches(q: Question<'_>) -> Standing {
    let by_place = rule::ART_3_I.when(living(q) & worked_here(q));
    let by_person = rule::ART_3_II.when(living(q) & here(q));
    let by_collection = rule::ART_3_III.when(living(q) & collected_here(q));
    Standing::by_any(q, [by_place, by_person, by_collection, rule::BOOKS.when(books(q))])
}

/// Whether the law on personal data itself governs, and not only a duty to keep records.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    living(q) & (worked_here(q) | here(q) | collected_here(q))
}

/// The places in which the law applies.
pub fn area(q: Question<'_>) -> &'static [&'static str] {
    names(&param::AREA, q.as_of())
}

/// Art. 5 I: a living natural person.
fn living(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    !known(subject.fact("kind").is("juristic")) & !known(subject.fact("deceased-on").happened())
}

/// Art. 3 I: the controller works with the data in Brazil; where nobody said where, its seats tell.
fn worked_here(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let facts = ["processing-places", "main-establishment", "establishments", "acting-establishment"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(area(q))).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

/// Art. 3 II: the service is offered to, or the data are about, people who are in Brazil.
fn here(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    Cond::any(["residence", "location"].map(|name| subject.fact(name).within(area(q))))
}

/// Art. 3 III, par. 1: the person was in Brazil when the data were collected.
fn collected_here(q: Question<'_>) -> Cond<'_> {
    known(q.subject().fact("place-at-collection").within(area(q)))
}

/// Books that were said to be Brazilian; only a question on keeping is told.
fn books(q: Question<'_>) -> Cond<'_> {
    let general = known(q.controller().fact("books-of").within(area(q)));
    general | some(&q.items(), |item| item.fact("books-of").within(area(q)))
}
