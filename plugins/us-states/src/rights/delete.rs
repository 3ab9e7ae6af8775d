//! Deletion and its exemptions. Duties to keep records are the word of the rules on keeping.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, EntityId, Outcome, Question, RightsAnswer, Rule, Thing, Verb};

use super::copy::{not_provided, refused};
use super::{On, fulfil};
use crate::law::rule;

/// Item by item; an exemption must be known to stand.
pub fn delete(on: &On<'_>, answer: &mut RightsAnswer) {
    for item in on.items().or_gap() {
        if refused(on, item, answer) {
            continue;
        }
        let foreign = if on.has("delete-provided-only") { not_provided(item) } else { Cond::no() };
        let exempt = exempt(on.q, item).into_iter().find(|(cond, ..)| cond.is_yes());
        let mut say = answer.on(on.request);
        if foreign.is_yes() {
            let clause = rule::NOT_PROVIDED.when(on.asked() & foreign).about(item).reason("r-not-provided");
            say.no_right(clause);
        } else if let Some((cond, rule, reason, outcome)) = exempt {
            say.may_refuse(rule.when(on.asked() & cond).about(item).reason(reason), outcome);
            say.must_state(on.state.rights.when(on.asked()), "kept-and-why");
        } else {
            say.owed(on.state.rights.when(on.asked()).about(item), fulfil(on.q));
            tell(on, item, answer);
        }
    }
}

type Ground<'q> = (Cond<'q>, Rule, &'static str, Outcome);

fn exempt<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Ground<'q>> {
    let uses: Vec<Thing<'q>> = q.uses().into_iter().filter(|each| works_with(*each, item)).collect();
    let of = |test: &dyn Fn(Thing<'q>) -> Cond<'q>| {
        Cond::any(uses.iter().map(|each| known(test(*each)) & known(each.fact("ended-on").not_yet())))
    };
    let over = known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"));
    let contract = of(&|each| each.fact("contract-necessary").is_true()) & !over;
    let guarding = ["security", "abuse-prevention", "fraud-prevention", "performance-monitoring"];
    let security =
        of(&|each| each.purpose().is_any_of(&guarding) & each.fact("keeping-need").is("documented"));
    let claim = some(&q.matters(), |matter| {
        let named = matter.fact("items");
        let here = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        here & matter.fact("concrete").is_true() & !known(matter.fact("released-on").happened())
    });
    vec![
        (contract, rule::NEEDED, "r-contract-needed", Outcome::Refuse),
        (claim, rule::CLAIMS, "r-legal-claims", Outcome::Restrict),
        (security, rule::SECURITY, "r-not-covered", Outcome::Restrict),
    ]
}

/// Whether a use works with an item.
pub fn works_with<'q>(each: Thing<'q>, item: Thing<'q>) -> bool {
    match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    }
}

/// Processors assist; the laws know no general duty to tell others.
fn tell(on: &On<'_>, item: Thing<'_>, answer: &mut RightsAnswer) {
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let recipient = disclosure.follow_one("recipient", "recipient");
        let gone = known(disclosure.fact("still-held").is("erased"));
        let vendor = matches!(
            recipient.role().code(),
            Some("processor" | "sub-processor" | "service-provider" | "contractor")
        );
        let Some(id) = recipient.id() else { continue };
        if gone.is_yes() || told.contains(&id) || !vendor {
            continue;
        }
        told.push(id);
        let clause = rule::PROCESSORS.when(on.governs.clone()).about(item);
        answer.on(on.request).tell(clause, recipient, Verb::Command, "erase", None);
    }
}
