//! FADP art. 21: decisions by a machine alone.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::express;
use crate::law::{gate, rule};

/// What art. 21(1)-(2) give the person.
const SAFEGUARDS: [&str; 3] = ["information", "own-view", "human-review"];

/// Art. 21(1)-(3): such a decision is free, with information and a human on request. Whoever
/// expressly consented needs neither.
pub fn automated(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let alone = decided_alone(each);
    if alone.is_no() {
        return;
    }
    let mut at = answer.at(gate::AUTOMATED).about(each);
    let agreed = known(express(q, q.subject(), each, &["automated-decision"]));
    if agreed.is_yes() {
        at.permit(rule::ART_21_3.when(agreed));
        return;
    }
    let safe = known(each.fact("safeguards").contains_all(&SAFEGUARDS));
    let review = obligation("offer-human-review");
    let clause = rule::ART_21_1.when(alone);
    at.permit(if safe.is_yes() {
        clause.obliging(review)
    } else {
        let told = obligation("inform-before").before().as_condition();
        clause.with_conditions().obliging(told).obliging(review.as_condition())
    });
}

/// Solely automated with a legal consequence or a considerable effect. Losing something that was
/// paid for counts.
pub fn decided_alone(each: Thing<'_>) -> Cond<'_> {
    let (solely, effect) = (each.fact("solely-automated"), each.fact("significant-effect"));
    let alone = match solely.value() {
        Some(_) => solely.is_true(),
        None => known(each.operation().is("decide-automatically")) & Cond::missing(solely.at()),
    };
    let grave = effect.is_any_of(&["legal", "similar"]);
    let lost = known(each.fact("paid-balance").is_true());
    alone & if effect.value().is_some() { grave } else { grave | lost }
}
