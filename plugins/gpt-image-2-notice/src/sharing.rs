//! Sharing and own use: what is not declared is denied, gate by gate.

mod basis;
mod category;
mod content;
mod launch;
mod operation;
mod purpose;
mod quarantine;
mod recipient;

use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::law::{gate, rule, table};

/// Lets every section speak.
pub(crate) fn decide(q: Question<'_>, answer: &mut SharingAnswer) {
    not_yet_in_force(q, answer);
    for each in q.uses().or_gap() {
        operation::speak(q, each, answer);
        purpose::speak(q, each, answer);
        recipient::speak(q, each, answer);
        basis::speak(q, each, answer);
        quarantine::speak(q, each, answer);
    }
    for item in q.items().or_gap() {
        category::speak(q, item, answer);
        content::speak(q, item, answer);
    }
    launch::speak(q, answer);
}

/// Head: before its effective date the policy declared nothing.
fn not_yet_in_force(q: Question<'_>, answer: &mut SharingAnswer) {
    let in_force = table::VERSIONS.on(q.as_of()).next().is_some();
    let begins = table::VERSIONS.changes_after(q.as_of(), |_| true);
    let not_yet = Cond::known(!in_force).until(begins);
    answer.at(gate::IN_FORCE).prohibit(rule::S_0B_NOT_YET.when(not_yet).reason("r-not-declared"));
}

/// Whether a use stays with the service: the question has no recipient, or the use names none.
pub(crate) fn is_own_use(q: Question<'_>, each: Thing<'_>) -> bool {
    let recipients = each.fact("recipients");
    q.recipients().is_empty() || recipients.is_empty_set().is_yes()
}

#[cfg(test)]
mod tests;
