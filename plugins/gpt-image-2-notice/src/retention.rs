//! Section 7: how long information is kept. The policy states grounds and no periods, so its
//! grounds run or have ended; dates come from the laws.

use praetor_sdk::{Cond, Ending, Ground, Question, RetentionAnswer, Thing};

use crate::law::{param, rule};

/// Matters that are disputes to be resolved.
const DISPUTES: [&str; 7] =
    ["dispute", "complaint", "chargeback", "litigation", "arbitration", "regulator-inquiry", "access-review"];

/// Every legal order: section 7 names "legal obligations" without a place.
const EVERY_ORDER: [&str; 1] = ["*"];

/// Lets each ground of section 7 speak on each item.
pub(crate) fn decide(q: Question<'_>, answer: &mut RetentionAnswer) {
    for item in q.items().or_gap() {
        let served = is_served(q);
        service(item, &served, answer);
        records(q, item, answer);
        if !served.is_yes() {
            disputes(q, item, answer);
            enforcement(q, item, answer);
        }
        legal_obligations(item, answer);
    }
}

/// An account that is open, even if it is suspended or asleep.
fn is_served(q: Question<'_>) -> Cond<'_> {
    q.subject().fact("account-status").is_any_of(&["active", "suspended", "dormant"])
}

/// Section 7, first item: to provide the service.
fn service(item: Thing<'_>, served: &Cond<'_>, answer: &mut RetentionAnswer) {
    if served.is_no() {
        let ended = rule::S_7A_ENDED.when(!served.clone()).about(item).reason("r-purpose-ended");
        answer.ground(ended, Ground::until(Ending::now()));
    } else {
        let runs = rule::S_7A_SERVICE.when(served.clone()).about(item);
        answer.ground(runs, Ground::until(Ending::running()));
    }
}

/// Section 7, second item: business and accounting records, for as long as a law wants them.
fn records(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) {
    let categories = param::BUSINESS_RECORDS.on(q.as_of()).or(&[]);
    if item.category().is_any_of(categories).is_yes() {
        let clause = rule::S_7B_RECORDS.when(item.category().is_any_of(categories)).about(item);
        answer.ground(clause, Ground::until(Ending::now()).restricted().recognising(&EVERY_ORDER));
    }
}

/// Section 7, third item: to resolve disputes that are open and concern the item.
fn disputes(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) {
    let open = open_matter(q, item, &DISPUTES);
    answer.ground(rule::S_7C_DISPUTES.when(open).about(item), Ground::until(Ending::running()).restricted());
}

/// Section 7, fourth item: to enforce an agreement, while a debt is open.
fn enforcement(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) {
    let open = open_matter(q, item, &["debt"]);
    answer.ground(rule::S_7D_ENFORCE.when(open).about(item), Ground::until(Ending::running()).restricted());
}

fn open_matter<'q>(q: Question<'q>, item: Thing<'q>, kinds: &[&str]) -> Cond<'q> {
    q.subject().follow("matters", "matter").any(|matter| {
        let released = matter.fact("released-on");
        let open = !released.is_stated() | released.not_yet();
        matter.fact("kind").is_any_of(kinds) & open & concerns(matter, item)
    })
}

fn concerns<'q>(matter: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let named = item.id().map_or(Cond::no(), |id| matter.fact("items").points_at(id));
    matter.fact("scope").is_any_of(&["account", "everything"]) | named
}

/// Section 7, fifth item: the policy gives way to every duty to keep.
fn legal_obligations(item: Thing<'_>, answer: &mut RetentionAnswer) {
    let gives_way = Ground::until(Ending::now()).restricted().recognising(&EVERY_ORDER);
    answer.ground(rule::S_7E_LAW.always().about(item), gives_way);
}

#[cfg(test)]
mod tests;
