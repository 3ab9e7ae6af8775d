//! PECR regs 6 and 22 beside UK GDPR Arts 18(2) and 21(3): devices, messages, objections to
//! marketing, restrictions.

use praetor_sdk::reading::{claim_in_sight, items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::ask;
use crate::consent;
use crate::law::{gate, param, rule};
use crate::marks;

/// PECR reg. 6: what is not strictly necessary needs consent, whatever basis Art. 6 finds. Statistics
/// about one's own service are exempt from 2026 on (Sch A1).
pub fn device(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let access = each.fact("device-access");
    let reads = match access.value() {
        Some(_) => access.is_any_of(&["statistics", "other"]),
        None => known(each.operation().is("read-device")) & Cond::missing(access.at()),
    };
    let exempt = rule::PECR_A1_STATISTICS.when(statistics(q, each)).burden(1);
    let mut at = answer.at(gate::DEVICE).about(each);
    at.prohibit(rule::PECR_6.when(reads.clone()).reason("r-device-consent"))
        .unless(rule::PECR_6_CONSENT.when(agreed(q, each, "device-access")))
        .unless(exempt.obliging(obligation("offer-opt-out")));
    for consent in ask::said_no(q, each) {
        if let Some(mark) = ask::not_again(q, each, consent) {
            let no = known(reads.clone()).resting_on(consent.fact("state").at());
            at.prohibit(rule::PECR_6_REFUSED.when(no).reason("r-consent-withdrawn").marking(mark));
        }
    }
}

/// Sch A1: only statistics, only about one's own service, for nobody but oneself and who helps,
/// with information and a way out that was not taken.
fn statistics<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let only = each.fact("device-access").is("statistics")
        & each.purpose().is_any_of(names(&param::STATISTICS_PURPOSES, q.as_of()));
    let ours = !q.recipient().exists() | crate::recipient::is_processor(q);
    let told = q.one("notice").fact("device-notice").is_true();
    only & ours & told & !marks::stands(q, &["objection", "opt-out"], each)
}

fn agreed<'q>(q: Question<'q>, each: Thing<'q>, act: &'q str) -> Cond<'q> {
    consent::any(q, q.subject(), |c| {
        consent::in_force(c)
            & consent::valid(c)
            & consent::of_person(q, c, q.subject())
            & consent::names_purpose(c, each)
            & c.fact("acts").contains(act)
    })
}

/// Art. 21(3), PECR reg. 22: direct marketing and its channels.
pub fn marketing(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let purposes = names(&param::MARKETING_PURPOSES, q.as_of());
    let marketing = known(each.purpose().is_any_of(purposes) | each.operation().is("send-marketing"));
    if marketing.is_no() {
        return;
    }
    let objected = marks::stands(q, &["objection", "opt-out", "suppression"], each);
    let message = known(each.operation().is("send-marketing")) | ask::for_marketing(q, each);
    let sent = message & each.fact("channel").is_any_of(&["email", "sms"]);
    let soft = each.fact("contact-from-sale").is_true() & each.fact("unsubscribe").is_true();
    let mut at = answer.at(gate::MARKETING).about(each);
    at.prohibit(rule::ART_21_3.when(marketing & objected).reason("r-objected"));
    at.prohibit(rule::PECR_22.when(sent).reason("r-consent-missing"))
        .unless(rule::PECR_22_3.when(soft))
        .unless(rule::PECR_22_CONSENT.when(agreed(q, each, "marketing")).burden(1));
}

/// Art. 18(2): what is restricted is stored and nothing else, save with consent or for claims.
pub fn restriction(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let used = !known(each.operation().is("store"));
    for item in items_of(q, each) {
        let marked = marks::stands_on(q, &["restriction", "quarantine", "accuracy-contested"], each, item);
        let restricted = known(marked) | known(item.fact("restricted-on").happened());
        if restricted.is_no() {
            continue;
        }
        let mut at = answer.at(gate::RESTRICTION).about(each).about(item);
        let consents = each.fact("declared-basis").is_any_of(&crate::basis::CONSENTS);
        let excepted = (consents & consent::carries(q, each, item)) | claim_in_sight(q, each);
        at.prohibit(rule::ART_18_2.when(restricted & used.clone()).reason("r-objected"))
            .unless(rule::ART_18_2_EXCEPTION.when(excepted));
    }
}
