//! Schedule 1 clause 4.9.5: third parties with access are told; service providers are instructed.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, EntityId, RightsAnswer, Rule, Thing, Verb};

/// Tells everybody to whom an item was disclosed, unless that is documented to be impossible or out of proportion.
pub fn recipients(request: Thing<'_>, item: Thing<'_>, action: &str, rule: Rule, answer: &mut RightsAnswer) {
    each(request, item, item, action, rule, answer);
}

/// Tells those who work with an item for the organisation that a use of it ends.
pub fn providers(
    request: Thing<'_>,
    item: Thing<'_>,
    of: Thing<'_>,
    action: &str,
    rule: Rule,
    answer: &mut RightsAnswer,
) {
    each(request, item, of, action, rule, answer);
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
        let works = is_provider(recipient);
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

fn is_provider(recipient: Thing<'_>) -> bool {
    let role = recipient.role().code();
    matches!(role, Some("processor" | "sub-processor" | "service-provider" | "contractor"))
}
