//! FADP arts 6(3), 19(1), 30(2)(b) on the training of models: a purpose of its own.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent;
use crate::law::{gate, rule};
use crate::objection::forbidden;

/// Consent, or told before with a way out that nobody has taken.
pub fn training(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let trains = known(each.purpose().is("ai-training")) | known(each.operation().is("train"));
    if trains.is_no() {
        return;
    }
    let items = items_of(q, each).or_gap();
    let agreed = Cond::all(items.iter().map(|item| consent::carries(q, each, item)));
    let told = each.fact("told-on").happened() & !forbidden(q, each);
    let way_out = obligation("offer-objection").before().as_condition();
    let mut at = answer.at(gate::TRAINING).about(each);
    at.prohibit(rule::TRAINING.when(trains).reason("r-training"))
        .unless(rule::TRAINING_CONSENT.when(agreed))
        .unless(rule::TRAINING_OPT_OUT.when(told).burden(1).with_conditions().obliging(way_out));
}
