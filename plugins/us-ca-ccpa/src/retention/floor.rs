//! 26 U.S.C. §§ 6001, 6501, Rev. & Tax. Code § 19057, 11 CCR § 7101: records that must be kept.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Floor, Question, RetentionAnswer, Term, Thing};

use crate::law::{param, rule};
use crate::scope::{area, governs};

/// Records on which taxes rest.
const OF_TAX: [&str; 7] =
    ["invoice", "voucher", "books", "annual-accounts", "tax-return", "oss-sale", "stock-list"];

/// What a record may be used for while a law commands its keeping.
const LIMITS: [&str; 3] = ["accounting", "audit", "legal-compliance"];

/// Both legal orders are asked; each says what it commands, or that it commands nothing.
pub fn floors<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let tax = of_tax(item);
    let federal = tax.clone() & kept_under(q, item, &["US"]);
    let state = tax & kept_under(q, item, area(q));
    let asked = known(item.fact("record").is("request-record")) & known(governs(q));
    let years = |count: i64| {
        let start = later(item.fact("filed-on"), item.fact("filing-due-on"));
        Term::years(u32::try_from(count).unwrap_or(0)).from(start).algorithm("calendar-months")
    };
    let three = years(param::YEARS_OF_FEDERAL_TAX.on(q.as_of()).or(3));
    answer.floor(rule::IRC_6001.when(federal.clone()).about(item), Floor::of("US", three).only_for(&LIMITS));
    let open = federal.clone() & known(item.fact("tax-assessment").is("open"));
    if open.is_yes() {
        let floor = Floor::of("US", Ending::running()).only_for(&LIMITS);
        answer.floor(rule::IRC_6501.when(open).about(item), floor);
    }
    let four = years(param::YEARS_OF_STATE_TAX.on(q.as_of()).or(4));
    answer.floor(rule::RTC_19057.when(state.clone()).about(item), Floor::of("US-CA", four).only_for(&LIMITS));
    let months = u32::try_from(param::MONTHS_OF_REQUEST_RECORDS.on(q.as_of()).or(24)).unwrap_or(24);
    let term = Term::months(months).from(item.fact("dated-on")).algorithm("calendar-months");
    let floor = Floor::of("US-CA", term).only_for(&["rights-fulfilment"]);
    answer.floor(rule::REQUEST_RECORDS.when(asked.clone()).about(item), floor);
    answer.no_floor(rule::NO_FLOOR.when(!(federal | state | asked)).about(item));
}

/// The later of two days: the first that nobody stated leaves the date open.
fn later<'q>(filed: FactAt<'q>, due: FactAt<'q>) -> FactAt<'q> {
    let day = |fact: FactAt<'q>| -> Option<Day> { fact.day() };
    match (day(filed), day(due)) {
        (Some(one), Some(other)) if one >= other => filed,
        (Some(_), Some(_)) | (Some(_), None) => due,
        (None, _) => filed,
    }
}

/// Whether the record belongs to books under this law; where nobody said, by the seat.
fn kept_under<'q>(q: Question<'q>, item: Thing<'q>, place: &[&str]) -> Cond<'q> {
    let (own, general) = (item.fact("books-of"), q.controller().fact("books-of"));
    if own.value().is_some() {
        return own.within(place);
    }
    if general.value().is_some() {
        return general.within(place);
    }
    let seat = q.controller().fact("main-establishment");
    let here = seat.within(place);
    if here.is_no() { here } else { Cond::missing(general.at()) }
}

/// What kind of record it is; where that was left out, what its category tells.
fn of_tax(item: Thing<'_>) -> Cond<'_> {
    let (stated, category) = (item.fact("record"), item.category());
    if stated.value().is_some() {
        return stated.is_any_of(&OF_TAX);
    }
    match category.code() {
        Some("invoice") => Cond::because(category.at(), true),
        Some("transaction-record" | "subscription-record" | "billing-state" | "unlabelled") | None => {
            Cond::missing(stated.at())
        }
        Some(_) => Cond::because(category.at(), false),
    }
}
