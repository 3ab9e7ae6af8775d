//! 11 CCR §§ 7200, 7221-7222, from 2027: opting out of, and having explained, significant decisions by machines.

use praetor_sdk::reading::known;
use praetor_sdk::{Outcome, Question, RightsAnswer, Thing};

use super::uses;
use crate::law::rule;

/// The decision by the day of receipt; before 2027 there is no such right, and the day is said.
pub fn decisions(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let version = request.fact("received-on").day();
    let explain = known(request.fact("right").is("explain-automated"));
    let named = request.fact("of-decision").value().is_some();
    let contested = if named { request.follow("of-decision", "use") } else { uses(q, request) };
    for each in contested.or_gap() {
        let alone = each.fact("solely-automated").is_true() | each.operation().is("decide-automatically");
        let weighty = alone & !each.fact("significant-effect").is("none");
        let mut on = answer.on(request);
        on.no_right(rule::CCR_7221_BEFORE.always().about(each).as_at(version).reason("r-not-in-force"));
        let clause = rule::CCR_7221.when(weighty.clone()).about(each).as_at(version);
        if weighty.is_no() {
            let other = rule::CCR_7221_OTHER.when(!weighty).about(each).as_at(version);
            on.no_right(other.reason("r-not-covered"));
        } else if explain.is_yes() {
            on.must_state(rule::CCR_7221.always().as_at(version), "automated-logic");
            on.owed(clause, Outcome::Proceed);
        } else {
            on.owed(clause, Outcome::Stop);
        }
    }
}
