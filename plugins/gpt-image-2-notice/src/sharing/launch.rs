//! Head and section 13: a template is not launched.

use praetor_sdk::{Cond, Question, SharingAnswer};

use crate::law::{gate, rule};
use crate::published::{has_placeholder, is_draft};

/// Before a launch counsel must have approved the policy, and its contact must be real.
pub(super) fn speak(q: Question<'_>, answer: &mut SharingAnswer) {
    let occasion = q.whole().fact("occasion");
    let launch = occasion.is_stated() & occasion.is("launch-check");
    let draft = launch.clone() & Cond::known(is_draft(q.settings(), q.as_of()));
    let placeholder = launch & Cond::known(has_placeholder(q.settings()));
    let mut gate = answer.at(gate::LAUNCH);
    gate.review(rule::S_0C_DRAFT.when(draft).reason("r-not-informed"));
    gate.prohibit(rule::S_13_PLACEHOLDER.when(placeholder).reason("r-not-informed"));
}
