//! Purposes of the provider's own, and the mode that bars them for a time.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Day, Question, Row, SharingAnswer};
use praetor_vendor::names;

use crate::CLASS;
use crate::law::{gate, rule};

/// What a restricted mode bars: advertising, and joining what it learns with other sources.
pub(crate) const BARRED: [&str; 4] = ["advertising", "enrich-profiles", "sell-on", "combine-sources"];

/// Whether the mode is on, and the day on which that changes next.
fn on(plain: Row<'_>, day: Day) -> (bool, Option<Day>) {
    let (from, until) = (plain.day("restricted-from"), plain.day("restricted-until"));
    let holds = from.is_some_and(|from| day >= from) && until.is_none_or(|last| day <= last);
    let turns = [from, until.map(Day::next)];
    (holds, turns.into_iter().flatten().filter(|turn| *turn > day).min())
}

/// What it does with the data for itself on the day of the question.
pub(crate) fn state(q: Question<'_>, profile: &mut Profile) {
    let plain = q.settings().plain();
    if plain.codes("own-uses").is_none() {
        return;
    }
    let barred = on(plain, q.as_of()).0;
    let mut uses = names(q.settings(), "own-uses");
    uses.retain(|own| !(barred && BARRED.contains(own)));
    profile.of(q.recipient()).fact("own-uses", uses.as_slice());
}

/// A role on instructions is one only while the mode is on.
pub(crate) fn decide(q: Question<'_>, answer: &mut SharingAnswer) {
    let plain = q.settings().plain();
    let uses = names(q.settings(), "own-uses");
    if !CLASS.obeys(plain) || !uses.iter().any(|own| BARRED.contains(own)) {
        return;
    }
    let (restricted, turns) = on(plain, q.as_of());
    if !restricted {
        let own = rule::ADS_OWN.always().reason("r-recipient-own-use").changes_on(turns);
        answer.at(gate::OWN_USES).prohibit(own);
    }
}

#[cfg(test)]
mod tests;
