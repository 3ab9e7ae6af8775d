//! Secrecy: by law of the profession, or by agreement.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Day, Question, Row, Settings, SharingAnswer};

use crate::law::{gate, rule};

/// Whether an admission runs on a day, and the next day on which that changes.
fn admitted(plain: Row<'_>, day: Day) -> (bool, Option<Day>) {
    let (from, until) = (plain.day("admitted-from"), plain.day("admitted-until"));
    let holds = plain.codes("regulated-as").is_some_and(|codes| !codes.is_empty())
        && from.is_none_or(|from| day >= from)
        && until.is_none_or(|last| day <= last);
    let turns = [from, until.map(Day::next)];
    (holds, turns.into_iter().flatten().filter(|turn| *turn > day).min())
}

/// An agreement on confidentiality that runs on a day: signed, not over and not ended.
fn agreement(settings: Settings<'_>, day: Day) -> Option<Row<'_>> {
    let mut rows =
        settings.rows("instruments").filter(|row| row.code("type") == Some("confidentiality-agreement"));
    rows.find(|row| {
        row.day("effective-on").or(row.day("signed-on")).is_some_and(|from| day >= from)
            && row.day("until").is_none_or(|last| day <= last)
            && row.day("terminated-on").is_none_or(|ended| day < ended)
    })
}

/// States the profession, as far as the admission runs on the day of the question.
pub(crate) fn state(q: Question<'_>, profile: &mut Profile) {
    let plain = q.settings().plain();
    if admitted(plain, q.as_of()).0 {
        profile.of(q.recipient()).fact_if("regulated-as", plain.codes("regulated-as"));
    }
}

/// By law, else by agreement, else nothing goes.
pub(crate) fn decide(q: Question<'_>, answer: &mut SharingAnswer) {
    let plain = q.settings().plain();
    let (by_law, turns) = admitted(plain, q.as_of());
    let mut gate = answer.at(gate::SECRECY);
    if by_law {
        gate.permit(rule::SECRECY_LAW.always().changes_on(turns));
    } else if let Some(row) = agreement(q.settings(), q.as_of()) {
        let ends = [row.day("until").map(Day::next), row.day("terminated-on")].into_iter().flatten().min();
        gate.permit(rule::SECRECY_AGREED.always().burden(1).changes_on(ends));
    } else if praetor_vendor::has(plain, "contract-terms", "confidentiality") {
        gate.permit(rule::SECRECY_AGREED.always().burden(1));
    } else {
        gate.prohibit(rule::SECRECY_NONE.always().reason("r-contract-terms").changes_on(turns));
    }
}
