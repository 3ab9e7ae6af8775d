//! Encryption: who holds the keys of what is stored.

use praetor_sdk::{Question, Settings, SharingAnswer, Thing, obligation};
use praetor_vendor::names;

use crate::law::{gate, rule};

/// Measures that go with keys of one's own.
const UNDER_OWN_KEYS: [&str; 2] = ["m-encrypt-rest", "m-keys"];

/// Whether the controller holds the keys.
pub(crate) fn are_yours(settings: Settings<'_>) -> bool {
    settings.plain().code("key-holder") == Some("controller")
}

/// Under own keys everything may lie there; under the provider's, all but what needs own keys.
pub(crate) fn decide(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::KEYS).about(item);
    if are_yours(q.settings()) {
        let measures = obligation("apply-measures").with("measures", UNDER_OWN_KEYS);
        gate.permit(rule::KEYS_YOURS.always().obliging(measures));
        return;
    }
    let needed = names(q.settings(), "keys-needed");
    if needed.is_empty() {
        gate.permit(rule::KEYS_THEIRS.always());
        return;
    }
    let needed = item.category().is_any_of(&needed);
    gate.permit(rule::KEYS_THEIRS.when(!needed.clone()));
    gate.prohibit(rule::KEYS_NEEDED.when(needed).reason("r-measures-missing"));
}
