//! §§ 1798.105(c), 11 CCR §§ 7022, 7023(c), 7026(f): who else is told.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, EntityId, RightsAnswer, Rule, Thing, Verb};

use crate::law::rule;

/// Those who work for the business delete; those who bought or share are told, unless that cannot be done.
pub fn deletion(request: Thing<'_>, item: Thing<'_>, answer: &mut RightsAnswer) {
    each(request, (item, item), rule::S_1798_105_C, "erase", answer, |disclosure, works| {
        let traded = known(disclosure.fact("nature").is_any_of(&["sale", "share-for-ads", "own-purposes"]));
        let unreachable = known(disclosure.fact("reach").is_any_of(&["impossible", "disproportionate"]));
        works || (!traded.is_no() && unreachable.is_no())
    });
}

/// Those who work for the business correct too.
pub fn correction(request: Thing<'_>, item: Thing<'_>, answer: &mut RightsAnswer) {
    each(request, (item, item), rule::CCR_7023_C, "rectify", answer, |_, works| works);
}

/// Third parties that got the data after the request and before it was met.
pub fn opt_out(request: Thing<'_>, item: Thing<'_>, of: Thing<'_>, answer: &mut RightsAnswer) {
    each(request, (item, of), rule::CCR_7026_F_2, "opt-out-sale-share", answer, |disclosure, works| {
        let late = known(disclosure.fact("after-request").is_true());
        !works && late.is_yes()
    });
}

fn each(
    request: Thing<'_>,
    (item, of): (Thing<'_>, Thing<'_>),
    rule: Rule,
    action: &str,
    answer: &mut RightsAnswer,
    reached: impl Fn(Thing<'_>, bool) -> bool,
) {
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let recipient = disclosure.follow_one("recipient", "recipient");
        let gone = known(disclosure.fact("still-held").is("erased"));
        let works = works(recipient);
        let Some(id) = recipient.id() else { continue };
        if gone.is_yes() || told.contains(&id) || !reached(disclosure, works) {
            continue;
        }
        told.push(id);
        let because = Cond::yes().resting_on(recipient.role().at());
        let verb = if works { Verb::Command } else { Verb::Notify };
        answer.on(request).tell(rule.when(because).about(of), recipient, verb, action, None);
    }
}

fn works(recipient: Thing<'_>) -> bool {
    let role = recipient.role().code();
    matches!(role, Some("processor" | "sub-processor" | "service-provider" | "contractor"))
}
