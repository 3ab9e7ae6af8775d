//! FADP art. 17(1): exceptions, read narrowly.

use praetor_sdk::reading::{claim_in_sight, items_of, known, some};
use praetor_sdk::{AtGate, Clause, Cond, Question, Rule, Thing, obligation};

use crate::consent;
use crate::law::{gate, rule};
use crate::objection::forbidden;
use crate::scope::inside;

/// Tried only where a necessity, a consent or an own publication was stated at all, for nobody is
/// asked for the facts of an exception. What goes abroad as a routine needs a guarantee.
pub fn exceptions<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let rare = hop.fact("frequency").is_any_of(&["one-off", "occasional"]);
    let needs = |codes: &'static [&'static str]| hop.fact("necessity").is_any_of(codes);
    let claim = Cond::any(q.uses().iter().map(|each| claim_in_sight(q, each)));
    let public = some(&q.uses(), |each| each.fact("public-interest-of").wholly_within(inside(q)));
    let unable = known(q.subject().fact("incapable").is_true());
    let direct = needs(&["contract-with-subject", "pre-contract"]) & rare.clone();
    let in_interest = needs(&["contract-in-interest"]) & rare.clone();
    try_one(q, at, 6, "tr-derog-contract", rule::ART_17_1_B_1, direct);
    try_one(q, at, 6, "tr-derog-contract", rule::ART_17_1_B_2, in_interest);
    try_one(q, at, 6, "tr-derog-claims", rule::ART_17_1_C_2, needs(&["claims"]) & rare.clone() & claim);
    try_one(q, at, 7, "tr-derog-public-interest", rule::ART_17_1_C_1, needs(&["public-interest"]) & public);
    try_one(q, at, 7, "tr-derog-vital", rule::ART_17_1_D, needs(&["vital"]) & unable);
    try_one(q, at, 7, "tr-derog-public-interest", rule::ART_17_1_F, needs(&["public-register"]));
    try_one(q, at, 7, "tr-none-needed", rule::ART_17_1_E, own_publication(q));
    let uses = q.uses();
    let agreed = Cond::known(!uses.is_empty()) & Cond::all(uses.iter().map(|each| agreed(q, each)));
    try_one(q, at, 8, "tr-derog-consent", rule::ART_17_1_A, agreed & rare);
}

fn try_one<'q>(
    q: Question<'q>,
    at: &mut AtGate<'_, gate::Transfer>,
    burden: u8,
    mechanism: &str,
    rule: Rule<gate::Transfer>,
    cond: Cond<'q>,
) {
    if known(cond.clone()).is_yes() {
        let clause: Clause<'q, gate::Transfer> = rule.when(cond).burden(burden);
        let clause = super::told(q, clause, mechanism).obliging(obligation("occasional-only"));
        at.permit(clause.obliging(obligation("document-disclosure")));
    }
}

/// Art. 17(1)(a): express, and for this disclosure.
fn agreed<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    praetor_sdk::consent::any(q, q.subject(), |c| {
        consent::stands(q, c, q.subject(), each)
            & c.fact("explicit").is_true()
            & !known(!c.fact("transfer-risk-told").is_true())
            & c.fact("acts").contains("transfer")
    })
}

/// Art. 17(1)(e): all that goes was made generally accessible by the person, who forbade nothing.
fn own_publication(q: Question<'_>) -> Cond<'_> {
    let uses = q.uses();
    let public = |item: Thing<'_>| known(item.fact("public").is("by-subject")).is_yes();
    let all = uses.iter().all(|each| {
        let items = items_of(q, each);
        !items.is_empty() && items.iter().all(public)
    });
    let free = Cond::all(uses.iter().map(|each| !forbidden(q, each)));
    Cond::known(all && !uses.is_empty()) & free
}
