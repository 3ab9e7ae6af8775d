//! Consent, as these laws read it: for this purpose, this act, these items, this recipient.

use praetor_sdk::consent::{
    any, covers_category, covers_recipient, in_force, names_purpose, of_person, permits_act, valid,
};
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Question, Thing};

use crate::part::is_processor;

/// The declared bases that are a consent.
pub const CONSENTS: [&str; 5] =
    ["consent", "explicit-consent", "parental-consent", "separate-consent", "written-release"];

/// In force, valid, of this person, for this purpose.
pub fn stands<'q>(q: Question<'q>, consent: Thing<'q>, owner: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    in_force(consent) & valid(consent) & of_person(q, consent, owner) & names_purpose(consent, each)
}

/// A consent that carries this use of this item.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let ours = is_processor(q);
    let disclosed = q.recipient().exists() & !known(ours.clone());
    any(q, q.subject(), |consent| {
        stands(q, consent, q.subject(), each)
            & permits_act(consent, each, &disclosed)
            & covers_category(consent, item)
            & covers_recipient(q, consent, &ours)
    })
}

/// A consent that carries this use of all its items.
pub fn carries_all<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    Cond::all(items_of(q, each).or_gap().iter().map(|item| carries(q, each, item)))
}

/// A consent asked for apart from other matters, to one of these acts, that passes a further test.
pub fn separate<'q>(
    q: Question<'q>,
    owner: Thing<'q>,
    each: Thing<'q>,
    acts: &[&str],
    test: impl Fn(Thing<'q>) -> Cond<'q>,
) -> Cond<'q> {
    any(q, owner, |consent| {
        stands(q, consent, owner, each)
            & consent.fact("separate").is_true()
            & consent.fact("acts").contains_any(acts)
            & test(consent)
    })
}

/// The consent names the recipient of the question.
pub fn names_recipient<'q>(q: Question<'q>, consent: Thing<'q>) -> Cond<'q> {
    match q.recipient().id() {
        Some(id) => consent.fact("recipients").points_at(id),
        None => Cond::missing(consent.fact("recipients").at()),
    }
}

/// Why no consent carries a use: there is none, it is not in force, or it is not accepted.
#[must_use]
pub fn reason<'q>(q: Question<'q>, each: Thing<'q>) -> &'static str {
    if !each.fact("declared-basis").is_any_of(&CONSENTS).is_yes() {
        return "r-no-basis";
    }
    let consents = q.consents();
    if consents.is_empty() {
        return "r-consent-missing";
    }
    if consents.iter().any(|one| !in_force(one).is_no()) {
        "r-consent-invalid"
    } else {
        "r-consent-withdrawn"
    }
}
