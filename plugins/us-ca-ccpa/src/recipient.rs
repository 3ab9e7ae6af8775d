//! §§ 1798.100(d), 1798.140, 11 CCR §§ 7050-7053: who may receive, and on what contract.

use praetor_sdk::reading::{known, names};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::deal::{Part, bound, deal, for_claims, keeps_to_service, part, passes_on};
use crate::law::{gate, param, rule};

/// Own use, service, sale or sharing under contract, disclosure for nothing, authorities.
pub fn recipient(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut at = answer.at(gate::RECIPIENT).about(each);
    let dealt = deal(q, each);
    if !passes_on(q, each) {
        at.permit(rule::S_1798_100_OWN.when(Cond::yes().resting_on(each.operation().at())));
    } else if part(q) == Part::Authority {
        let role = q.recipient().role().at();
        at.permit(
            rule::S_1798_145_A.when(Cond::yes().resting_on(role)).obliging(obligation("log-disclosure")),
        );
    } else {
        service(q, dealt.clone(), &mut at);
        third(q, each, dealt, &mut at);
    }
    at.otherwise_prohibit(rule::CCR_7051_C.always().reason("r-recipient-unknown"));
}

/// § 1798.140(ag): a vendor under the contract, or once it is signed. Its own uses take it out.
fn service<'q>(q: Question<'q>, dealt: Cond<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let role = q.recipient().role();
    let vendor = match part(q) {
        Part::Vendor => keeps_to_service(q).resting_on(role.at()),
        Part::Unknown => Cond::missing(role.at()),
        _ => Cond::no(),
    };
    let vendor = !dealt & vendor;
    let in_place = bound(q, names(&param::PROVIDER_TERMS, q.as_of()));
    let lacking = known(!in_place.clone());
    let chain = || obligation("record-vendor-chain");
    at.permit(rule::S_1798_140_AG.when(vendor.clone() & in_place).obliging(chain()));
    if part(q) == Part::Vendor && lacking.is_yes() {
        let contract = obligation("processing-contract").before().as_condition();
        let clause = rule::S_1798_100_D.when(vendor & lacking).burden(1).with_conditions();
        at.permit(clause.obliging(contract).obliging(chain()));
    }
}

/// 11 CCR § 7053: sale and sharing under the contract for third parties; else a disclosure for nothing.
fn third<'q>(q: Question<'q>, each: Thing<'q>, dealt: Cond<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let in_place = known(bound(q, names(&param::THIRD_PARTY_TERMS, q.as_of())));
    let honour = || obligation("honour-signals");
    let signed = rule::CCR_7053.when(dealt.clone() & in_place.clone()).burden(1);
    at.permit(signed.obliging(honour()).obliging(obligation("log-disclosure")));
    let contract = obligation("third-party-contract").before().as_condition();
    let first = rule::CCR_7053_FIRST.when(dealt.clone() & !in_place).burden(2).with_conditions();
    at.permit(first.obliging(contract).obliging(honour()));
    let claims = for_claims(q, each);
    at.permit(rule::S_1798_145_A.when(claims).obliging(obligation("log-disclosure")));
    let apart = match part(q) {
        Part::Third => Cond::yes().resting_on(q.recipient().role().at()),
        Part::Vendor => !keeps_to_service(q),
        _ => Cond::no(),
    };
    at.permit(rule::S_1798_140_AD.when(apart & !dealt).burden(1).obliging(obligation("log-disclosure")));
}

/// 11 CCR § 7050(a)(3): a vendor that would train its models, or serve others, and is said to give nothing for it.
pub fn conduct(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if part(q) != Part::Vendor {
        return;
    }
    let receiver = q.recipient();
    let others = known(!keeps_to_service(q)) & known(receiver.fact("consideration").is("none"));
    let others = others & !known(deal(q, each));
    let clause = rule::CCR_7050_A_3_OTHERS.when(others).reason("r-recipient-own-use");
    answer.at(gate::CONDUCT).about(each).review(clause);
    let training = receiver.fact("training");
    let trains = match training.code() {
        Some("off") => Cond::because(training.at(), false),
        Some("on") => Cond::because(training.at(), true),
        Some("switchable") => !receiver.fact("training-switched").is("off"),
        _ => known(receiver.fact("own-uses").contains("train-own-models")),
    };
    let mut at = answer.at(gate::CONDUCT).about(each);
    if training.code() == Some("switchable") && known(trains.clone()).is_yes() {
        let off = obligation("switch-training-off").before().as_condition();
        at.permit(rule::CCR_7050_A_3_OFF.when(trains).with_conditions().obliging(off));
    } else {
        at.review(rule::CCR_7050_A_3.when(trains).reason("r-training"));
    }
}
