//! Art. 18 par. 6: whoever received the data is told at once; operators are instructed.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, EntityId, RightsAnswer, Rule, Thing, Verb};

use crate::law::rule;

/// Tells everybody to whom an item was disclosed, unless that is documented to be impossible or out of proportion.
pub fn recipients(request: Thing<'_>, item: Thing<'_>, action: &str, answer: &mut RightsAnswer) {
    each(request, item, item, action, rule::ART_18_6, answer);
}

/// Tells those who work with an item on the controller's behalf that a use of it ends.
pub fn operators(
    request: Thing<'_>,
    item: Thing<'_>,
    of: Thing<'_>,
    action: &str,
    answer: &mut RightsAnswer,
) {
    each(request, item, of, action, rule::ART_18_IX, answer);
}

fn each(
    request: Thing<'_>,
    item: Thing<'_>,
    about: Thing<'_>,
    action: &str,
    rule: Rule,
    answer: &mut RightsAnswer,
) {
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let recipient = disclosure.follow_one("recipient", "recipient");
        let gone = known(disclosure.fact("still-held").is("erased"))
            | known(disclosure.fact("reach").is_any_of(&["impossible", "disproportionate"]));
        let works = is_processor(recipient);
        let Some(id) = recipient.id() else { continue };
        if gone.is_yes() || told.contains(&id) || (about.kind() == "use" && !works) {
            continue;
        }
        told.push(id);
        let because = Cond::yes().resting_on(recipient.role().at());
        let verb = if works { Verb::Command } else { Verb::Notify };
        answer.on(request).tell(rule.when(because).about(about), recipient, verb, action, None);
    }
}

fn is_processor(recipient: Thing<'_>) -> bool {
    let role = recipient.role().code();
    matches!(role, Some("processor" | "sub-processor" | "service-provider" | "contractor"))
}
