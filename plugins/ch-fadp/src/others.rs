//! Other people in an upload: FADP arts 30, 31; Civil Code art. 28.

use praetor_sdk::consent as read;
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::consent::stands;
use crate::justification::{own_purpose, written_down};
use crate::law::{gate, rule};
use crate::principles::shows_others;
use crate::recipient::to_third_party;

/// The contract with the user justifies nothing towards the people in an upload (art. 31(2)(a)
/// speaks of the party to the contract). The service itself is what they must expect; a purpose of
/// its own, or a disclosure to third parties, is not.
pub fn third_persons(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let beyond = known(own_purpose(q, each)) | known(to_third_party(q, each));
    if beyond.is_no() {
        return;
    }
    for item in items_of(q, each) {
        let shown = shows_others(q, item);
        if shown.is_no() {
            continue;
        }
        let mut at = answer.at(gate::THIRD_PERSON).about(each).about(item);
        at.prohibit(rule::ART_31_2_A_OTHERS.when(shown & beyond.clone()).reason("r-no-basis"))
            .unless(rule::ART_31_1_OTHERS.when(agreed(q, each, item)))
            .unless(rule::ART_31_1_OTHERS_INTEREST.when(written_down(each)).burden(1));
    }
}

/// Each of the people whom the labels of the item name.
fn agreed<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let people = q.labels().which(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
        here & label.fact("state").is("present") & other
    });
    Cond::all(people.into_iter().map(|label| {
        let person = label.follow_one("person", "person");
        read::any(q, person, |consent| stands(q, consent, person, each))
    }))
}
