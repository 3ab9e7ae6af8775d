//! What reaches analytics, in what form, and what runs before consent.

use praetor_sdk::{AtGate, Question, SharingAnswer, Thing, obligation, treatment};

use crate::law::{gate, rule};

/// Identifiers of persons and devices.
const IDENTIFIERS: [&str; 4] = ["cookie-id", "device-id", "session-id", "auth-provider-id"];
/// Content, names, addresses, secrets: nothing to count.
const NEVER: [&str; 25] = [
    "prompt-text",
    "uploaded-image",
    "uploaded-asset",
    "generated-output",
    "support-message",
    "business-letter",
    "contract-document",
    "account-name",
    "account-email",
    "account-avatar",
    "phone",
    "postal-address",
    "birth-date",
    "government-id",
    "auth-credential",
    "security-answer",
    "precise-location",
    "health",
    "biometric-template",
    "sexual-life",
    "religion",
    "confidential-business",
    "professional-secret",
    "child-data",
    "unlabelled",
];
/// Bits of a network address that stay if nobody said otherwise.
pub(crate) const IP_BITS: i64 = 24;

/// Each item in the form agreed; content never.
pub(crate) fn decide(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let never = item.category().is_any_of(&NEVER);
    answer.at(gate::CONTENT).about(item).prohibit(rule::CONTENT_STAYS.when(never).reason("r-not-necessary"));
    let address = item.category().is("ip-address");
    let identifies = item.category().is_any_of(&IDENTIFIERS);
    let mut gate = answer.at(gate::IDENTIFIERS).about(item);
    gate.permit(rule::EVENTS.when(!(address.clone() | identifies)));
    let bits = q.settings().plain().integer("ip-bits").unwrap_or(IP_BITS);
    let truncated = treatment("truncate").with("bits", bits);
    gate.permit(rule::IP_TRUNCATED.when(address).treating(truncated));
    identified(q, item, &mut gate);
}

/// Identifiers: left out, replaced or as they are. Where nobody said, the gate stays shut.
fn identified(q: Question<'_>, item: Thing<'_>, gate: &mut AtGate<'_, gate::Identifiers>) {
    let identifies = item.category().is_any_of(&IDENTIFIERS);
    match q.settings().plain().code("identifiers") {
        Some("full") => {
            gate.permit(rule::IDENTIFIERS_FULL.when(identifies).burden(1));
        }
        Some("pseudonymised") => {
            let replaced = rule::IDENTIFIERS_REPLACED.when(identifies);
            gate.permit(replaced.treating(treatment("pseudonymise")));
        }
        _ => {
            gate.prohibit(rule::IDENTIFIERS_DROPPED.when(identifies).reason("r-not-necessary"));
        }
    }
}

/// What runs before consent.
pub(crate) fn mode(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::MODE).about(each);
    match q.settings().plain().code("consent-mode") {
        Some("waits") => {
            gate.permit(rule::MODE_WAITS.always());
        }
        Some("cookieless") => {
            gate.permit(rule::MODE_COOKIELESS.always().obliging(obligation("honour-signals")));
        }
        Some(_) => {
            let purposes: Vec<&str> = each.purpose().code().into_iter().collect();
            let first = obligation("obtain-consent").before().as_condition();
            let first = first.with("purposes", purposes.as_slice());
            gate.permit(rule::MODE_ALWAYS.always().with_conditions().burden(1).obliging(first));
        }
        None => {}
    }
}
