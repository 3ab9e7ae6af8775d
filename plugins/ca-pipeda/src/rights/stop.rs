//! Schedule 1 clause 4.3.8: consent, express and implied, is withdrawn. Objections and opt-outs are the same thing here.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, mark, obligation};

use super::{tell, unproven, uses};
use crate::ground::{CONSENT, IMPLIED, rests};
use crate::law::rule;

/// Use by use: what rests on consent ends, but for what a contract that runs or a law still needs.
pub fn withdraw(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let agreed = rests(each, &CONSENT) | rests(each, &IMPLIED);
        if agreed.is_no() {
            let other = rule::WITHDRAW_OTHERS.when(!agreed).about(each);
            answer.on(request).no_right(other.reason("r-not-covered"));
            continue;
        }
        let bound = bound(q, each);
        if bound.is_yes() {
            let held = rule::WITHDRAW_RESTRICTED.when(bound).about(each).reason("r-contract-needed");
            answer.on(request).may_refuse(held, Outcome::Proceed);
        } else {
            end(q, request, each, agreed, answer);
        }
    }
}

/// The contract with the person still has to be performed, and cannot be without the use.
fn bound<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let over = known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"))
        | known(each.fact("ended-on").happened());
    rests(each, &IMPLIED) & known(each.fact("contract-necessary").is_true()) & !over
}

fn end<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    each: Thing<'q>,
    agreed: Cond<'q>,
    answer: &mut RightsAnswer,
) {
    let scope = each.purpose().code().unwrap_or_default();
    let remember = mark("consent-withdrawn", q.as_of()).over(scope);
    let clause = rule::WITHDRAW.when(agreed.clone()).about(each).marking(remember);
    let clause = clause.obliging(obligation("suppress").with("purposes", [scope]));
    let stop = if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop };
    answer.on(request).owed(clause, stop);
    if agreed.is_yes() {
        for item in items_of(q, each) {
            tell::providers(request, item, each, "withdraw-consent", rule::WITHDRAW, answer);
        }
    }
}
