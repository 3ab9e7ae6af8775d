//! Arts 16, 18 IV and VI: erased, blocked or made anonymous once no ground carries an item any longer.
//! Duties to keep records are the word of the retention rules, which the host asks beside these.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing};

use super::{fulfil, items, tell};
use crate::basis::duty_at_home;
use crate::ground::{CONTRACT, DUTY, INTEREST, POLICY, PROCEEDINGS, rests};
use crate::law::rule;

/// Item by item. The controller shows that a condition still holds: only what is known counts against the person.
pub fn erase(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let stands = standing(q, item);
        let stopped = Cond::any(stands.iter().map(|(cond, ..)| cond.clone()));
        let owed = !stopped;
        let mut on = answer.on(request);
        let unlawful = known(item.fact("lawfulness").is("unlawful")).is_yes();
        let rule = if unlawful { rule::ART_18_IV } else { rule::ART_18_VI };
        let clause = rule.when(owed.clone().resting_on(request.fact("right").at()));
        on.owed(clause.about(item), fulfil(q));
        for (cond, reason, outcome) in stands {
            if cond.is_yes() {
                on.may_refuse(rule::ART_16.when(cond).about(item).reason(reason), outcome);
            }
        }
        if owed.is_yes() {
            tell::recipients(request, item, "erase", answer);
        }
    }
}

/// The grounds of arts 7 and 16 that still hold for an item. Unlawful processing has none.
fn standing<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<(Cond<'q>, &'static str, Outcome)> {
    if known(item.fact("lawfulness").is("unlawful")).is_yes() {
        return Vec::new();
    }
    let uses = uses_of(q, item);
    let of = |test: &dyn Fn(Thing<'q>) -> Cond<'q>| {
        Cond::any(uses.iter().map(|each| known(test(*each)) & !known(each.fact("ended-on").happened())))
    };
    let over = known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"));
    let contract = of(&|each| {
        rests(each, &CONTRACT) & each.fact("contract-necessary").is_true() & each.fact("ended-on").not_yet()
    });
    let listed = known(!item.fact("record").is("none"));
    let duty = of(&|each| (rests(each, &DUTY) | rests(each, &POLICY)) & duty_at_home(q, each));
    let duty = (duty | known(item.fact("legal-only").is_true())) & !listed;
    let interest =
        of(&|each| rests(each, &INTEREST) & each.fact("lia").is("passed") & each.fact("ended-on").not_yet());
    let pursued = of(&|each| rests(each, &PROCEEDINGS) & each.fact("claims-need").is("concrete"));
    vec![
        (contract & !over, "r-contract-needed", Outcome::Refuse),
        (duty, "r-legal-retention", Outcome::Restrict),
        (interest, "r-not-covered", Outcome::Refuse),
        (claims(q, item) | pursued, "r-legal-claims", Outcome::Restrict),
    ]
}

/// Art. 7 VI: an open matter that is in sight and reaches the item.
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
