//! Section 11: what was locked away after a report about a child stays so until a person has looked.

use praetor_sdk::marks::{Looked, stands_on};
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Question, SharingAnswer, Thing};

use crate::law::{gate, rule};

const QUARANTINE: Looked<'static> = Looked { kinds: &["quarantine"], marketing: &[] };

/// Nothing but the looking itself is done with an item that a mark holds back. Nobody is asked for
/// marks because of this: such a report is rare.
pub(super) fn speak(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let looking = known(each.purpose().is_any_of(&["content-moderation", "rights-fulfilment"]));
    for item in items_of(q, each) {
        let held = known(stands_on(q, QUARANTINE, each, item)) & !looking.clone();
        let clause = rule::S_11B_HELD.when(held).about(each).about(item).reason("r-minor");
        answer.at(gate::QUARANTINE).prohibit(clause);
    }
}
