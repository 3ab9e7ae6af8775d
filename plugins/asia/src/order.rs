//! Orders of authorities and courts: those at home are met as far as they reach, others are seen by
//! counsel.

use praetor_sdk::reading::{items_of, known, some};
use praetor_sdk::{
    AtGate, Clause, Cond, Day, Gate, Question, Rule, SharingAnswer, Term, Thing, Things, Treatment,
    obligation, treatment,
};

use crate::part::is_authority;

/// Forms that can bind. A preservation order binds to keep; a letter or a call binds to nothing.
const BINDING: [&str; 5] = ["order", "warrant", "subpoena", "production-order", "written-demand"];

/// Ways by which a foreign order has effect at home.
const TREATIES: [&str; 3] = ["mutual-assistance", "executive-agreement", "other"];

/// The rules of a law on orders.
#[derive(Clone, Copy, Debug)]
pub struct Orders<G> {
    /// An authority shows no order.
    pub none: Rule<G>,
    /// What form binds, and that it must be genuine.
    pub form: Rule<G>,
    /// A foreign order does not bind.
    pub foreign: Rule<G>,
    /// What opens the way for a foreign order.
    pub opened: Rule<G>,
    /// Nothing beyond the demand.
    pub scope: Rule<G>,
    /// A binding order is met.
    pub duty: Rule<G>,
}

/// What an order is worth, and item by item how far it reaches. `opened` is what this law asks for
/// a foreign order; without a word of it, a treaty.
pub fn authority<'q, G: Gate>(
    q: Question<'q>,
    each: Thing<'q>,
    (gate, rules): (G, &Orders<G>),
    area: &[&str],
    opened: Option<Cond<'q>>,
    answer: &mut SharingAnswer,
) {
    if (is_authority(q) | known(each.purpose().is("authority-disclosure"))).is_no() {
        return;
    }
    let orders = orders(q, each);
    let mut at = answer.at(gate).about(each);
    let none = known(each.fact("orders").is_empty_set());
    if none.is_yes() {
        at.review(rules.none.when(none).reason("r-order-not-recognised"));
        return;
    }
    foreign(&orders, rules, area, opened, &mut at);
    let form = orders.any(|order| {
        order.fact("written").is_true()
            & order.fact("legal-basis-cited").is_true()
            & !known(!order.fact("instrument").is_any_of(&BINDING))
    });
    let forged = known(orders.any(|order| order.fact("genuine").is("false")));
    let unverified = !orders.any(|order| order.fact("genuine").is("verified"));
    at.prohibit(rules.form.when(!form.clone() | forged).reason("r-order-not-recognised"));
    at.review(rules.form.when(unverified.clone()).reason("r-order-not-recognised"));
    let binds = form & !unverified & from_home(&orders, area);
    for item in items_of(q, each) {
        reach((each, item), &orders, binds.clone(), (gate, rules), answer);
    }
}

/// The orders that demand a use: those it names, or all of the question.
fn orders<'q>(q: Question<'q>, each: Thing<'q>) -> Things<'q> {
    if each.fact("orders").value().is_some() { each.follow("orders", "order") } else { q.all("order") }
}

fn from_home<'q>(orders: &Things<'q>, area: &[&str]) -> Cond<'q> {
    orders.any(|order| order.fact("issuer-place").wholly_within(area))
}

/// Whether an authority of the question sits at home, for one whose places nobody stated.
pub fn sits_inside<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    from_home(&q.all("order"), area)
}

/// Whether a foreign order comes by treaty, so that its own rules carry the transfer.
pub fn comes_by_treaty(q: Question<'_>) -> Cond<'_> {
    is_authority(q) & some(&q.all("order"), |order| order.fact("treaty").is_any_of(&TREATIES))
}

fn foreign<'q, G: Gate>(
    orders: &Things<'q>,
    rules: &Orders<G>,
    area: &[&str],
    opened: Option<Cond<'q>>,
    at: &mut AtGate<'_, G>,
) {
    let counsel = orders.iter().next().map(|order| {
        let due = Term::days(0).from(order.fact("due-on"));
        obligation("human-review").before().with("role", ["counsel"]).due(due)
    });
    let treaty = || orders.any(|order| order.fact("treaty").is_any_of(&TREATIES));
    let opened = opened.unwrap_or_else(treaty);
    let foreign = rules.foreign.when(!from_home(orders, area)).reason("r-order-not-recognised");
    at.prohibit(counsel.into_iter().fold(foreign, Clause::obliging))
        .unless(rules.opened.when(opened).with_conditions());
}

/// The item is demanded, wholly or for a range of days.
fn reach<'q, G: Gate>(
    (each, item): (Thing<'q>, Thing<'q>),
    orders: &Things<'q>,
    binds: Cond<'q>,
    (gate, rules): (G, &Orders<G>),
    answer: &mut SharingAnswer,
) {
    let demanded = demanded(item, orders);
    let mut at = answer.at(gate).about(each).about(item);
    at.prohibit(rules.scope.when(!demanded.clone()).reason("r-order-scope"));
    let duty = rules
        .duty
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
