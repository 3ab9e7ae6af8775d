//! Schedule 1 clauses 4.3.8, 4.5.3: no right of erasure as such; what nothing needs any longer is destroyed. Duties to keep
//! records are the word of the retention rules, which the host asks beside these.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing};

use super::{fulfil, items, tell};
use crate::basis::required;
use crate::ground::{CLAIMS, DUTY, IMPLIED, rests};
use crate::law::rule;

/// Item by item: only what is known to be needed counts against the person.
pub fn erase(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let needed = needed(q, item);
        let free = Cond::all(needed.iter().map(|(cond, ..)| !cond.clone()));
        let mut on = answer.on(request);
        let clause = rule::CL_4_5_3.when(free.clone().resting_on(request.fact("right").at()));
        on.owed(clause.about(item), fulfil(q));
        for (cond, reason, outcome) in needed {
            if cond.is_yes() {
                on.may_refuse(rule::CL_4_5_3_NEEDED.when(cond).about(item).reason(reason), outcome);
            }
        }
        if free.is_yes() {
            tell::recipients(request, item, "erase", rule::CL_4_5_3, answer);
        }
    }
}

/// What an identified purpose, a law of Canada or a dispute still needs of an item. Unlawful collection needs nothing.
fn needed<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<(Cond<'q>, &'static str, Outcome)> {
    if known(item.fact("lawfulness").is("unlawful")).is_yes() {
        return Vec::new();
    }
    let uses = uses_of(q, item);
    let of = |test: &dyn Fn(Thing<'q>) -> Cond<'q>| {
        Cond::any(uses.iter().map(|each| known(test(*each)) & !known(each.fact("ended-on").happened())))
    };
    let over = known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"));
    let service = of(&|each| rests(each, &IMPLIED) & each.fact("contract-necessary").is_true());
    let listed = known(!item.fact("record").is("none"));
    let law = of(&|each| rests(each, &DUTY) & required(q, each)) | known(item.fact("legal-only").is_true());
    let pursued = of(&|each| rests(each, &CLAIMS) & each.fact("claims-need").is("concrete"));
    vec![
        (service & !over, "r-contract-needed", Outcome::Refuse),
        (law & !listed, "r-legal-retention", Outcome::Restrict),
        (claims(q, item) | pursued, "r-legal-claims", Outcome::Restrict),
    ]
}

/// An open matter that is in sight and reaches the item.
fn claims<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    some(&q.matters(), |matter| {
        let named = matter.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = !known(matter.fact("released-on").happened());
        reaches & open & !known(!matter.fact("concrete").is_true())
    })
}

/// The uses that work with an item.
fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}
