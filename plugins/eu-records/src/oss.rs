//! The One-Stop-Shop of value added tax: Directive 2006/112/EC Arts 369 and 369k.

use praetor_sdk::{Cond, Day, Floor, Question, RetentionAnswer, Thing};

use crate::law::table;
use crate::{BOOKKEEPING, record, start};

/// Ten years from the end of the year of the sale, for the fields that Art. 63c lists. The Union
/// commands it, whatever the state of the books does.
pub fn sale<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let declared = is_declared(q, item);
    for row in table::ONE_STOP_SHOP.on(q.as_of()) {
        if !is_of_time(item.fact("dated-on").day(), row) {
            continue;
        }
        let term = start::term(item.fact("dated-on"), row.length, row.rounding);
        let floor = Floor::of("EU", term).only_for(BOOKKEEPING).only_fields(row.fields);
        answer.floor(row.rule.when(declared.clone()).about(item), floor);
    }
}

/// Whether the row lists the fields of sales of that day. An undated sale keeps those of all rows.
fn is_of_time(day: Option<Day>, row: &table::OneStopShop) -> bool {
    day.is_none_or(|day| {
        row.dated_from.is_none_or(|first| first <= day) && row.dated_until.is_none_or(|last| day <= last)
    })
}

/// Whether the item is the record of a sale that was declared through the scheme.
pub fn is_declared<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let sales = table::ONE_STOP_SHOP.on(q.as_of()).flat_map(|row| row.records);
    let sales: Vec<&str> = sales.copied().collect();
    let as_sale = record::is_any_of(item, &sales) & said_or_in_scheme(q, item);
    record::is_any_of(item, &["oss-sale"]) | as_sale
}

/// The word on this sale; without one, whether the controller was in the scheme on its day. Being
/// in the scheme does not tell that this sale was declared there, so that is asked for.
fn said_or_in_scheme<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let said = item.fact("oss-declared");
    if said.value().is_some() {
        return said.is_true();
    }
    let in_scheme = in_scheme(q, item);
    if in_scheme.truth.is_yes() { Cond::missing(said.at()) } else { in_scheme }
}

/// Whether the controller was in the scheme on the day of the sale: as far as the dates tell, or
/// by the scheme itself. One that is in none and names no first day never was.
fn in_scheme<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let controller = q.controller();
    let (since, until) = (controller.fact("oss-since"), controller.fact("oss-until"));
    if since.value().is_none() && until.value().is_none() {
        return controller.fact("oss-scheme").is_any_of(&["union", "non-union"]);
    }
    let sold = item.fact("dated-on");
    let Some(day) = sold.day() else {
        return Cond::yes();
    };
    let begun = since.day().is_none_or(|first| first <= day);
    let ended = until.day().is_some_and(|last| last < day);
    let at = if begun { until.at() } else { since.at() };
    Cond::because(at, begun && !ended).resting_on(sold.at())
}
