//! FADP art. 31: what justifies a use that would otherwise breach the personality of somebody.

use praetor_sdk::reading::{begun, known, names, some};
use praetor_sdk::{Cond, Question, Thing};

use crate::law::param;
use crate::scope::inside;

/// Acts that no contract with the person needs.
const BEYOND_CONTRACT: [&str; 4] = ["train", "sell", "share-for-ads", "send-marketing"];

/// Art. 31(2)(a): data of a party to the contract, in direct connection with its conclusion or
/// performance. A purpose of the service that was ordered has that connection unless it was said
/// otherwise; a purpose of its own never has.
pub fn contract<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let (purpose, stated) = (each.purpose(), each.fact("contract-necessary"));
    let never =
        own_purpose(q, each) | marketing(q, each) | known(each.operation().is_any_of(&BEYOND_CONTRACT));
    let direct = match stated.value() {
        None => purpose.is_any_of(names(&param::SERVICE_PURPOSES, q.as_of())),
        Some(_) => stated.is_true(),
    };
    let without = known(!q.subject().fact("has-contract").is_true());
    let ended = known(q.subject().fact("contract-ended-on").happened());
    direct & !known(never) & !without & !ended
}

/// Art. 31(1): an overriding interest, by its purpose or written down. Advertising has none.
pub fn interest<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let by_purpose = each.purpose().is_any_of(names(&param::OVERRIDING_PURPOSES, q.as_of()));
    (by_purpose | written_down(each)) & !marketing(q, each)
}

/// Overriding grounds that were written down, or a weighing that was passed before the start.
pub fn written_down(each: Thing<'_>) -> Cond<'_> {
    known(each.fact("compelling-grounds").is("documented")) | weighed(each)
}

fn weighed(each: Thing<'_>) -> Cond<'_> {
    let (on, start) = (each.fact("lia-on"), each.fact("started-on"));
    let in_time = match start.day() {
        Some(start) => !known(!on.on_or_before(start)),
        None => begun(on),
    };
    known(each.fact("lia").is("passed")) & in_time
}

/// Art. 31(1): a Swiss law commands it and is named.
pub fn swiss_duty<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let ordered = some(&q.all("order"), |order| {
        order.fact("legal-basis-cited").is_true() & order.fact("issuer-place").wholly_within(inside(q))
    });
    let of = each.fact("obligation-of");
    let demanded = known(each.purpose().is("authority-disclosure")) & ordered.clone();
    let named = of.wholly_within(inside(q)) & !of.is_empty_set();
    demanded | (named & (ordered | each.fact("obligation-cited").is_true()))
}

/// A purpose that is never part of the service that was ordered.
pub fn own_purpose<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of())) | known(each.operation().is("train"))
}

/// Advertising, and the profiling that serves it.
pub fn marketing<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let purposes = names(&param::MARKETING_PURPOSES, q.as_of());
    known(each.purpose().is_any_of(purposes))
        | known(each.operation().is_any_of(&["send-marketing", "share-for-ads"]))
}
