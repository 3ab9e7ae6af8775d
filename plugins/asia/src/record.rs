//! Duties to keep records: which record it is, whose books it is of, from when its years count.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Ending, FactAt, Floor, Question, RetentionAnswer, Rule, RuleRef, Thing};

/// A duty to keep, as it stands for one item.
#[derive(Clone, Debug)]
pub struct Duty<'q> {
    /// The rule that commands.
    pub rule: RuleRef,
    /// Whether it commands the keeping of this item.
    pub commands: Cond<'q>,
    /// Until when.
    pub end: Ending,
    /// The only purposes for which the item may be used meanwhile.
    pub limits: &'static [&'static str],
}

/// Says each duty, and otherwise that nothing is commanded.
pub fn floors<'q>(
    item: Thing<'q>,
    order: &str,
    duties: impl IntoIterator<Item = Duty<'q>>,
    none: Rule,
    answer: &mut RetentionAnswer,
) {
    let mut spoken = Cond::no();
    for duty in duties {
        let clause = duty.rule.when(duty.commands.clone()).about(item);
        answer.floor(clause, Floor::of(order, duty.end).only_for(duty.limits));
        spoken = spoken | duty.commands;
    }
    answer.no_floor(none.when(!spoken).about(item));
}

/// Whether the record belongs to books under the law of the area; where nobody said, by the seat.
pub fn kept_here<'q>(q: Question<'q>, item: Thing<'q>, area: &[&str]) -> Cond<'q> {
    let (own, general) = (item.fact("books-of"), q.controller().fact("books-of"));
    if own.value().is_some() {
        return own.within(area);
    }
    if general.value().is_some() {
        return general.within(area);
    }
    let seats = ["main-establishment", "establishments"].map(|name| q.controller().fact(name));
    let seated = Cond::any(seats.iter().filter(|fact| fact.value().is_some()).map(|fact| fact.within(area)));
    let nobody_said = seats.iter().all(|fact| fact.value().is_none());
    if seated.is_no() && !nobody_said { seated } else { Cond::missing(general.at()) }
}

/// Whether the controller runs its service from the area: by its seats and where it works.
pub fn works_here<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let names = ["main-establishment", "establishments", "acting-establishment", "processing-places"];
    let stated = names.map(|name| q.controller().fact(name)).into_iter().filter(|f| f.value().is_some());
    let mut places = stated.map(|fact| fact.within(area)).peekable();
    if places.peek().is_none() {
        return Cond::missing(q.controller().fact("main-establishment").at());
    }
    Cond::any(places)
}

/// Categories that may be any kind of record.
const UNTOLD: [&str; 6] = [
    "transaction-record",
    "contract-document",
    "support-message",
    "subscription-record",
    "billing-state",
    "unlabelled",
];

/// Whether the item is one of these kinds of records; where that was left out, what its category
/// tells.
pub fn is_record<'q>(item: Thing<'q>, kinds: &[&str]) -> Cond<'q> {
    let (stated, category) = (item.fact("record"), item.category());
    if stated.value().is_some() {
        return stated.is_any_of(kinds);
    }
    match category.code() {
        Some("invoice") => Cond::because(category.at(), kinds.contains(&"invoice")),
        Some("business-letter") => Cond::because(category.at(), kinds.contains(&"commercial-letter")),
        Some("log-record") => Cond::because(category.at(), kinds.contains(&"access-log")),
        Some(code) if !UNTOLD.contains(&code) => Cond::because(category.at(), false),
        _ => Cond::missing(stated.at()),
    }
}

/// The date of the record; for many rows, that of the newest.
#[must_use]
pub fn dated(item: Thing<'_>) -> FactAt<'_> {
    let (dated, newest) = (item.fact("dated-on"), item.fact("newest"));
    if dated.value().is_none() && newest.value().is_some() { newest } else { dated }
}

/// The end of the financial year that the record belongs to, with whether it was said; else the
/// date of the record, to be rounded to the end of a year.
#[must_use]
pub fn fiscal(item: Thing<'_>) -> (FactAt<'_>, bool) {
    let year_end = item.fact("fiscal-year-end");
    if year_end.value().is_some() { (year_end, true) } else { (dated(item), false) }
}

/// Known to be a record that proves that the controller kept to the law.
pub fn is_proof(item: Thing<'_>) -> Cond<'_> {
    known(item.fact("record").is_any_of(&["request-record", "consent-proof", "refused-copy"]))
}
