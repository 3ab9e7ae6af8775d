//! FADP art. 31: what lets a controller go on although the person claims an end. The controller
//! shows it, so only what is known counts.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Clause, Cond, Outcome, Question, Rule, Thing};

use super::uses_of;
use crate::consent::CONSENTS;
use crate::justification::{contract, marketing, swiss_duty, written_down};
use crate::law::{param, rule};

/// The justifications of keeping or using an item, with what they leave of the claim.
pub fn justified<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<(Clause<'q>, Cond<'q>, Outcome)> {
    let uses = uses_of(q, item);
    let any = |test: &dyn Fn(Thing<'q>) -> Cond<'q>| Cond::any(uses.iter().map(|each| known(test(*each))));
    let needed = any(&|each| contract_runs(q, each)) & !ended(q);
    let listed = known(!item.fact("record").is("none"));
    let duty = (any(&|each| duty_runs(q, each)) | known(item.fact("legal-only").is_true())) & !listed;
    let interest = any(&|each| grounds(q, each));
    let claim = claims(q, item);
    let say = |rule: Rule, cond: Cond<'q>, reason: &'q str, outcome: Outcome| {
        (rule.when(cond.clone()).about(item).reason(reason), cond, outcome)
    };
    vec![
        say(rule::ART_31_CONTRACT, needed, "r-contract-needed", Outcome::Refuse),
        say(rule::ART_31_DUTY, duty, "r-legal-retention", Outcome::Restrict),
        say(rule::ART_31_INTEREST, interest, "r-li-override", Outcome::Refuse),
        say(rule::ART_31_CLAIM, claim, "r-legal-claims", Outcome::Restrict),
    ]
}

/// The contract with the person runs and cannot do without the use.
pub fn contract_runs<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    known(each.fact("contract-necessary").is_true())
        & known(contract(q, each))
        & known(each.fact("ended-on").not_yet())
        & !known(each.fact("declared-basis").is_any_of(&CONSENTS))
}

/// Whether the contract is known to have ended.
pub fn ended(q: Question<'_>) -> Cond<'_> {
    known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"))
}

/// A Swiss law commands the use, which has not ended.
pub fn duty_runs<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    known(swiss_duty(q, each)) & !known(each.fact("ended-on").happened())
}

/// Overriding grounds that were written down; never for advertising.
pub fn grounds<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let purposes = praetor_sdk::reading::names(&param::OVERRIDING_PURPOSES, q.as_of());
    let secure = known(each.purpose().is_any_of(purposes)) & written_down(each);
    (known(each.fact("compelling-grounds").is("documented")) | secure) & !marketing(q, each)
}

/// An open matter in sight that reaches the item.
pub fn claims<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    some(&q.matters(), |matter| {
        let named = matter.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = !known(matter.fact("released-on").happened());
        reaches & open & !known(!matter.fact("concrete").is_true()) & matter.exists()
    })
}
