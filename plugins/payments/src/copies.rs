//! What the provider keeps under duties of its own.

use praetor_sdk::{Ground, Question, RetentionAnswer, Term};
use praetor_vendor::retention;

use crate::CLASS;
use crate::law::rule;

/// Categories that identify a payer or show a payment.
const OF_PAYMENTS: [&str; 11] = [
    "account-name",
    "account-email",
    "postal-address",
    "phone",
    "birth-date",
    "government-id",
    "bank-account",
    "transaction-record",
    "invoice",
    "billing-state",
    "payment-card",
];

/// Records of payments are kept as the law against money laundering commands; the rest is a matter
/// of the shared rules.
pub(crate) fn decide(q: Question<'_>, answer: &mut RetentionAnswer) {
    let kept = q.settings().plain().period("anti-laundering-kept");
    for item in retention::reached(q) {
        match kept.filter(|_| item.category().is_any_of(&OF_PAYMENTS).is_yes()) {
            Some(kept) => {
                let end = Term::period(kept).from(retention::last_disclosure(q, item));
                let clause = rule::LAUNDERING_KEPT.always().about(item);
                answer.ground(clause, Ground::until(end).restricted());
            }
            None => retention::copy(q, CLASS, item, answer),
        }
    }
}
