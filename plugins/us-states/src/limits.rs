//! Contracts, purposes, necessity and disclosure: what the states share.

use praetor_sdk::consent::{any, in_force, names_purpose, of_person};
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::deal::{advertising, bound, is_vendor, keeps_to_service, sale};
use crate::law::{gate, param, rule};
use crate::scope::has;
use crate::states::State;

/// A vendor under contract, that trains nothing for itself and serves nobody else.
pub fn contract(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let vendor = known(is_vendor(q));
    if vendor.is_no() {
        return;
    }
    let others = known(!keeps_to_service(q)) & !known(sale(q, each, false) | advertising(each));
    let receiver = q.recipient();
    let lacking = known(!bound(q, names(&param::PROCESSOR_TERMS, q.as_of())));
    let duty = obligation("processing-contract").before().as_condition();
    let mut at = answer.at(gate::RECIPIENT).about(each);
    at.permit(rule::NO_CONTRACT.when(vendor & lacking).with_conditions().obliging(duty));
    let training = receiver.fact("training");
    let trains = match training.code() {
        Some("off") => Cond::because(training.at(), false),
        Some("switchable") => !receiver.fact("training-switched").is("off"),
        Some(_) => Cond::because(training.at(), true),
        None => known(receiver.fact("own-uses").contains("train-own-models")),
    };
    at.review(rule::TRAINING.when(trains).reason("r-training"));
    at.review(rule::TRAINING.when(others).reason("r-recipient-own-use"));
}

/// A purpose that is not compatible needs consent; one that nobody weighed is asked about.
pub fn purpose(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let fits = each.fact("compatible");
    let own = ["ai-training", "research", "partner-own-purposes"];
    let strange = match fits.value() {
        Some(_) => fits.is_any_of(&["incompatible", "not-assessed"]),
        None => known(each.purpose().is_any_of(&own)) & Cond::missing(fits.at()),
    };
    let agreed = any(q, q.subject(), |c| in_force(c) & of_person(q, c, q.subject()) & names_purpose(c, each));
    let mut at = answer.at(gate::PURPOSE).about(each);
    at.prohibit(rule::PURPOSE.when(strange).reason("r-purpose-incompatible"))
        .unless(rule::PURPOSE_CONSENT.when(agreed));
}

/// A notice that is known to leave out the sale or the way out.
pub fn disclosure(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let topics = q.one("notice").fact("topics");
    let said = topics.contains_any(&["sale", "sharing-for-ads"]) & topics.contains("opt-out-link");
    let silent = known(sale(q, each, false) | advertising(each)) & known(!said);
    let duties = ["notice-of-sale", "offer-opt-out"].map(|duty| obligation(duty).before().as_condition());
    let clause = rule::DISCLOSURE.when(silent).with_conditions();
    let mut at = answer.at(gate::INFORMATION).about(each);
    at.permit(duties.into_iter().fold(clause, praetor_sdk::Clause::obliging));
}

/// What the use does not need is left out; Utah and Iowa ask for nothing of the kind.
pub fn necessity<'q>(
    q: Question<'q>,
    states: &[(&'static State, Cond<'q>)],
    each: Thing<'q>,
    answer: &mut SharingAnswer,
) {
    if states.iter().all(|(state, _)| has(state, "no-necessity", q.as_of())) {
        return;
    }
    for item in items_of(q, each) {
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::NECESSITY.when(!item.fact("needed").is_true()).reason("r-not-necessary"));
    }
}
