//! Support: whether the provider's staff look into the data.

use praetor_sdk::{Question, SharingAnswer, obligation};

use crate::law::{gate, rule};

/// What keeps standing access in bounds.
const OF_STANDING_ACCESS: [&str; 2] = ["m-access-control", "m-logging"];

/// Never, on approval, or standing. Where nobody said, the gate stays shut.
pub(crate) fn decide(q: Question<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::SUPPORT);
    match q.settings().plain().code("remote-support") {
        Some("never") => {
            gate.permit(rule::SUPPORT_NEVER.always().obliging(obligation("no-human-review")));
        }
        Some("on-approval") => {
            gate.permit(rule::SUPPORT_APPROVED.always().obliging(obligation("log-disclosure")));
        }
        Some(_) => {
            let measures = obligation("apply-measures").with("measures", OF_STANDING_ACCESS);
            gate.permit(rule::SUPPORT_STANDING.always().obliging(measures));
        }
        None => {}
    }
}
