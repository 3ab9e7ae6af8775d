//! Arts 2 to 4: whom the law reaches.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Standing};

use crate::law::rule;
use crate::reading::inside;

/// Art. 3: an establishment in the United Kingdom, or people there to whom somebody outside turns.
/// The acts on books reach what is kept in books of the United Kingdom, whoever it is about.
pub fn reaches(q: Question<'_>) -> Standing {
    let living = living(q);
    let by_seat = rule::ART_3_1.when(living.clone() & established(q));
    let by_target = rule::ART_3_2.when(living & targeted(q));
    Standing::by_any(q, [by_seat, by_target, rule::BOOKS.when(keeps_books(q))])
}

/// Whether Art. 3 brings the law to the question, so that its limits speak and not only the acts
/// on books.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    living(q) & (established(q) | targeted(q))
}

/// It protects living human beings only (Art. 4(1), DPA 2018 s. 3(2)).
fn living(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    !known(subject.fact("kind").is("juristic")) & !known(subject.fact("deceased-on").happened())
}

/// Art. 3(1): the controller, or a processor that the operator is, acts through an establishment.
fn established(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let facts = ["main-establishment", "establishments", "acting-establishment"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(inside(q))).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

/// Art. 3(2): people in the United Kingdom are offered something or watched: those who live there, and
/// those who are known to be there now or were at collection. Whoever has them as users is taken to
/// turn to them unless it is known to turn elsewhere.
fn targeted(q: Question<'_>) -> Cond<'_> {
    let (subject, area) = (q.subject(), inside(q));
    let passing = ["location", "place-at-collection"].map(|name| known(subject.fact(name).within(area)));
    let people = Cond::any(passing) | subject.residence().within(area);
    let elsewhere = known(!q.controller().fact("targets").within(area));
    people & !elsewhere
}

/// Stated books of the United Kingdom; silence is no reason to ask a law on books about people
/// elsewhere.
fn keeps_books(q: Question<'_>) -> Cond<'_> {
    let general = known(q.controller().fact("books-of").within(inside(q)));
    let own = Cond::any(q.items().iter().map(|item| known(item.fact("books-of").within(inside(q)))));
    general | own
}
