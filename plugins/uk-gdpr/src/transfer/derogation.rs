//! Art. 49: derogations, read narrowly: exceptional, never for routine flows.

use praetor_sdk::reading::{claim_in_sight, known, some};
use praetor_sdk::{AtGate, Clause, Cond, Question, Rule, Thing, obligation};

use crate::basis::was_weighed;
use crate::consent;
use crate::law::{gate, rule};
use crate::reading::inside;

/// Art. 49(1): tried only where a necessity, a consent or a low frequency was stated at all, for
/// nobody is asked for the facts of an exception.
pub fn derogations<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let rare = hop.fact("frequency").is_any_of(&["one-off", "occasional"]);
    let needs = |code: &'static [&'static str]| hop.fact("necessity").is_any_of(code);
    let agreed = Cond::any(q.uses().iter().map(|each| agreed(q, each)));
    let claim = Cond::any(q.uses().iter().map(|each| claim_in_sight(q, each)));
    let public = some(&q.uses(), |each| each.fact("public-interest-of").within(inside(q)));
    let unable = known(q.subject().fact("incapable").is_true());
    try_one(
        at,
        6,
        "tr-derog-contract",
        rule::ART_49_1_B,
        needs(&["contract-with-subject", "pre-contract"]) & rare.clone(),
    );
    try_one(at, 6, "tr-derog-contract", rule::ART_49_1_C, needs(&["contract-in-interest"]) & rare.clone());
    try_one(at, 6, "tr-derog-claims", rule::ART_49_1_E, needs(&["claims"]) & rare.clone() & claim);
    try_one(at, 7, "tr-derog-public-interest", rule::ART_49_1_D, needs(&["public-interest"]) & public);
    try_one(at, 7, "tr-derog-vital", rule::ART_49_1_F, needs(&["vital"]) & unable);
    try_one(at, 8, "tr-derog-consent", rule::ART_49_1_A, agreed & rare);
    let compelling = needs(&["compelling-interest"]) & compelling(q, hop);
    try_one(at, 9, "tr-derog-compelling", rule::ART_49_1_COMPELLING, compelling);
}

fn try_one<'q>(
    at: &mut AtGate<'_, gate::Transfer>,
    burden: u8,
    mechanism: &str,
    rule: Rule<gate::Transfer>,
    cond: Cond<'q>,
) {
    if known(cond.clone()).is_yes() {
        let clause: Clause<'q, gate::Transfer> = rule.when(cond).burden(burden);
        let clause = super::told(clause, mechanism).obliging(obligation("occasional-only"));
        at.permit(clause.obliging(obligation("document-disclosure")));
    }
}

/// Art. 49(1)(a): explicit, for this transfer, told of its risks.
fn agreed<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    consent::any(q, q.subject(), |c| {
        consent::in_force(c)
            & consent::valid(c)
            & consent::of_person(q, c, q.subject())
            & consent::names_purpose(c, each)
            & c.fact("explicit").is_true()
            & c.fact("transfer-risk-told").is_true()
            & c.fact("acts").contains("transfer")
    })
}

/// The last resort: once, few people, weighed, the authority and the people told.
fn compelling<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let weighed = Cond::all(q.uses().iter().map(was_weighed));
    hop.fact("frequency").is("one-off")
        & hop.fact("persons").at_most(FEW)
        & hop.fact("authority-told-on").happened()
        & hop.fact("declared-on").happened()
        & weighed
}

/// "A limited number of data subjects": the article gives no number, so the most that nobody would
/// dispute.
const FEW: i64 = 10;
