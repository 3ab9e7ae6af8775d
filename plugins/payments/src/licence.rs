//! The licence of whoever moves money.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Day, Question, Row, SharingAnswer};

use crate::CLASS;
use crate::law::{gate, rule};

/// Whether a licence runs on a day, and the next day on which that changes.
fn runs(plain: Row<'_>, day: Day) -> (bool, Option<Day>) {
    let (from, until) = (plain.day("licence-from"), plain.day("licence-until"));
    let holds = plain.codes("regulated-as").is_some_and(|codes| !codes.is_empty())
        && from.is_none_or(|from| day >= from)
        && until.is_none_or(|last| day <= last);
    let turns = [from, until.map(Day::next)];
    (holds, turns.into_iter().flatten().filter(|turn| *turn > day).min())
}

/// States the licences, as far as they run on the day of the question.
pub(crate) fn state(q: Question<'_>, profile: &mut Profile) {
    let plain = q.settings().plain();
    if runs(plain, q.as_of()).0 {
        profile.of(q.recipient()).fact_if("regulated-as", plain.codes("regulated-as"));
    }
}

/// Who decides for itself here moves money, and needs a licence that runs.
pub(crate) fn decide(q: Question<'_>, answer: &mut SharingAnswer) {
    let plain = q.settings().plain();
    let (holds, turns) = runs(plain, q.as_of());
    let mut gate = answer.at(gate::LICENCE);
    if holds {
        gate.permit(rule::LICENCE_RUNS.always().changes_on(turns));
    } else if CLASS.obeys(plain) {
        gate.permit(rule::LICENCE_NOT_NEEDED.always());
    } else {
        gate.prohibit(rule::LICENCE_OVER.always().reason("r-contract-ended").changes_on(turns));
    }
}
