//! Consent as the law accepts it: Arts 4(11), 7, 8, 9(2)(a), 22B(2), 49(1)(a).

pub use praetor_sdk::consent::{any, by_guardian, in_force, names_purpose, of_person, valid};
use praetor_sdk::consent::{covers_category, covers_recipient, permits_act};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Thing};

use crate::recipient::is_processor;

/// Art. 6(1)(a): a consent that carries this use of this item.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let works_for_us = is_processor(q);
    let disclosed = q.recipient().exists() & !known(works_for_us.clone());
    any(q, q.subject(), |consent| {
        in_force(consent)
            & valid(consent)
            & of_person(q, consent, q.subject())
            & names_purpose(consent, each)
            & permits_act(consent, each, &disclosed)
            & covers_category(consent, item)
            & covers_recipient(q, consent, &works_for_us)
    })
}

/// Arts 9(2)(a), 22B(2), 49(1)(a): an explicit consent of this person for the purpose and act.
pub fn explicit<'q>(q: Question<'q>, owner: Thing<'q>, each: Thing<'q>, act: &'q str) -> Cond<'q> {
    any(q, owner, |consent| {
        in_force(consent)
            & valid(consent)
            & consent.fact("explicit").is_true()
            & of_person(q, consent, owner)
            & names_purpose(consent, each)
            & consent.fact("acts").contains(act)
    })
}
