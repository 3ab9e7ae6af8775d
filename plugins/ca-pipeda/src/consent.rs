//! Section 6.1, Schedule 1 clause 4.3: consent with understanding, and express where the information is sensitive.

use praetor_sdk::consent::{
    any, covers_category, covers_recipient, in_force, names_purpose, of_person, permits_act, valid,
};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Thing};

use crate::recipient;

/// A consent on file carries the use of the item; a disclosure to another organisation needs one that says so.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let ours = recipient::is_provider(q);
    let disclosed = q.recipient().exists() & !known(ours.clone());
    any(q, q.subject(), |consent| {
        stands(q, consent, q.subject(), each)
            & permits_act(consent, each, &disclosed)
            & covers_category(consent, item)
            & covers_recipient(q, consent, &ours)
    })
}

/// Clause 4.3.6: given in express words, for the purpose and the act.
pub fn express<'q>(q: Question<'q>, owner: Thing<'q>, each: Thing<'q>, act: &'q str) -> Cond<'q> {
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
