//! § 1798.100(a), (c), 11 CCR §§ 7002, 7012, 7200: purpose, notice, necessity, decisions by machines.

use praetor_sdk::consent::{any, in_force, names_purpose, of_person};
use praetor_sdk::marks::{Looked, stands};
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::deal::deal;
use crate::law::{gate, param, rule};

/// § 1798.100(c): a purpose that does not fit needs consent; one that nobody weighed is weighed first.
pub fn purpose(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let fits = each.fact("compatible");
    let agreed = any(q, q.subject(), |c| in_force(c) & of_person(q, c, q.subject()) & names_purpose(c, each));
    let mut at = answer.at(gate::PURPOSE).about(each);
    at.prohibit(rule::S_1798_100_C.when(known(fits.is("incompatible"))).reason("r-purpose-incompatible"))
        .unless(rule::S_1798_100_C_CONSENT.when(agreed));
    let strange = each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of()));
    let unweighed = match fits.value() {
        Some(_) => fits.is("not-assessed"),
        None => known(strange) & Cond::missing(fits.at()),
    };
    at.review(rule::CCR_7002.when(unweighed).reason("r-purpose-incompatible"));
}

/// § 1798.100(a), 1798.135(a): told at collection, and of sale and the way out of it.
pub fn information(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let notice = q.one("notice");
    let untold = known(!notice.fact("given-at-collection").is_true());
    let new = known(each.fact("compatible").is("compatible")) & known(each.fact("told-on").not_yet());
    let tell = obligation("inform-before").before().as_condition();
    let mut at = answer.at(gate::INFORMATION).about(each);
    at.permit(rule::S_1798_100_A.when(untold | new).with_conditions().obliging(tell));
    let dealt = known(deal(q, each));
    let topics = notice.fact("topics");
    let said = topics.contains_any(&["sale", "sharing-for-ads"]) & topics.contains("opt-out-link");
    let silent = dealt & !known(said);
    let duties =
        [obligation("notice-of-sale"), obligation("offer-opt-out")].map(|duty| duty.before().as_condition());
    let clause = rule::S_1798_135_A.when(silent).with_conditions();
    at.permit(duties.into_iter().fold(clause, praetor_sdk::Clause::obliging));
}

/// § 1798.100(c): what the use does not need is left out.
pub fn minimisation(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each) {
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        let spare = !item.fact("needed").is_true();
        at.prohibit(rule::S_1798_100_C_NEEDED.when(spare).reason("r-not-necessary"));
    }
}

/// 11 CCR §§ 7200-7221: significant decisions that a machine takes or replaces.
pub fn automated(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let machine =
        known(each.operation().is("decide-automatically")) | known(each.fact("solely-automated").is_true());
    if machine.is_no() {
        return;
    }
    let weighty = machine & !each.fact("significant-effect").is("none");
    let looked = Looked { kinds: &["opt-out", "objection"], marketing: &[] };
    let out = stands(q, looked, each);
    let mut at = answer.at(gate::AUTOMATED).about(each);
    let duties =
        [obligation("inform-before"), obligation("offer-opt-out")].map(|duty| duty.before().as_condition());
    let clause = rule::CCR_7220.when(weighty.clone()).with_conditions();
    at.permit(duties.into_iter().fold(clause, praetor_sdk::Clause::obliging));
    at.prohibit(rule::CCR_7221_STOP.when(weighty & out).reason("r-opted-out"));
}
