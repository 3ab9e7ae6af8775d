//! Duties to keep: CO art. 958f, VAT Act art. 70, DPO arts 4(5), 14, 15(4).

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, FactAt, Floor, Length, Question, RetentionAnswer, Rounding, Term, Thing};

use super::{uses_of, years};
use crate::law::{param, rule};
use crate::scope::inside;

/// Records that CO art. 958f names: books, vouchers, reports.
const BOOKS: [&str; 6] = ["invoice", "voucher", "books", "annual-accounts", "stock-list", "oss-sale"];

/// Those of them that matter for value added tax too: what shows a sale.
const SALES: [&str; 3] = ["invoice", "voucher", "oss-sale"];

/// Records that matter for value added tax alone.
const TAX: [&str; 1] = ["tax-return"];

/// Records that are kept only if they serve as vouchers.
const PERHAPS: [&str; 3] = ["commercial-letter", "consumer-contract", "order-confirmation"];

/// Categories that may be a record of the business though `item.record` does not say so.
const OPEN: [&str; 11] = [
    "transaction-record",
    "billing-state",
    "subscription-record",
    "contract-document",
    "support-message",
    "bank-account",
    "payment-card",
    "government-id",
    "confidential-business",
    "professional-secret",
    "unlabelled",
];

/// What a record may be used for while its keeping is commanded.
const BOOKKEEPING: &[&str] = &["accounting", "audit", "legal-compliance"];

/// Each duty, or that Swiss law commands nothing. The duties of the ordinance speak only where the act
/// governs.
pub fn floors<'q>(q: Question<'q>, item: Thing<'q>, personal: bool, answer: &mut RetentionAnswer) {
    let here = kept_here(q, item);
    let book = here.clone() & is_any_of(item, &BOOKS);
    let tax = here.clone() & is_any_of(item, &TAX);
    let perhaps = here & is_any_of(item, &PERHAPS);
    let floor = |end: Term| Floor::of("CH", end).only_for(BOOKKEEPING);
    if !book.is_no() {
        answer.floor(rule::CO_958F.when(book.clone()).about(item), floor(of_books(q, item)));
        let vat = is_any_of(item, &SALES) & book.clone();
        answer.floor(rule::VAT_70.when(vat).about(item), floor(of_taxes(q, item)));
    }
    if !tax.is_no() {
        answer.floor(rule::VAT_70.when(tax.clone()).about(item), floor(of_taxes(q, item)));
    }
    if perhaps.is_yes() {
        answer.review(rule::CO_957A_LETTER.when(perhaps.clone()).about(item));
    }
    let own = if personal { own_records(q, item, answer) } else { Cond::no() };
    answer.no_floor(rule::CO_NONE.when(!(book | tax | perhaps | own)).about(item));
}

/// DPO: assessments, documentation of breaches, logs of who processed.
fn own_records<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) -> Cond<'q> {
    let two = years(q, &param::YEARS_OF_PROOF);
    let record = item.fact("record");
    let report = known(record.is("assessment-report"));
    let breach = known(record.is("breach-record"));
    let logs = known(record.is("processing-log"));
    let kept = |end: Term| Floor::of("CH", end.algorithm("calendar-months")).only_for(&["legal-compliance"]);
    let from = processing_end(q, item);
    answer.floor(rule::DPO_14.when(report.clone()).about(item), kept(Term::months(two).from(from)));
    let told = q.one("incident").fact("authority-notified");
    answer.floor(rule::DPO_15_4.when(breach.clone()).about(item), kept(Term::months(two).from(told)));
    let row = if item.fact("newest").day().is_some() { item.fact("newest") } else { item.fact("dated-on") };
    answer.floor(rule::DPO_4_5.when(logs.clone()).about(item), kept(Term::months(12).from(row)));
    report | breach | logs
}

/// The end of the processing that the assessment is about: the last of its uses.
fn processing_end<'q>(q: Question<'q>, item: Thing<'q>) -> FactAt<'q> {
    let uses = uses_of(q, item);
    let open = uses.iter().map(|each| each.fact("ended-on")).find(|day| day.day().is_none());
    let last = || uses.iter().map(|each| each.fact("ended-on")).max_by_key(|fact| fact.day());
    open.or_else(last).unwrap_or_else(|| q.one("use").fact("ended-on"))
}

/// CO art. 958f(1): ten years from the end of the financial year. Where nobody stated it the end
/// stays a formula: a financial year may end long after the year of the record's date.
fn of_books(q: Question<'_>, item: Thing<'_>) -> Term {
    ten_years(q).from(item.fact("fiscal-year-end")).algorithm("calendar-months")
}

/// VATA art. 70(2): ten years from the end of the tax period, by art. 34(2) the calendar year of the
/// sale. A return is later than its period. Where no year was stated the end stays a formula.
fn of_taxes(q: Question<'_>, item: Thing<'_>) -> Term {
    let (period, year) = (item.fact("tax-period-end"), item.fact("fiscal-year-end"));
    let length = ten_years(q);
    if period.value().is_some() || year.value().is_none() {
        return length.from(period).algorithm("calendar-months");
    }
    let sold = item.fact("dated-on");
    let from_sale = sold.day().is_some() && !known(item.fact("record").is("tax-return")).is_yes();
    let term = length.from(if from_sale { sold } else { year });
    term.algorithm("calendar-months").rounded(Rounding::EndOfCalendarYear)
}

fn ten_years(q: Question<'_>) -> Length {
    Term::months(years(q, &param::YEARS_OF_BOOKS))
}

/// Whether the item belongs to books under Swiss law. A main seat here keeps books here; a branch
/// may or may not.
fn kept_here<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let own = item.fact("books-of");
    if own.value().is_some() { own.within(inside(q)) } else { books_here(q) }
}

/// The same for the controller as a whole.
fn books_here(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let general = controller.fact("books-of");
    if general.value().is_some() {
        return general.within(inside(q));
    }
    let main = controller.fact("main-establishment").within(inside(q));
    if main.is_yes() {
        return main;
    }
    let other =
        ["establishments", "acting-establishment"].map(|name| controller.fact(name).within(inside(q)));
    let branch = Cond::any(other.into_iter().map(known));
    if main.is_unknown() || branch.is_yes() { Cond::missing(general.at()) } else { main }
}

/// `item.record` decides; where it is left out, an invoice is an invoice, a business letter a
/// letter, and what may be a record of the business leaves it unknown.
fn is_any_of<'q>(item: Thing<'q>, kinds: &[&str]) -> Cond<'q> {
    let (stated, category) = (item.fact("record"), item.category());
    if stated.value().is_some() {
        return stated.is_any_of(kinds);
    }
    match category.code() {
        Some("invoice") => Cond::because(category.at(), kinds.contains(&"invoice")),
        Some("business-letter") => Cond::because(category.at(), kinds.contains(&"commercial-letter")),
        Some(code) if !OPEN.contains(&code) => Cond::because(category.at(), false),
        _ => Cond::missing(stated.at()),
    }
}
