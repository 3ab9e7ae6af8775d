//! Duties to keep: CO art. 958f, VAT Act art. 70, DPO arts 4(5), 14, 15(4).

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, FactAt, Floor, Question, RetentionAnswer, Rounding, Term, Thing};

use super::{uses_of, years};
use crate::law::{param, rule};
use crate::scope::inside;

/// Records that CO art. 958f names: books, vouchers, reports.
const BOOKS: [&str; 5] = ["invoice", "voucher", "books", "annual-accounts", "stock-list"];

/// Records that matter for value added tax beside them.
const TAX: [&str; 2] = ["tax-return", "oss-sale"];

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

/// Each duty, or that Swiss law commands nothing.
pub fn floors<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let here = kept_here(q, item);
    let book = here.clone() & is_any_of(item, &BOOKS);
    let tax = here.clone() & is_any_of(item, &TAX);
    let perhaps = here & is_any_of(item, &PERHAPS);
    let floor = |end: Term| Floor::of("CH", end).only_for(BOOKKEEPING);
    if !book.is_no() {
        let year = ten_years(q, item, item.fact("fiscal-year-end"));
        answer.floor(rule::CO_958F.when(book.clone()).about(item), floor(year));
        let vat = is_any_of(item, &["invoice", "voucher"]) & book.clone();
        let period = ten_years(q, item, tax_period(item));
        answer.floor(rule::VAT_70.when(vat).about(item), floor(period));
    }
    if !tax.is_no() {
        let period = ten_years(q, item, tax_period(item));
        answer.floor(rule::VAT_70.when(tax.clone()).about(item), floor(period));
    }
    if perhaps.is_yes() {
        answer.review(rule::CO_957A_LETTER.when(perhaps.clone()).about(item));
    }
    let own = own_records(q, item, answer);
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
    let told = notified(q, item);
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

/// The notification to the FDPIC, else the date that the documentation bears.
fn notified<'q>(q: Question<'q>, item: Thing<'q>) -> FactAt<'q> {
    let told = q.one("incident").fact("authority-notified");
    if told.value().is_some() { told } else { item.fact("dated-on") }
}

/// Ten years from the end of the financial year or the tax period; a record without a stated one
/// belongs to the calendar year of its date.
fn ten_years<'q>(q: Question<'q>, item: Thing<'q>, end: FactAt<'q>) -> Term {
    let length = Term::months(years(q, &param::YEARS_OF_BOOKS));
    if end.value().is_some() {
        return length.from(end).algorithm("calendar-months");
    }
    let dated = match item.fact("record").code() {
        Some("books") if item.fact("last-entry-on").value().is_some() => item.fact("last-entry-on"),
        Some("annual-accounts" | "stock-list") if item.fact("drawn-up-on").value().is_some() => {
            item.fact("drawn-up-on")
        }
        _ => item.fact("dated-on"),
    };
    length.from(dated).algorithm("calendar-months").rounded(Rounding::EndOfCalendarYear)
}

fn tax_period(item: Thing<'_>) -> FactAt<'_> {
    let period = item.fact("tax-period-end");
    if period.value().is_some() { period } else { item.fact("fiscal-year-end") }
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
