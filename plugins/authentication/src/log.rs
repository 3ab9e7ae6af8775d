//! The log of sign-ins at the provider.

use praetor_sdk::{Maximum, Question, RetentionAnswer, Term};
use praetor_vendor::retention;

use crate::class;
use crate::law::rule;

/// What a line of that log holds.
const LOGGED: [&str; 6] =
    ["log-record", "ip-address", "device-info", "user-agent", "session-id", "approx-location"];

/// The log has a period of its own; everything else is a matter of the shared rules.
pub(crate) fn decide(q: Question<'_>, answer: &mut RetentionAnswer) {
    let kept = q.settings().plain().period("login-log-kept");
    for item in retention::reached(q) {
        match kept.filter(|_| item.category().is_any_of(&LOGGED).is_yes()) {
            Some(kept) => {
                let end = Term::period(kept).from(retention::last_disclosure(q, item));
                answer.maximum(rule::LOGIN_LOG.always().about(item), Maximum::until(end));
            }
            None => retention::copy(q, class(q.settings()), item, answer),
        }
    }
}
