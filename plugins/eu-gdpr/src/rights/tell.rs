//! Art. 19, Art. 28(3)(a), (e): whoever received the data is told: processors are commanded, others
//! are notified.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, EntityId, Question, RightsAnswer, Thing, Verb};

use crate::law::rule;

/// Tells everybody to whom an item was disclosed, unless that is impossible or disproportionate.
pub fn recipients(request: Thing<'_>, item: Thing<'_>, action: &str, answer: &mut RightsAnswer) {
    each_about(request, item, item, action, answer);
}

/// The same about the item or the use of which the reply speaks: what is told follows its line.
fn each_about(
    request: Thing<'_>,
    item: Thing<'_>,
    about: Thing<'_>,
    action: &str,
    answer: &mut RightsAnswer,
) {
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let recipient = disclosure.follow_one("recipient", "recipient");
        let beyond = known(disclosure.fact("reach").is_any_of(&["impossible", "disproportionate"]));
        let gone = known(disclosure.fact("still-held").is("erased"));
        let Some(id) = recipient.id() else { continue };
        if (beyond | gone).is_yes() || told.contains(&id) {
            continue;
        }
        told.push(id);
        let because = Cond::yes().resting_on(recipient.role().at());
        let clause = rule::ART_19.when(because).about(about);
        answer.on(request).tell(clause, recipient, verb(recipient), action, None);
    }
}

/// Tells those who work with the items of a use on the controller's behalf that it ends.
pub fn of_use(q: Question<'_>, request: Thing<'_>, each: Thing<'_>, action: &str, answer: &mut RightsAnswer) {
    for item in items_of(q, each) {
        each_about(request, item, each, action, answer);
    }
}

fn verb(recipient: Thing<'_>) -> Verb {
    match recipient.role().code() {
        Some("processor" | "sub-processor" | "service-provider" | "contractor") => Verb::Command,
        _ => Verb::Notify,
    }
}
