//! What lies at the provider, and how an erasure reaches its backups.

use praetor_sdk::{Ending, Ground, Obligation, Question, RetentionAnswer, RightsAnswer, obligation};
use praetor_vendor::{Contract, retention, rights};

use crate::CLASS;
use crate::law::rule;

/// While the contract runs the provider keeps what the controller keeps there. A period of its own
/// (a cache), or a contract that is over, is the matter of the shared rules.
pub(crate) fn decide(q: Question<'_>, answer: &mut RetentionAnswer) {
    let plain = q.settings().plain();
    let own = plain.code("zero-retention") == Some("on") || plain.period("vendor-retention").is_some();
    let runs = matches!(Contract::on(q.as_of(), q.settings()), Contract::Runs(_));
    for item in retention::reached(q) {
        if runs && !own {
            answer.ground(rule::COPY_HOSTED.always().about(item), Ground::until(Ending::running()));
        } else {
            retention::copy(q, CLASS, item, answer);
        }
    }
}

/// An erasure is commanded; what lies in backups goes when they are next used.
pub(crate) fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    let backed_up = q.settings().plain().period("backups-kept").is_some();
    let duty = |action: &str| -> Option<Obligation> {
        (backed_up && action == "erase").then(|| obligation("erase-on-restore").after())
    };
    rights::passed_on_with(q, CLASS, duty, answer);
}
