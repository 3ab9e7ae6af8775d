//! FADP art. 31(1), Criminal Code art. 271: authorities get what an order that binds here demands.

use praetor_sdk::reading::{items_of, known, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Term, Thing, Things, obligation, treatment};

use crate::law::{gate, rule};
use crate::scope::inside;

/// Forms that can bind.
const BINDING: [&str; 5] = ["order", "warrant", "subpoena", "production-order", "written-demand"];

/// Treaties that give a foreign order effect here. The evidence rules of the Union are none.
const TREATIES: [&str; 2] = ["mutual-assistance", "executive-agreement"];

/// Whether the recipient is an authority or a court.
pub fn is_authority(q: Question<'_>) -> Cond<'_> {
    let recipient = q.recipient();
    known(recipient.role().is("authority"))
        | known(recipient.fact("class").is_any_of(&["authority", "court"]))
}

fn orders<'q>(q: Question<'q>, each: Thing<'q>) -> Things<'q> {
    if each.fact("orders").value().is_some() { each.follow("orders", "order") } else { q.all("order") }
}

/// What an order is worth, and item by item how far it reaches.
pub fn authority(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let demanded = is_authority(q) | known(each.purpose().is("authority-disclosure"));
    if demanded.is_no() {
        return;
    }
    let orders = orders(q, each);
    let mut at = answer.at(gate::AUTHORITY).about(each);
    let none = known(each.fact("orders").is_empty_set());
    if none.is_yes() {
        at.review(rule::ART_31_ORDER_FORM.when(none).reason("r-order-not-recognised"));
        return;
    }
    foreign(q, &orders, &mut at);
    let form = orders.any(|order| {
        order.fact("written").is_true()
            & order.fact("legal-basis-cited").is_true()
            & !known(!order.fact("instrument").is_any_of(&BINDING))
    });
    let forged = some(&orders, |order| order.fact("genuine").is("false"));
    let unverified = !orders.any(|order| order.fact("genuine").is("verified"));
    at.prohibit(rule::ART_31_ORDER_FORM.when(!form.clone()).reason("r-order-not-recognised"));
    at.prohibit(rule::ART_31_ORDER_GENUINE.when(forged).reason("r-order-not-recognised"));
    at.review(rule::ART_31_ORDER_GENUINE.when(unverified.clone()).reason("r-order-not-recognised"));
    let binds = form & !unverified & from_home(q, &orders);
    for item in items_of(q, each) {
        reach(each, item, &orders, binds.clone(), answer);
    }
}

/// Criminal Code art. 271: whoever gathers or hands over for a state abroad without permission; by
/// mutual assistance the Swiss authority acts.
fn foreign<'q>(q: Question<'q>, orders: &Things<'q>, at: &mut AtGate<'_, gate::Authority>) {
    let counsel = orders.iter().next().map(|order| {
        let due = Term::days(0).from(order.fact("due-on"));
        obligation("human-review").before().with("role", ["counsel"]).due(due)
    });
    let permitted = orders.any(|order| {
        known(order.fact("treaty").is_any_of(&TREATIES)) | known(order.fact("home-approval-on").happened())
    });
    let foreign = rule::SCC_271.when(!from_home(q, orders)).reason("r-order-not-recognised");
    let foreign = counsel.into_iter().fold(foreign, praetor_sdk::Clause::obliging);
    let log = obligation("document-disclosure");
    at.prohibit(foreign).unless(rule::SCC_271_PERMITTED.when(permitted).with_conditions().obliging(log));
}

fn from_home<'q>(q: Question<'q>, orders: &Things<'q>) -> Cond<'q> {
    orders.any(|order| {
        let place = order.fact("issuer-place");
        place.wholly_within(inside(q)) & !place.is_empty_set()
    })
}

/// Whether a foreign order comes by treaty or with the permission of the Swiss authority.
pub fn comes_by_treaty(q: Question<'_>) -> Cond<'_> {
    is_authority(q)
        & some(&q.all("order"), |order| {
            order.fact("treaty").is_any_of(&TREATIES) | order.fact("home-approval-on").happened()
        })
}

/// Whether the authority sits here, for a recipient whose places nobody stated.
pub fn sits_inside(q: Question<'_>) -> Cond<'_> {
    from_home(q, &q.all("order"))
}

/// Art. 6(2): the item is demanded, wholly or for a range of days.
fn reach<'q>(
    each: Thing<'q>,
    item: Thing<'q>,
    orders: &Things<'q>,
    binds: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let demanded = demanded(item, orders);
    let mut at = answer.at(gate::AUTHORITY).about(each).about(item);
    at.prohibit(rule::ART_6_2_DEMAND.when(!demanded.clone()).reason("r-order-scope"));
    let duty = rule::ART_31_ORDER
        .when(known(demanded & binds))
        .obliging(obligation("log-disclosure"))
        .obliging(obligation("document-disclosure"));
    let range = (item.fact("demanded-from").day(), item.fact("demanded-until").day());
    at.require(match range {
        (None, None) => duty,
        (from, until) => duty.treating(treatment("limit-to-demand")).treating(limited(from, until)),
    });
}

fn limited(from: Option<praetor_sdk::Day>, until: Option<praetor_sdk::Day>) -> praetor_sdk::Treatment {
    let range = from.into_iter().fold(treatment("limit-range"), |t, day| t.with("from", day));
    until.into_iter().fold(range, |t, day| t.with("until", day))
}

/// What the item says of the demand counts; else the list of the order.
fn demanded<'q>(item: Thing<'q>, orders: &Things<'q>) -> Cond<'q> {
    let stated = item.fact("demanded");
    if stated.value().is_some() {
        return stated.is_any_of(&["all", "range"]);
    }
    if orders.is_empty() {
        return Cond::missing(stated.at());
    }
    Cond::any(orders.iter().map(|order| match item.id() {
        Some(id) if order.fact("items").value().is_some() => order.fact("items").points_at(id),
        _ => Cond::missing(stated.at()),
    }))
}
