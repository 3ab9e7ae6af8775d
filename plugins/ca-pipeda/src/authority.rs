//! Section 7(3)(c), (c.1), (i): authorities and courts get what a binding order of Canada demands, and no more.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{
    AtGate, Clause, Cond, Day, Question, SharingAnswer, Term, Thing, Things, Treatment, obligation, treatment,
};

use crate::law::{gate, rule};
use crate::scope::area;

/// Forms that bind. A demand without an order states lawful authority at best (section 7(3)(c.1)).
const BINDING: [&str; 4] = ["order", "warrant", "subpoena", "production-order"];

/// Forms in which lawful authority may be stated without an order.
const ASKING: [&str; 2] = ["written-demand", "letter"];

/// Ways by which a foreign order has effect in Canada.
const TREATIES: [&str; 3] = ["mutual-assistance", "executive-agreement", "other"];

/// Whether the recipient is an authority or a court.
pub fn is_authority(q: Question<'_>) -> Cond<'_> {
    let recipient = q.recipient();
    known(recipient.role().is("authority"))
        | known(recipient.fact("class").is_any_of(&["authority", "court"]))
}

/// The orders that demand a use: those it names, or all of the question.
fn orders<'q>(q: Question<'q>, each: Thing<'q>) -> Things<'q> {
    if each.fact("orders").value().is_some() { each.follow("orders", "order") } else { q.all("order") }
}

/// What an order is worth, and item by item how far it reaches.
pub fn authority(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if (is_authority(q) | known(each.purpose().is("authority-disclosure"))).is_no() {
        return;
    }
    let orders = orders(q, each);
    let none = known(each.fact("orders").is_empty_set());
    let mut at = answer.at(gate::AUTHORITY).about(each);
    if none.is_yes() {
        at.review(rule::ORDER_NONE.when(none).reason("r-order-not-recognised"));
        return;
    }
    foreign(q, &orders, &mut at);
    let form = orders.any(|order| {
        order.fact("written").is_true()
            & order.fact("legal-basis-cited").is_true()
            & !known(!order.fact("instrument").is_any_of(&BINDING))
    });
    let forged = known(orders.any(|order| order.fact("genuine").is("false")));
    let unverified = !orders.any(|order| order.fact("genuine").is("verified"));
    let asks = orders
        .any(|order| order.fact("instrument").is_any_of(&ASKING) & order.fact("legal-basis-cited").is_true());
    at.review(rule::ORDER_C1.when(known(asks.clone())).reason("r-order-not-recognised"));
    at.prohibit(rule::ORDER_FORM.when(!form.clone() & !known(asks)).reason("r-order-not-recognised"));
    at.prohibit(rule::ORDER_GENUINE.when(forged).reason("r-order-not-recognised"));
    at.review(rule::ORDER_GENUINE.when(unverified.clone()).reason("r-order-not-recognised"));
    let binds = form & !unverified & from_home(q, &orders);
    for item in items_of(q, each) {
        reach(each, item, &orders, binds.clone(), answer);
    }
}

/// An order from elsewhere is no Canadian law; without a treaty counsel sees it.
fn foreign<'q>(q: Question<'q>, orders: &Things<'q>, at: &mut AtGate<'_, gate::Authority>) {
    let counsel = orders.iter().next().map(|order| {
        let due = Term::days(0).from(order.fact("due-on"));
        obligation("human-review").before().with("role", ["counsel"]).due(due)
    });
    let treaty = orders.any(|order| order.fact("treaty").is_any_of(&TREATIES));
    let foreign = rule::ORDER_FOREIGN.when(!from_home(q, orders)).reason("r-order-not-recognised");
    at.prohibit(counsel.into_iter().fold(foreign, Clause::obliging))
        .unless(rule::ORDER_TREATY.when(treaty).with_conditions());
}

fn from_home<'q>(q: Question<'q>, orders: &Things<'q>) -> Cond<'q> {
    orders.any(|order| order.fact("issuer-place").wholly_within(area(q)))
}

/// Clause 4.4: the item is demanded, wholly or for a range of days.
fn reach<'q>(
    each: Thing<'q>,
    item: Thing<'q>,
    orders: &Things<'q>,
    binds: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let demanded = demanded(item, orders);
    let mut at = answer.at(gate::AUTHORITY).about(each).about(item);
    at.prohibit(rule::ORDER_SCOPE.when(!demanded.clone()).reason("r-order-scope"));
    let duty = rule::ORDER_DUTY
        .when(known(demanded & binds))
        .obliging(obligation("log-disclosure"))
        .obliging(obligation("document-disclosure"));
    let range = (item.fact("demanded-from").day(), item.fact("demanded-until").day());
    at.require(match range {
        (None, None) => duty,
        (from, until) => duty.treating(treatment("limit-to-demand")).treating(limited(from, until)),
    });
}

fn limited(from: Option<Day>, until: Option<Day>) -> Treatment {
    let range = from.into_iter().fold(treatment("limit-range"), |t, day| t.with("from", day));
    until.into_iter().fold(range, |t, day| t.with("until", day))
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
