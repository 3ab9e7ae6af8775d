//! §§ 312.3 to 312.5: verifiable consent of a parent before anything, its exceptions, and its renewal.

use praetor_sdk::consent::{any, by_guardian, in_force};
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::disclosure::discloses;
use crate::law::{gate, param, rule};

/// § 312.5(a)(1), (c): consent, or an exception; item by item.
pub fn consent(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each).or_gap() {
        let mut at = answer.at(gate::CONSENT).about(each).about(item);
        let agreed = any(q, q.subject(), |c| verifiable(q, c, each) & covers(q, c, each));
        let proof = obligation("keep-consent-proof");
        at.permit(rule::S_312_5_A_1.when(agreed).burden(1).obliging(proof));
        exceptions(q, each, item, &mut at);
        let barred = rule::S_312_3.always().reason("r-minor").obliging(obligation("erase-unless-consent"));
        at.otherwise_prohibit(barred.obliging(obligation("obtain-parental-consent").before()));
    }
}

/// § 312.5(c): contact to ask the parent, one answer, safety and process, identifiers for internal operations.
fn exceptions<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>, at: &mut AtGate<'_, gate::Consent>) {
    let contact = ["account-name", "account-email", "phone"];
    let asking = known(each.operation().is("ask-consent"))
        | (known(each.purpose().is("age-check")) & known(item.category().is_any_of(&contact)));
    at.permit(rule::S_312_5_C_1.when(asking).obliging(obligation("erase-unless-consent")));
    let once = known(each.purpose().is("support")) & known(each.operation().is_any_of(&["use", "collect"]));
    let little = known(item.category().is_any_of(&["account-email", "support-message"]));
    at.permit(rule::S_312_5_C_3.when(once & little));
    let safe =
        ["security", "abuse-prevention", "authority-disclosure", "legal-compliance", "dispute-handling"];
    at.permit(rule::S_312_5_C_6.when(known(each.purpose().is_any_of(&safe))));
    let identifier = known(item.category().is_any_of(names(&param::IDENTIFIERS, q.as_of())));
    let inward = known(each.purpose().is_any_of(names(&param::INTERNAL_OPERATIONS, q.as_of())));
    let contacted =
        known(each.operation().is_any_of(&["profile", "send-marketing", "sell", "share-for-ads"]));
    at.permit(rule::S_312_5_C_7.when(identifier & inward & !contacted));
}

/// § 312.5(b): given by a parent who was told, and checked by a method of the list; the light ones only where nothing is
/// disclosed.
pub fn verifiable<'q>(q: Question<'q>, consent: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    let check = consent.fact("parent-check");
    let day = consent.fact("given-on").day().unwrap_or(q.as_of());
    let full = check.is_any_of(names(&param::METHODS, day));
    let light = check.is_any_of(names(&param::METHODS_WITHOUT_DISCLOSURE, day)) & !discloses(q, each);
    in_force(consent) & !known(!consent.fact("informed").is_true()) & by_guardian(q, consent) & (full | light)
}

/// Consent to collection and use is none to disclosure that is not part of the service.
fn covers<'q>(q: Question<'q>, consent: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    let acts = consent.fact("acts");
    if known(discloses(q, each)).is_yes() {
        acts.contains_any(&["disclosure", "sale", "targeted-ads", "processing"])
    } else {
        acts.contains_any(&["processing", "sensitive-content", "biometric-template", "training", "marketing"])
    }
}

/// § 312.4(c): a material change needs new consent.
pub fn change(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let notice = q.one("notice");
    let material = ["new-purpose", "new-recipient-class", "new-category"];
    let effective = notice.fact("change-effective-on");
    let changed = known(notice.fact("change-kinds").contains_any(&material)) & known(effective.happened());
    let Some(day) = effective.day() else { return };
    let told = notice.fact("told-of-change-on").day().map_or(day, |told| told.min(day));
    let again = any(q, q.subject(), |c| verifiable(q, c, each) & c.fact("given-on").on_or_after(told));
    let mut at = answer.at(gate::CHANGE).about(each);
    at.prohibit(rule::S_312_4_C.when(changed).reason("r-consent-invalid"))
        .unless(rule::S_312_4_C_AGAIN.when(again));
}
