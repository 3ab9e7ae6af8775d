//! FADP arts 2, 3, 14: whom the law reaches. The duties to keep books have a reach of their own.

use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Places, Question, SharingAnswer, Standing, obligation};

use crate::law::{gate, param, rule};
use crate::sensitive::is_known_sensitive;

/// Art. 3(1): what has an effect in Switzerland, for human beings only (art. 2(1)). Personality
/// ends with death (Civil Code art. 31).
pub fn reaches(q: Question<'_>) -> Standing {
    let living = living(q);
    let by_person = rule::ART_3.when(living.clone() & affected(q));
    let by_seat = rule::ART_3_SEAT.when(living & seated(q));
    let by_books = rule::CO_957.when(books(q));
    Standing::by_any(q, [by_person, by_seat, by_books])
}

/// CO art. 957: books that somebody said are kept under Swiss law. Only questions of keeping show
/// that fact, so only they are reached by it.
fn books(q: Question<'_>) -> Cond<'_> {
    let of_items = some(&q.items(), |item| item.fact("books-of").within(inside(q)));
    known(q.controller().fact("books-of").within(inside(q))) | of_items
}

/// Whether art. 3 brings the act to the question, so that its limits speak and not only the duties
/// to keep books.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    living(q) & (affected(q) | seated(q))
}

fn living(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    !known(subject.fact("kind").is("juristic")) & !known(subject.fact("deceased-on").happened())
}

/// People who live or are in Switzerland feel the effect there, whoever acts from where.
fn affected(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    let here = ["residence", "location", "place-at-collection"];
    let stated = here.map(|name| subject.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut places = stated.map(|fact| fact.within(inside(q))).peekable();
    if places.peek().is_none() {
        return Cond::missing(subject.residence().at());
    }
    Cond::any(places)
}

fn seated(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let facts = ["main-establishment", "establishments", "acting-establishment", "processing-places"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(inside(q))).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

/// The places that are Switzerland.
pub fn inside(q: Question<'_>) -> &'static [&'static str] {
    names(&param::INSIDE, q.as_of())
}

/// Art. 14: a private controller abroad with large, regular and risky processing about people
/// here. Size and regularity cannot be said, so the duty is shown where a risk is known.
pub fn representative(q: Question<'_>, answer: &mut SharingAnswer) {
    let controller = q.controller();
    let abroad = known(!controller.fact("main-establishment").within(inside(q)))
        & !known(controller.fact("establishments").within(inside(q)));
    let turned = known(controller.fact("targets").within(inside(q)));
    let risky = some(&q.uses(), |each| each.fact("profiling").is_true())
        | some(&q.items(), |item| is_known_sensitive(q, item));
    let named = known(controller.fact("representatives").within(inside(q)));
    let duty = obligation("representative").with("places", Places(&["CH"]));
    let needed = abroad & turned & risky & !named;
    if needed.is_yes() {
        answer.at(gate::INFORMATION).permit(rule::ART_14.when(needed).obliging(duty));
    }
}
