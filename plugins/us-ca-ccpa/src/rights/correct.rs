//! § 1798.106, 11 CCR § 7023: correction.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing};

use super::{excessive, fulfil, items, proof_withheld, tell, unproven};
use crate::law::rule;

/// Wrong data are corrected, here and at those who work for the business.
pub fn correct(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let version = request.fact("received-on").day();
    let fraud = known(request.fact("fraud-belief-documented").is_true());
    let refused = excessive(request) | fraud.clone();
    let agent = unproven(q) & proof_withheld(q);
    for item in items(q, request).or_gap() {
        let wrong = wrong(item);
        let right = known(item.fact("accuracy-disputed").is("found-right"));
        let mut on = answer.on(request);
        if refused.is_yes() {
            let reason = if fraud.is_yes() { "r-fraud" } else { "r-unfounded" };
            let clause = rule::S_1798_145_H_3.when(refused.clone()).about(item).reason(reason);
            on.may_refuse(clause, Outcome::Refuse);
        } else if agent.is_yes() {
            let clause = rule::CCR_7063.when(agent.clone()).about(item).reason("r-agent-unproven");
            on.may_refuse(clause, Outcome::Refuse);
        } else if right.is_yes() {
            let clause = rule::CCR_7023_B.when(right).about(item).reason("r-not-covered");
            on.may_refuse(clause, Outcome::Refuse);
        } else {
            on.owed(rule::S_1798_106.when(wrong.clone()).about(item).as_at(version), fulfil(q));
            let before = rule::BEFORE_2023.always().about(item).as_at(version);
            on.no_right(before.reason("r-not-in-force"));
        }
        if wrong.is_yes() && refused.is_no() {
            tell::correction(request, item, answer);
        }
    }
}

/// How the check came out; one that cannot be settled goes for the person (11 CCR § 7023(b)(2)).
fn wrong(item: Thing<'_>) -> Cond<'_> {
    let disputed = item.fact("accuracy-disputed");
    match disputed.code() {
        Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
        Some(_) => disputed.is_any_of(&["found-wrong", "undecidable"]),
    }
}
