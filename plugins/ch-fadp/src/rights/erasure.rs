//! FADP arts 32(2)(c), 6(4), 30(2)(b): erasure, unless the keeping is justified. Duties on records
//! are settled with the retention of each item.

use praetor_sdk::reading::known;
use praetor_sdk::{Question, RightsAnswer, Thing, obligation};

use super::{claim, fulfil, items, tell, unfounded};
use crate::law::rule;

/// Art. 32(2)(c), item by item.
pub fn erase(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let unlawful = known(item.fact("lawfulness").is("unlawful"));
        let mut against: Vec<_> = claim::justified(q, item)
            .into_iter()
            .filter(|(_, cond, _)| cond.is_yes())
            .map(|(clause, _, outcome)| (clause, outcome))
            .collect();
        if unlawful.is_yes() {
            against.retain(|(_, outcome)| *outcome == praetor_sdk::Outcome::Restrict);
        }
        let frivolous = unfounded(request);
        if frivolous.is_yes() {
            let clause = rule::ART_26_1_C.when(frivolous).about(item).reason("r-unfounded");
            against.push((clause, praetor_sdk::Outcome::Refuse));
        }
        let free = against.is_empty();
        let public = known(item.fact("public").is_any_of(&["by-link", "by-service"]));
        let clause = rule::ART_32_2_C.always().about(item);
        let clause = if public.is_yes() {
            clause.obliging(obligation("take-down-public-copies").after())
        } else {
            clause
        };
        let speech = known(item.fact("protected-interests").contains("expression"));
        let mut on = answer.on(request);
        on.owed_unless(clause, fulfil(q), against);
        on.review(rule::ART_31_SPEECH.when(speech).about(item).reason("r-expression"));
        if free {
            tell::recipients(q, request, item, "erase", answer);
        }
    }
}
