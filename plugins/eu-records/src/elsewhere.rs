//! What lies beyond the states of this plugin.

use praetor_sdk::{Question, RetentionAnswer, Thing};

use crate::law::rule;
use crate::{books, oss, record};

/// Books of a state that is not in are for a person; what neither books nor the One-Stop-Shop
/// reach is free as far as this plugin goes.
pub fn elsewhere<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let known = books::kept_in_a_known_state(q, item);
    let other = books::kept_in_another_state(q, item) & record::is_any_of(item, record::OF_BUSINESS);
    answer.review(rule::OTHER_STATE.when(other.clone()).about(item));
    if known.truth.is_no() {
        let free = !(known | other | oss::is_declared(q, item));
        answer.no_floor(rule::NOT_HERE.when(free).about(item));
    }
}

/// Traffic data of those who carry communications: the states differ, and none of it is in.
pub fn telecom<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let carries = q.controller().fact("activities");
    let traffic = item.fact("record");
    if traffic.value().is_some() {
        let traffic = traffic.is_any_of(&["traffic-data", "connection-log"]);
        let reached = books::kept_in(q, item, books::AREA)
            & traffic
            & carries.contains_any(&["telecom", "internet-access"]);
        answer.review(rule::TELECOM.when(reached).about(item));
    }
}
