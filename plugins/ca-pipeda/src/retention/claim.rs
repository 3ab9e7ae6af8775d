//! Section 8(8), clause 4.5: matters that hold an item, and claims that keep it, locked away, until they are released.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Ending, Question, RetentionAnswer, Thing};

use super::recognising;
use crate::law::rule;

/// Matters before a court or an authority: nothing is erased while they run.
const HOLDING: [&str; 7] = [
    "litigation",
    "arbitration",
    "regulator-inquiry",
    "tax-audit",
    "legal-hold",
    "preservation-order",
    "access-review",
];

/// Every matter of the question; says whether one of them keeps the item.
pub fn claims<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) -> bool {
    let mut kept = false;
    for matter in q.matters() {
        let open = !known(matter.fact("released-on").happened());
        if reaches(item, matter).is_no() || known(!matter.fact("concrete").is_true()).is_yes() {
            continue;
        }
        let before_court =
            known(matter.fact("kind").is_any_of(&HOLDING)) | known(matter.fact("suit-filed-on").happened());
        if before_court.is_yes() {
            answer.hold(rule::HOLD.when(before_court & open).about(item), matter);
        } else {
            let kept = recognising(q, Ending::running()).restricted();
            answer.ground(rule::CLAIM_OPEN.when(open).about(item), kept);
        }
        kept = true;
    }
    kept
}

fn reaches<'q>(item: Thing<'q>, matter: Thing<'q>) -> Cond<'q> {
    let named = matter.fact("items");
    match (item.id(), named.value()) {
        (Some(id), Some(_)) => named.points_at(id),
        _ => Cond::yes(),
    }
}
