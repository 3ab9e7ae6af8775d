//! Arts 5 XII, 8, 11 I: consent that is free, informed, unmistakable, and for special ends specific and highlighted.

use praetor_sdk::consent::{
    any, covers_category, covers_recipient, in_force, names_purpose, of_person, permits_act, valid,
};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Thing};

use crate::recipient;

/// Arts 7 I, 8; art. 7 par. 5 wants another one, for the disclosure itself, where somebody else decides.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let ours = recipient::is_operator(q);
    let disclosed = q.recipient().exists() & !known(ours.clone());
    any(q, q.subject(), |consent| {
        stands(q, consent, q.subject(), each)
            & permits_act(consent, each, &disclosed)
            & covers_category(consent, item)
            & covers_recipient(q, consent, &ours)
    })
}

/// Arts 11 I, 33 VIII: specific and highlighted, for the purpose and the act.
pub fn highlighted<'q>(q: Question<'q>, owner: Thing<'q>, each: Thing<'q>, act: &'q str) -> Cond<'q> {
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
