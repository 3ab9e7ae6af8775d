//! Sections 2, 4 and 26: whom the Act reaches.

use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Question, Standing};

use crate::law::{param, rule};

/// Organisations in Canada, and foreign ones with people there; books under Canadian law bring the duties to keep alone.
pub fn reaches(q: Question<'_>) -> Standing {
    let seated = rule::S_4_1.when(seated(q) & !excluded(q));
    let connected = rule::S_4_1_CONNECTION.when(here(q) & !excluded(q));
    Standing::by_any(q, [seated, connected, rule::BOOKS.when(books(q))])
}

/// Whether the Act itself governs, and not only a duty to keep records.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    (seated(q) | here(q)) & !excluded(q)
}

/// The places in which the Act applies.
pub fn area(q: Question<'_>) -> &'static [&'static str] {
    names(&param::AREA, q.as_of())
}

/// What the Act leaves to others: companies as subjects, employees of others than federal works, and what stays within a
/// province with a law of its own.
fn excluded(q: Question<'_>) -> Cond<'_> {
    let company = known(q.subject().fact("kind").is("juristic"));
    company | employed_elsewhere(q) | provincial(q)
}

/// Section 4(1)(b): employees are protected where the employer is a federal work, undertaking or business.
fn employed_elsewhere(q: Question<'_>) -> Cond<'_> {
    let employee = known(q.subject().fact("capacity").is("employee"));
    let federal = q.controller().fact("activities").contains_any(names(&param::FEDERAL_WORKS, q.as_of()));
    employee & !federal
}

/// Section 26(2)(b): wholly within one province with a substantially similar law. It is an exemption, so that it has to be
/// shown: whatever is not known to stay inside is governed by the Act.
fn provincial(q: Question<'_>) -> Cond<'_> {
    let provinces = names(&param::SIMILAR, q.as_of());
    Cond::any(provinces.iter().map(|province| known(within_province(q, province))))
}

fn within_province<'q>(q: Question<'q>, province: &'static str) -> Cond<'q> {
    let inside = [province];
    let controller = q.controller();
    let seats =
        ["main-establishment", "establishments", "processing-places"].map(|name| controller.fact(name));
    let stated = seats.into_iter().filter(|fact| fact.value().is_some());
    let seated = Cond::all(stated.map(|fact| fact.wholly_within(&inside)));
    let known_seat = Cond::known(seats.iter().any(|fact| fact.value().is_some()));
    let receivers = q.all("recipient");
    let received =
        Cond::all(receivers.iter().map(|one| one.fact("processing-places").wholly_within(&inside)));
    let led = Cond::all(q.hops().iter().map(|hop| hop.fact("to-place").wholly_within(&inside)));
    q.subject().fact("residence").wholly_within(&inside) & known_seat & seated & received & led
}

/// The organisation sits or works in Canada.
fn seated(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let facts = ["main-establishment", "establishments", "acting-establishment", "processing-places"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(area(q))).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

/// A real and substantial connection: the person is, lives or was in Canada when the information was collected.
fn here(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    let collected = known(subject.fact("place-at-collection").within(area(q)));
    Cond::any(["residence", "location"].map(|name| subject.fact(name).within(area(q)))) | collected
}

/// Books that were said to be Canadian; only a question on keeping is told.
fn books(q: Question<'_>) -> Cond<'_> {
    let general = known(q.controller().fact("books-of").within(area(q)));
    general | some(&q.items(), |item| item.fact("books-of").within(area(q)))
}
