//! § 1798.145(a): authorities and courts get what was demanded, and nothing beyond.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{
    Cond, Day, Question, SharingAnswer, Term, Thing, Things, Treatment, obligation, treatment,
};

use crate::deal::{Part, part};
use crate::law::{gate, rule};

/// What an order is worth, and item by item how far it reaches.
pub fn authority(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if part(q) != Part::Authority {
        return;
    }
    let orders =
        if each.fact("orders").value().is_some() { each.follow("orders", "order") } else { q.all("order") };
    let mut at = answer.at(gate::AUTHORITY).about(each);
    let doubtful = !orders.any(|order| {
        order.fact("genuine").is("verified") & order.fact("issuer-place").wholly_within(&["US"])
    });
    let due = orders.iter().next().map(|order| Term::days(0).from(order.fact("due-on")));
    let counsel = due.map(|due| obligation("human-review").before().with("role", ["counsel"]).due(due));
    let clause = rule::S_1798_145_A_FORM.when(doubtful).reason("r-order-not-recognised");
    at.review(counsel.into_iter().fold(clause, praetor_sdk::Clause::obliging));
    for item in items_of(q, each) {
        reach(each, item, &orders, answer);
    }
}

fn reach<'q>(each: Thing<'q>, item: Thing<'q>, orders: &Things<'q>, answer: &mut SharingAnswer) {
    let demanded = demanded(item, orders);
    let mut at = answer.at(gate::AUTHORITY).about(each).about(item);
    at.prohibit(rule::S_1798_145_A_SCOPE.when(!demanded.clone()).reason("r-order-scope"));
    let range = (item.fact("demanded-from").day(), item.fact("demanded-until").day());
    if known(demanded.clone()).is_yes() && range != (None, None) {
        let clause = rule::S_1798_145_A_SCOPE.when(demanded);
        at.permit(clause.treating(treatment("limit-to-demand")).treating(limited(range.0, range.1)));
    }
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
