//! TMK arts 11, 14-16: a minor consents and concludes contracts through the legal representative.

use praetor_sdk::consent::{any, by_guardian, names_purpose};
use praetor_sdk::person::under;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::{CONSENTS, stands};
use crate::law::{gate, param, rule};

/// Consent by the age of the day on which it was given, contracts by the age of today.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let years = param::MAJORITY.on(q.as_of()).or(18);
    let declared = each.fact("declared-basis");
    let on_consent = declared.is_any_of(&CONSENTS);
    let on_contract = declared.is("contract");
    let mut at = answer.at(gate::MINOR).about(each);
    if on_consent.is_yes() {
        let parent = any(q, q.subject(), |c| stands(q, c, q.subject(), each) & by_guardian(q, c));
        let young = on_consent & too_young(q, each, years);
        at.prohibit(rule::TMK_16_CONSENT.when(young).reason("r-minor"))
            .unless(rule::TMK_16_PARENT.when(parent).obliging(obligation("keep-consent-proof")));
    } else if on_contract.is_yes() {
        let approved = q.subject().fact("contract-capacity").is_any_of(&["full", "approved"]);
        let young = on_contract & under(q.subject(), years);
        at.prohibit(rule::TMK_16_CONTRACT.when(young).reason("r-minor"))
            .unless(rule::TMK_16_APPROVED.when(approved));
    }
}

/// Whether no consent for the purpose was given at an age at which it counts. Where the age of then was not said, that
/// of today stands in: whoever has come of age and leaves the consent standing has approved it (TMK art. 451).
fn too_young<'q>(q: Question<'q>, each: Thing<'q>, years: i64) -> Cond<'q> {
    let given = |c: Thing<'q>| c.fact("state").is_any_of(&["given", "renewed"]) & names_purpose(c, each);
    let own = q.consents().which(given);
    if own.is_empty() {
        return under(q.subject(), years);
    }
    Cond::all(own.into_iter().map(|consent| {
        let then = consent.fact("age-at-giving");
        if then.value().is_some() { then.under(years) } else { under(q.subject(), years) }
    }))
}
