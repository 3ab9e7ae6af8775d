//! S. 16, Rule 15: everywhere but to countries that were restricted.

use praetor_asia::hop::stays;
use praetor_asia::part::is_authority;
use praetor_sdk::place::outside;
use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// Hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    for hop in q.hops() {
        let to = hop.fact("to-place");
        say((stays(hop, area(q)), to.within(restricted(q))), Some(hop), answer);
        looked_at(q, !known(stays(hop, area(q))), answer);
    }
    if q.hops().is_empty() {
        let recipient = q.recipient();
        let away = if recipient.exists().is_no() { Cond::no() } else { outside(q, area(q)) };
        let places = recipient.fact("processing-places").within(restricted(q));
        say((!away.clone(), places), None, answer);
        looked_at(q, known(away), answer);
    }
}

fn restricted(q: Question<'_>) -> &'static [&'static str] {
    names(&param::RESTRICTED, q.as_of())
}

fn say<'q>((stays, barred): (Cond<'q>, Cond<'q>), hop: Option<Thing<'q>>, answer: &mut SharingAnswer) {
    let mut at = match hop {
        Some(hop) => answer.at(gate::TRANSFER).about(hop),
        None => answer.at(gate::TRANSFER),
    };
    at.permit(rule::STAYS.when(stays));
    at.permit(rule::S_16_1.when(!barred.clone()).burden(1).obliging(obligation("record-vendor-chain")));
    at.otherwise_prohibit(rule::S_16_RESTRICTED.when(barred).reason("r-no-mechanism"));
}

/// Rule 15, s. 16(2): foreign States, and data of payments.
fn looked_at<'q>(q: Question<'q>, away: Cond<'q>, answer: &mut SharingAnswer) {
    let pays = some(&q.items(), |item| item.category().is_any_of(names(&param::PAYMENT_DATA, q.as_of())));
    let system = known(q.recipient().fact("regulated-as").contains("payment-institution"))
        | known(q.controller().fact("activities").contains("payment-service"));
    let mut at = answer.at(gate::ONWARD);
    at.review(rule::RULE_15.when(is_authority(q) & away.clone()));
    at.review(rule::S_16_2.when(pays & system & away));
}
