//! Section 5(3), Schedule 1 clauses 4.2-4.5, 4.8: appropriate and identified purposes, told; no more than they need.

use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::basis::{condition, required};
use crate::ground::{CONSENT, DUTY, rests};
use crate::law::{gate, param, rule};

/// A purpose that was weighed and found wanting is out; a new one needs consent or a law before it begins.
pub fn purpose<'q>(q: Question<'q>, each: Thing<'q>, answer: &mut SharingAnswer) {
    let unfit = known(each.fact("lia").is("failed"));
    let law = rests(each, &DUTY) & required(q, each);
    let agreed = rests(each, &CONSENT) & condition(q, each);
    let mut at = answer.at(gate::PURPOSE).about(each);
    at.prohibit(rule::S_5_3.when(unfit).reason("r-banned"));
    at.prohibit(rule::CL_4_2_4.when(known(new(q, each))).reason("r-purpose-incompatible"))
        .unless(rule::CL_4_2_4_LAW.when(agreed | law));
}

/// Said to have come later than collection, or of a kind that never was part of the service.
fn new<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let compatible = each.fact("compatible");
    if compatible.value().is_some() {
        return !compatible.is("same-purpose");
    }
    each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of())) | known(each.operation().is("train"))
}

/// Clauses 4.2.3, 4.8: told at or before collection; what was not told is told before.
pub fn information(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let untold =
        known(!q.one("notice").fact("given-at-collection").is_true()) | known(each.fact("told-on").not_yet());
    let duty = obligation("inform-before").before().as_condition();
    let duty = match each.purpose().code() {
        Some(purpose) => duty.with("purposes", [purpose]),
        None => duty,
    };
    let mut at = answer.at(gate::INFORMATION).about(each);
    at.permit(rule::CL_4_8.when(untold).with_conditions().obliging(duty));
}

/// Clause 4.4: what the use or the recipient does not need is left out.
pub fn minimisation(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let listed = q.recipient().fact("needs");
    for item in items_of(q, each) {
        let needed = match (item.fact("needed").value(), item.category().code()) {
            (None, Some(category)) if listed.value().is_some() => listed.contains(category),
            _ => item.fact("needed").is_true(),
        };
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::CL_4_4.when(!needed).reason("r-not-necessary"));
    }
}
