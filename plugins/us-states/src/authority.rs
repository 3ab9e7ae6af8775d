//! Authorities get what they demand under law, and nothing beyond.

use praetor_sdk::reading::items_of;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, Things};

use crate::deal::is_authority;
use crate::law::{gate, rule};

/// Item by item.
pub fn authority(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if is_authority(q).is_no() {
        return;
    }
    let orders =
        if each.fact("orders").value().is_some() { each.follow("orders", "order") } else { q.all("order") };
    for item in items_of(q, each) {
        let mut at = answer.at(gate::AUTHORITY).about(each).about(item);
        at.prohibit(rule::DEMANDED.when(!demanded(item, &orders)).reason("r-order-scope"));
    }
}

/// What the item says of the demand counts; else the list of the order.
fn demanded<'q>(item: Thing<'q>, orders: &Things<'q>) -> Cond<'q> {
    let stated = item.fact("demanded");
    if stated.value().is_some() {
        return stated.is_any_of(&["all", "range"]);
    }
    let named = |order: Thing<'q>| match item.id() {
        Some(id) if order.fact("items").value().is_some() => order.fact("items").points_at(id),
        _ => Cond::missing(stated.at()),
    };
    if orders.is_empty() { Cond::missing(stated.at()) } else { Cond::any(orders.iter().map(named)) }
}
