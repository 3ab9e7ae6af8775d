//! Canadian duties to keep: books and vouchers for taxes, records on the goods and services tax, records of breaches.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, FactAt, Floor, Question, RetentionAnswer, Rounding, Term, Thing};

use crate::law::{rule, table};
use crate::scope::area;

/// What a record may be used for while a law commands its keeping.
const LIMITS: [&str; 3] = ["accounting", "audit", "legal-compliance"];

/// The rows that name the record, logs, and otherwise the word that nothing is commanded.
pub fn floors<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let mut spoken = Cond::no();
    for row in table::FLOORS.on(q.as_of()) {
        let here = if row.of_books { kept_here(q, item) } else { Cond::yes() };
        let commands = here & is_any_of(item, row.records);
        let from = if row.fiscal { year_end(item) } else { start(item) };
        let term = Term::period(row.length).from(from).algorithm("calendar-months");
        let term = if row.fiscal && item.fact("fiscal-year-end").value().is_none() {
            term.rounded(Rounding::EndOfCalendarYear)
        } else {
            term
        };
        answer.floor(row.rule.when(commands.clone()).about(item), Floor::of("CA", term).only_for(&LIMITS));
        spoken = spoken | commands;
    }
    answer.no_floor(rule::NO_FLOOR.when(!spoken).about(item));
}

/// The end of the taxation year to which the record belongs; without it the date of the record, and then the end of
/// its calendar year is counted from.
fn year_end(item: Thing<'_>) -> FactAt<'_> {
    let stated = item.fact("fiscal-year-end");
    if stated.value().is_some() { stated } else { start(item) }
}

/// Whether the record belongs to books under Canadian law; where nobody said, by the seat.
fn kept_here<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let (own, general) = (item.fact("books-of"), q.controller().fact("books-of"));
    if own.value().is_some() {
        return own.within(area(q));
    }
    if general.value().is_some() {
        return general.within(area(q));
    }
    let seats = ["main-establishment", "establishments"].map(|name| q.controller().fact(name));
    let seated =
        Cond::any(seats.iter().filter(|fact| fact.value().is_some()).map(|fact| fact.within(area(q))));
    let nobody_said = seats.iter().all(|fact| fact.value().is_none());
    if seated.is_no() && !nobody_said { seated } else { Cond::missing(general.at()) }
}

/// What kind of record it is; where that was left out, what its category tells.
fn is_any_of<'q>(item: Thing<'q>, kinds: &[&str]) -> Cond<'q> {
    let (stated, category) = (item.fact("record"), item.category());
    if stated.value().is_some() {
        return stated.is_any_of(kinds);
    }
    match category.code() {
        Some("invoice") => Cond::because(category.at(), kinds.contains(&"invoice")),
        Some("business-letter") => Cond::because(category.at(), kinds.contains(&"commercial-letter")),
        Some(
            "transaction-record"
            | "contract-document"
            | "support-message"
            | "subscription-record"
            | "billing-state"
            | "unlabelled",
        )
        | None => Cond::missing(stated.at()),
        Some(_) => Cond::because(category.at(), false),
    }
}

/// The last entry of a book, the day on which accounts were drawn up, else the date of the record.
fn start(item: Thing<'_>) -> FactAt<'_> {
    match item.fact("record").code() {
        Some("books") => item.fact("last-entry-on"),
        Some("annual-accounts" | "stock-list") => item.fact("drawn-up-on"),
        _ if item.fact("dated-on").value().is_none() && item.fact("newest").value().is_some() => {
            item.fact("newest")
        }
        _ => item.fact("dated-on"),
    }
}
