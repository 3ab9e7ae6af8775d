//! From when a duty counts, and whether it still runs.

use praetor_sdk::{Day, FactAt, Period, Question, Rounding, Term, Thing};

use crate::record;

/// The events from which rows of the table count.
#[cfg(test)]
pub const KNOWN: &[&str] = &[
    "record",
    "last-entry",
    "financial-year",
    "financial-year-or-record",
    "tax-period",
    "filing",
    "filed",
    "approved",
    "performed",
];

/// The roundings that rows of the table use.
#[cfg(test)]
pub const ROUNDINGS: &[&str] = &["none", "year-end"];

/// The fact from which a row counts. A missing one leaves the date a formula: no other date stands
/// in for it, because an earlier one would end the duty too soon.
pub fn of<'q>(q: Question<'q>, item: Thing<'q>, start: &str) -> FactAt<'q> {
    let (year, period) = (item.fact("fiscal-year-end"), item.fact("tax-period-end"));
    match start {
        "last-entry" => item.fact("last-entry-on"),
        "financial-year" => year,
        "financial-year-or-record" if year.value().is_some() => year,
        "tax-period" if period.value().is_some() => period,
        "tax-period" => year,
        "filing" => item.fact("filing-due-on"),
        "filed" => item.fact("filed-on"),
        "approved" => item.fact("approved-on"),
        "performed" => performed(q, item),
        _ => of_record(item),
    }
}

/// The last entry of a book, the day on which accounts were drawn up, the date of a document.
fn of_record(item: Thing<'_>) -> FactAt<'_> {
    match item.fact("record").code() {
        Some("books") => item.fact("last-entry-on"),
        Some("annual-accounts" | "stock-list") => item.fact("drawn-up-on"),
        _ => item.fact("dated-on"),
    }
}

/// When a contract was performed: its sale tells, else the end of the person's own contract.
fn performed<'q>(q: Question<'q>, item: Thing<'q>) -> FactAt<'q> {
    record::sale_of(item)
        .map_or_else(|| q.subject().fact("contract-ended-on"), |sale| sale.fact("completed-on"))
}

/// The end of a duty.
pub fn term(start: FactAt<'_>, length: Period, rounding: &str) -> Term {
    let term = Term::period(length).from(start);
    if rounding == "year-end" { term.rounded(Rounding::EndOfCalendarYear) } else { term }
}

/// Whether a duty of whole years certainly runs beyond today. For asking in time, not for dates:
/// those the host computes.
pub fn runs_beyond(start: FactAt<'_>, length: Period, rounding: &str, today: Day) -> bool {
    let (Some(day), Ok(years)) = (start.day(), u16::try_from(length.months / 12)) else {
        return false;
    };
    let begins = if rounding == "year-end" { Day::of(day.year, 12, 31) } else { day };
    today <= begins.plus_years(years)
}
