//! Turkish duties to keep: books and vouchers, tax documents, traffic data, destructions, messages, distance contracts.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Floor, Question, RetentionAnswer, Rounding, Term, Thing};

use crate::law::{rule, table};
use crate::scope::area;

/// What a record may be used for while a law commands its keeping.
const LIMITS: [&str; 3] = ["accounting", "audit", "legal-compliance"];

/// Records of the business, whose books decide under which law they are kept.
const OF_BOOKS: [&str; 2] = ["ttk-82", "vuk-253"];

/// Records that hold or show traffic.
const TRAFFIC: [&str; 3] = ["traffic-data", "connection-log", "access-log"];

/// The rows that name the record, traffic data, and otherwise the word that nothing is commanded.
pub fn floors<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let mut spoken = Cond::no();
    for row in table::FLOORS.on(q.as_of()) {
        let of_books = OF_BOOKS.contains(&row.rule.id);
        let here = if of_books { kept_here(q, item) } else { Cond::yes() };
        let commands = here & is_any_of(item, row.records);
        let from = start(item);
        let term = Term::period(row.length).from(from).algorithm("calendar-months");
        let term = if row.year_end { term.rounded(Rounding::EndOfCalendarYear) } else { term };
        answer.floor(row.rule.when(commands.clone()).about(item), Floor::of("TR", term).only_for(&LIMITS));
        if row.rule == rule::VUK_253.as_ref() {
            assessment(q, item, from, commands.clone(), answer);
        }
        spoken = spoken | commands;
    }
    let spoken = spoken | traffic(q, item, answer);
    answer.no_floor(rule::NO_FLOOR.when(!spoken).about(item));
}

/// VUK art. 114: while an assessment is open the documents stay. Asked only once five years may be over.
fn assessment<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    from: FactAt<'q>,
    commands: Cond<'q>,
    answer: &mut RetentionAnswer,
) {
    let assessed = item.fact("tax-assessment");
    let early = from.day().is_some_and(|day| q.as_of() < Day::of(day.year.saturating_add(6), 1, 1));
    if commands.is_no() || (assessed.value().is_none() && early) {
        return;
    }
    let open = rule::VUK_114.when(commands & assessed.is("open")).about(item);
    answer.floor(open, Floor::of("TR", Ending::running()).only_for(&LIMITS));
}

/// Law No. 5651: hosts for a year; access providers for a time that is not in this plugin.
fn traffic<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) -> Cond<'q> {
    let traffic = known(item.fact("record").is_any_of(&TRAFFIC));
    if traffic.is_no() {
        return Cond::no();
    }
    let controller = q.controller();
    let hosts = traffic.clone() & controller.fact("hosting-provider").is_true();
    let carries =
        traffic & known(controller.fact("activities").contains_any(&["internet-access", "telecom"]));
    let term = Term::years(1).from(start(item)).algorithm("calendar-months");
    let floor = Floor::of("TR", term).only_for(&["legal-compliance", "authority-disclosure"]);
    answer.floor(rule::LAW_5651_5_3.when(hosts.clone()).about(item), floor);
    answer.review(rule::LAW_5651_ACCESS.when(carries.clone()).about(item));
    hosts | carries
}

/// Whether the record belongs to books under Turkish law; where nobody said, by the seat.
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
