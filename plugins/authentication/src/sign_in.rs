//! What goes to a provider of sign-in, and whether it links what it learns.

use praetor_sdk::{Problem, Question, Settings, SharingAnswer, Thing, obligation};
use praetor_vendor::check::problem;
use praetor_vendor::{Class, has};

use crate::law::{gate, rule};

/// Names, addresses, identifiers and technical traces of a sign-in.
const OF_SIGN_IN: [&str; 13] = [
    "account-name",
    "account-email",
    "account-avatar",
    "auth-provider-id",
    "phone",
    "session-id",
    "cookie-id",
    "ip-address",
    "device-info",
    "device-id",
    "user-agent",
    "log-record",
    "approx-location",
];
/// Secrets that let somebody in: at home in a directory only.
const SECRETS: [&str; 2] = ["auth-credential", "security-answer"];

/// Identifiers go, secrets only to one's own directory, everything else stays.
pub(crate) fn decide(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let directory = q.settings().plain().code("service") == Some("directory");
    let secret = item.category().is_any_of(&SECRETS);
    let identifies = item.category().is_any_of(&OF_SIGN_IN);
    let mut gate = answer.at(gate::SIGN_IN).about(item);
    let goes = if directory { identifies.clone() | secret.clone() } else { identifies.clone() };
    gate.permit(rule::SIGN_IN_IDENTIFIERS.when(goes));
    gate.prohibit(rule::SIGN_IN_ONLY.when(!(identifies | secret.clone())).reason("r-not-necessary"));
    if !directory {
        gate.prohibit(rule::CREDENTIAL_STAYS.when(secret).reason("r-never-disclosed"));
    }
}

/// Whether the provider links the sign-ins of a person across services.
pub(crate) fn linking(q: Question<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::LINKING);
    match q.settings().plain().yes_no("links-accounts") {
        Some(false) => gate.permit(rule::LINKING_NONE.always()),
        Some(true) => {
            let told = obligation("inform-before").before().with("purposes", ["partner-own-purposes"]);
            gate.permit(rule::LINKING_OWN.always().burden(1).obliging(told))
        }
        None => gate.review(rule::LINKING_UNKNOWN.always().reason("r-recipient-own-use")),
    };
}

/// Linking is a use of its own, and nobody on instructions has one.
pub(crate) fn check(settings: Settings<'_>, class: Class, problems: &mut Vec<Problem>) {
    let plain = settings.plain();
    let combines = has(plain, "own-uses", "combine-sources");
    match plain.yes_no("links-accounts") {
        Some(true) if !combines => {
            let says = "lacks `combine-sources` although `links-accounts` is `true`; add it or change that";
            problems.push(problem("own-uses", says));
        }
        Some(false) if combines => {
            let says = "names `combine-sources` although `links-accounts` is `false`; correct one of the two";
            problems.push(problem("own-uses", says));
        }
        _ => {}
    }
    if plain.code("service") == Some("social-sign-in") && class.obeys(plain) {
        let says = "is a role on instructions although `service` is `social-sign-in`: persons have accounts of their own there; write `independent-controller` or `joint-controller`";
        problems.push(problem("role", says));
    }
}

#[cfg(test)]
mod tests;
