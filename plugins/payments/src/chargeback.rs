//! Chargebacks: evidence for one that is open, and no more than evidence.

use praetor_sdk::reading::items_of;
use praetor_sdk::{Question, SharingAnswer, Thing};

use crate::law::{gate, rule};

/// What shows that somebody ordered, paid and got something.
const EVIDENCE: [&str; 11] = [
    "account-name",
    "account-email",
    "postal-address",
    "billing-state",
    "subscription-record",
    "transaction-record",
    "invoice",
    "task-history",
    "export-metadata",
    "ip-address",
    "contract-document",
];

/// Speaks of a use for disputes.
pub(crate) fn decide(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let disputes = each.purpose().is("dispute-handling");
    if !disputes.is_yes() {
        return;
    }
    let open = q
        .matters()
        .any(|matter| matter.fact("kind").is("chargeback") & !matter.fact("released-on").happened());
    let mut gate = answer.at(gate::CHARGEBACK).about(each);
    gate.prohibit(rule::CHARGEBACK_NONE.when(!open).reason("r-purpose-ended"));
    for item in items_of(q, each).iter() {
        let beyond = !item.category().is_any_of(&EVIDENCE);
        let clause = rule::CHARGEBACK_EVIDENCE.when(beyond).reason("r-not-necessary");
        answer.at(gate::CHARGEBACK).about(each).about(item).prohibit(clause);
    }
}
