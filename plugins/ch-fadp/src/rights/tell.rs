//! FADP arts 9, 32(4): processors do the same at once; third parties are told where the person
//! claims that.

use praetor_sdk::reading::{items_of, known, some};
use praetor_sdk::{Cond, EntityId, Question, RightsAnswer, Thing, Verb};

use super::{fulfil, items};
use crate::law::rule;

/// Tells those who received an item.
pub fn recipients(
    q: Question<'_>,
    request: Thing<'_>,
    item: Thing<'_>,
    action: &str,
    answer: &mut RightsAnswer,
) {
    let claimed = claimed(q, request);
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let to = disclosure.follow_one("recipient", "recipient");
        let gone = known(disclosure.fact("still-held").is("erased"));
        let beyond = known(disclosure.fact("reach").is("impossible"));
        let Some(id) = to.id() else { continue };
        if (gone | beyond).is_yes() || told.contains(&id) {
            continue;
        }
        told.push(id);
        let on = Cond::yes().resting_on(to.role().at());
        if works_for_us(to) {
            answer.on(request).tell(
                rule::ART_9_INSTRUCT.when(on).about(item),
                to,
                Verb::Command,
                action,
                None,
            );
        } else if claimed.is_yes() {
            let clause = rule::ART_32_4.when(claimed.clone() & on).about(item);
            answer.on(request).tell(clause, to, Verb::Notify, action, None);
        }
    }
}

/// Tells those who work with the items of a use that it ends.
pub fn of_use(q: Question<'_>, request: Thing<'_>, each: Thing<'_>, action: &str, answer: &mut RightsAnswer) {
    for item in items_of(q, each) {
        recipients(q, request, item, action, answer);
    }
}

/// Art. 32(4): the claim itself, as a request of its own.
pub fn on_claim(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        answer.on(request).owed(rule::ART_32_4.always().about(item), fulfil(q));
        recipients(q, request, item, "recipients-told", answer);
    }
}

/// The person claims that third parties are told, in this request or in another of the question.
fn claimed<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    known(request.fact("meant-as").contains("recipients-told"))
        | some(&q.requests(), |other| other.fact("right").is("recipients-told"))
}

fn works_for_us(to: Thing<'_>) -> bool {
    matches!(to.role().code(), Some("processor" | "sub-processor" | "service-provider" | "contractor"))
}
