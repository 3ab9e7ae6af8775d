//! Art. 3(1)(a): explicit consent, which is about one matter, informed and free.

use praetor_sdk::consent::{
    any, covers_category, covers_recipient, in_force, names_purpose, of_person, permits_act, valid,
};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Thing};

use crate::recipient;

/// The declared bases that are explicit consent in the sense of art. 5(1).
pub const CONSENTS: [&str; 5] =
    ["consent", "explicit-consent", "parental-consent", "separate-consent", "written-release"];

/// Art. 5(1): a consent that carries this use of this item. One that is known not to be explicit carries nothing.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let ours = recipient::is_processor(q);
    let disclosed = q.recipient().exists() & !known(ours.clone());
    any(q, q.subject(), |consent| {
        stands(q, consent, q.subject(), each)
            & !known(!consent.fact("explicit").is_true())
            & permits_act(consent, each, &disclosed)
            & covers_category(consent, item)
            & covers_recipient(q, consent, &ours)
    })
}

/// Arts 6(3)(a), 9(6)(a): a consent in express words for the purpose and the act.
pub fn explicit<'q>(q: Question<'q>, owner: Thing<'q>, each: Thing<'q>, act: &'q str) -> Cond<'q> {
    any(q, owner, |consent| {
        stands(q, consent, owner, each)
            & consent.fact("explicit").is_true()
            & consent.fact("acts").contains(act)
    })
}

/// In force, valid, of this person, for this purpose.
pub fn stands<'q>(q: Question<'q>, consent: Thing<'q>, owner: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    in_force(consent) & valid(consent) & of_person(q, consent, owner) & names_purpose(consent, each)
}
