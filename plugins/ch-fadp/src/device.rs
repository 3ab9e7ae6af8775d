//! Telecommunications Act art. 45c, Act against Unfair Competition art. 3(1)(o): devices, messages.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::consent::to_act;
use crate::justification::marketing as is_marketing;
use crate::law::{gate, rule};
use crate::objection::forbidden;

/// TCA art. 45c(b): told of it and of the purpose, and that it can be refused; no consent. What the
/// service cannot do without is looked at only where it is known that nobody was told.
pub fn device(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let access = each.fact("device-access");
    let reads = match access.value() {
        Some(_) => access.is_any_of(&["statistics", "other", "strictly-necessary"]),
        None => known(each.operation().is("read-device")) & Cond::missing(access.at()),
    };
    let needed = known(access.is("strictly-necessary"));
    let informed = q.one("notice").fact("device-notice").is_true();
    let free = if needed.is_yes() { !known(!informed) } else { informed & !forbidden(q, each) };
    let mut at = answer.at(gate::DEVICE).about(each);
    at.prohibit(rule::TCA_45C.when(reads).reason("r-device-consent")).unless(rule::TCA_45C_TOLD.when(free));
}

/// Art. 30(2)(b) on advertising, and the rules on mass messages.
pub fn marketing(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let marketing = is_marketing(q, each);
    if marketing.is_no() {
        return;
    }
    let sent =
        known(each.operation().is("send-marketing")) & each.fact("channel").is_any_of(&["email", "sms"]);
    let from_sale = each.fact("contact-from-sale").is_true() & each.fact("unsubscribe").is_true();
    let mut at = answer.at(gate::MARKETING).about(each);
    at.prohibit(rule::ART_30_2_B_MARKETING.when(marketing & forbidden(q, each)).reason("r-objected"));
    at.prohibit(rule::UCL_3_O.when(sent).reason("r-consent-missing"))
        .unless(rule::UCL_3_O_SALE.when(from_sale))
        .unless(rule::UCL_3_O_CONSENT.when(to_act(q, each, &["marketing"])).burden(1));
}
