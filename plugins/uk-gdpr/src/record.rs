//! Duties of the United Kingdom to keep records of a business: Companies Act, corporation and income
//! tax, value added tax. Floors of the legal order GB; limits are the word of `retention`.

mod kind;

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Floor, Question, RetentionAnswer, Term, Thing};

use crate::law::{rule, table};
use crate::reading::inside;

/// What a record may be used for while an act commands its keeping.
const BOOKKEEPING: &[&str] = &["accounting", "audit", "legal-compliance"];

/// Every item: the floors of its books, or that no act commands its keeping.
pub fn floors(q: Question<'_>, answer: &mut RetentionAnswer) {
    for item in q.items().or_gap() {
        let here = kept_here(q, item);
        let rows = table::FLOORS.on(q.as_of()).filter(|row| concerns(q, item, row));
        let spoken = Cond::any(rows.map(|row| floor(q, item, row, &here, answer)));
        let carried = carried(q, item);
        answer.review(rule::IPA_87.when(carried.clone()).about(item));
        answer.no_floor(rule::GB_NONE.when(!(spoken | carried)).about(item));
    }
}

/// Whether the item belongs to books under the law of the United Kingdom. Where nobody said, a
/// controller that is established elsewhere only keeps none; otherwise the fact is asked for.
fn kept_here<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let (own, general) = (item.fact("books-of"), q.controller().fact("books-of"));
    if own.value().is_some() {
        return own.within(inside(q));
    }
    if general.value().is_some() {
        return general.within(inside(q));
    }
    let main = q.controller().fact("main-establishment");
    let all = q.controller().fact("establishments").within(inside(q));
    let seated = if main.value().is_some() { known(all) | main.within(inside(q)) } else { all };
    if seated.is_no() { seated } else { Cond::missing(general.at()) }
}

/// Companies and trades that are none keep by different acts. Unless the operator says what the
/// controller is, it is taken for a company; where the day of filing is known, the act on trades
/// counts too, for its period can end later.
fn concerns(q: Question<'_>, item: Thing<'_>, row: &table::Floors) -> bool {
    match (row.who, company(q)) {
        ("company", Some("unincorporated")) => false,
        ("trade", None) => item.fact("filing-due-on").value().is_some(),
        ("trade", kind) => kind == Some("unincorporated"),
        _ => true,
    }
}

fn company(q: Question<'_>) -> Option<&str> {
    q.settings().plain().code("company-type")
}

/// One row: the floor, and the enquiry that keeps it from ending. Gives whether it commands.
fn floor<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    row: &'static table::Floors,
    here: &Cond<'q>,
    answer: &mut RetentionAnswer,
) -> Cond<'q> {
    let from = start(item, row.start);
    let commands = here.clone() & kind::is_any_of(item, row.records);
    let term = Term::years(years(q, row)).from(from).algorithm("calendar-months");
    let clause = row.rule.when(commands.clone()).about(item);
    answer.floor(clause, Floor::of("GB", term).only_for(BOOKKEEPING));
    enquiry(q, item, row, from, &commands, answer);
    commands
}

/// Companies Act 2006 s. 388(4): the shorter period only for a company that is known to be private.
fn years(q: Question<'_>, row: &table::Floors) -> u32 {
    let private = company(q) == Some("private-company");
    let years = row.private_years.filter(|_| private).unwrap_or(row.years);
    u32::try_from(years).unwrap_or(u32::MAX)
}

/// The event from which a row counts. A missing one leaves the date a formula: no other date stands
/// in for it, because an earlier one would end the duty too soon.
fn start<'q>(item: Thing<'q>, start: &str) -> FactAt<'q> {
    match (start, item.fact("record").code()) {
        ("accounting-period", _) => item.fact("fiscal-year-end"),
        ("filing", _) => item.fact("filing-due-on"),
        (_, Some("books")) => item.fact("last-entry-on"),
        (_, Some("annual-accounts" | "stock-list")) => item.fact("drawn-up-on"),
        _ => item.fact("dated-on"),
    }
}

/// While an enquiry is open the period does not end. Nobody is asked for it before the period may be
/// over; the schedule is asked for anew on that day.
fn enquiry<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    row: &'static table::Floors,
    from: FactAt<'q>,
    commands: &Cond<'q>,
    answer: &mut RetentionAnswer,
) {
    let (Some(open), assessed) = (row.open, item.fact("tax-assessment")) else {
        return;
    };
    let early = from.day().is_some_and(|day| runs_beyond(day, years(q, row), q.as_of()));
    if commands.is_no() || (assessed.value().is_none() && early) {
        return;
    }
    let clause = open.when(commands.clone() & assessed.is("open")).about(item);
    answer.floor(clause, Floor::of("GB", Ending::running()).only_for(BOOKKEEPING));
}

/// Whether so many years certainly run beyond today. For asking in time, not for dates: those the
/// host computes.
fn runs_beyond(day: Day, years: u32, today: Day) -> bool {
    today < day.plus_years(u16::try_from(years).unwrap_or(0))
}

/// Traffic data of those who carry communications may be under a retention notice.
fn carried<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let carries = q.controller().fact("activities").contains_any(&["telecom", "internet-access"]);
    known(item.fact("record").is_any_of(&["traffic-data", "connection-log"])) & known(carries)
}
