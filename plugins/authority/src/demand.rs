//! The demand: in writing, from this office, for single items.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{AtGate, Clause, Cond, Question, SharingAnswer, Thing, Things, obligation};

use crate::law::{gate, rule};

/// The demands behind a use: those it names, or all of the question.
fn orders<'q>(q: Question<'q>, each: Thing<'q>) -> Things<'q> {
    if each.fact("orders").value().is_some() { each.follow("orders", "order") } else { q.all("order") }
}

/// What lets the authority have something, and how far.
pub(crate) fn decide(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let orders = orders(q, each);
    demand(q, &orders, &mut answer.at(gate::DEMAND).about(each));
    bulk(&orders, &mut answer.at(gate::BULK).about(each));
    for item in items_of(q, each).iter() {
        scope(each, item, &orders, answer);
    }
}

/// In writing; from this office; in an emergency a person decides.
fn demand<'q>(q: Question<'q>, orders: &Things<'q>, gate: &mut AtGate<'_, gate::Demand>) {
    let written = orders.any(|order| order.fact("written").is_true());
    let life = known(orders.any(|order| order.fact("threat-to-life").is_true()));
    let urgent = life & !known(written.clone());
    let clause =
        duties(orders).into_iter().fold(rule::DEMAND_WRITTEN.when(written.clone()), Clause::obliging);
    gate.permit(clause);
    gate.review(rule::DEMAND_EMERGENCY.when(urgent.clone()).reason("r-order-not-recognised"));
    gate.prohibit(rule::DEMAND_NONE.when(!written & !urgent).reason("r-order-not-recognised"));
    if let Some(office) = q.settings().plain().code("office") {
        let other = orders.any(|order| !order.fact("issuer").is(office));
        gate.review(rule::DEMAND_OTHER_OFFICE.when(known(other)).reason("r-order-not-recognised"));
    }
}

/// What is handed over is recorded and reasoned; the person is told where nothing forbids it.
fn duties(orders: &Things<'_>) -> Vec<praetor_sdk::Obligation> {
    let may_tell = !orders.is_empty() && orders.all(|order| order.fact("gag").is("none")).is_yes();
    let mut duties = vec![obligation("log-disclosure"), obligation("document-disclosure")];
    duties.extend(may_tell.then(|| obligation("notify-subject").after()));
    duties
}

/// Everything is never handed over; more than one account is looked at.
fn bulk<'q>(orders: &Things<'q>, gate: &mut AtGate<'_, gate::Bulk>) {
    let reaches = |codes: &'static [&'static str]| orders.any(|order| order.fact("scope").is_any_of(codes));
    gate.prohibit(rule::BULK_NEVER.when(known(reaches(&["all"]))).reason("r-order-scope"));
    gate.review(
        rule::BULK_LOOK.when(known(reaches(&["several-accounts", "unclear"]))).reason("r-order-scope"),
    );
}

/// What the item says of the demand counts; else the list of the demand.
fn scope<'q>(each: Thing<'q>, item: Thing<'q>, orders: &Things<'q>, answer: &mut SharingAnswer) {
    let demanded = demanded(item, orders);
    let mut gate = answer.at(gate::SCOPE).about(each).about(item);
    gate.permit(rule::SCOPE_DEMANDED.when(demanded.clone()));
    gate.prohibit(rule::SCOPE_BEYOND.when(!demanded).reason("r-order-scope"));
}

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
