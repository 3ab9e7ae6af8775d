//! Whom a law reaches, by the seat of the controller or by the place of the person.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Question};

/// A living human being, as far as anybody said.
pub fn living(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    !known(subject.fact("kind").is("juristic")) & !known(subject.fact("deceased-on").happened())
}

/// A human being, alive or not.
pub fn natural(q: Question<'_>) -> Cond<'_> {
    !known(q.subject().fact("kind").is("juristic"))
}

/// The controller works through an establishment in the area.
pub fn established<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let controller = q.controller();
    let facts = ["main-establishment", "establishments", "acting-establishment"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(area)).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

/// The person is in the area, or was when the data were collected.
pub fn here<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let subject = q.subject();
    let facts = ["residence", "location", "place-at-collection"];
    Cond::any(facts.map(|name| subject.fact(name).within(area)))
}

/// The person is in the area, and nobody said that the service is not offered there: whoever
/// answers people of a place is taken to offer it to them.
pub fn targeted<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    here(q, area) & !known(!q.controller().fact("targets").within(area))
}

/// Books that were said to be of the area; only a question on keeping is told.
pub fn books<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let general = known(q.controller().fact("books-of").within(area));
    general | some(&q.items(), |item| item.fact("books-of").within(area))
}
