//! Law No. 6563 arts 6 and 8, and the Authority's guideline on cookies.

use praetor_sdk::marks::{self, Looked};
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::consent;
use crate::law::{gate, param, rule};

/// What the service does not strictly need is read from a device only with consent.
pub fn device(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let access = each.fact("device-access");
    let reads = match access.value() {
        Some(_) => access.is_any_of(&["statistics", "other"]),
        None => known(each.operation().is("read-device")) & Cond::missing(access.at()),
    };
    let agreed = consent::explicit(q, q.subject(), each, "device-access");
    let mut at = answer.at(gate::DEVICE).about(each);
    at.prohibit(rule::COOKIES.when(reads).reason("r-device-consent"))
        .unless(rule::COOKIES_CONSENT.when(agreed));
}

/// Commercial electronic messages: prior consent, merchants apart; a refusal ends them.
pub fn messages(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let purposes = names(&param::MARKETING_PURPOSES, q.as_of());
    let sent = known(each.operation().is("send-marketing"));
    if (sent.clone() | known(each.purpose().is_any_of(purposes))).is_no() {
        return;
    }
    let looked = Looked { kinds: &["opt-out", "objection", "suppression"], marketing: purposes };
    let refused = marks::stands(q, looked, each);
    let channel = each.fact("channel");
    let electronic = match channel.value() {
        Some(_) => sent & channel.is_any_of(&["email", "sms", "phone"]),
        None => sent & Cond::missing(channel.at()),
    };
    let merchant = q.subject().fact("capacity").is("business");
    let mut at = answer.at(gate::MARKETING).about(each);
    at.prohibit(rule::LAW_6563_8.when(refused).reason("r-opted-out"));
    let trapped = electronic.clone() & known(!each.fact("unsubscribe").is_true());
    at.prohibit(rule::LAW_6563_8_WAY_OUT.when(trapped).reason("r-not-informed"));
    at.prohibit(rule::LAW_6563_6.when(electronic).reason("r-consent-missing"))
        .unless(rule::LAW_6563_6_CONSENT.when(agreed(q, each)))
        .unless(rule::LAW_6563_6_MERCHANT.when(known(merchant)).burden(1));
}

fn agreed<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    praetor_sdk::consent::any(q, q.subject(), |c| {
        consent::stands(q, c, q.subject(), each) & c.fact("acts").contains("marketing")
    })
}
