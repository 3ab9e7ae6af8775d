//! Art. 9(6): exceptions for occasional transfers alone, never for a daily flow.

use praetor_sdk::reading::{claim_in_sight, known, some};
use praetor_sdk::{AtGate, Cond, Question, Rule, Thing, obligation};

use super::told;
use crate::consent::stands;
use crate::law::{gate, rule};
use crate::scope::area;

/// Tried only where a necessity or a consent to the transfer was stated, for nobody is asked for the facts of an
/// exception; of one that was brought up, whether it is occasional is asked.
pub fn occasional<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let rare = hop.fact("frequency").is_any_of(&["one-off", "occasional"]);
    let need = |codes: &[&str]| hop.fact("necessity").is_any_of(codes);
    let claim = Cond::any(q.uses().iter().map(|each| claim_in_sight(q, each)));
    let public = some(&q.uses(), |each| each.fact("public-interest-of").within(area(q)));
    let unable = known(q.subject().fact("incapable").is_true());
    let contract = need(&["contract-with-subject", "pre-contract"]);
    for (rule, brought, holds, mechanism) in [
        (rule::ART_9_6_A, consents(q), Cond::yes(), "tr-derog-consent"),
        (rule::ART_9_6_B, contract, Cond::yes(), "tr-derog-contract"),
        (rule::ART_9_6_C, need(&["contract-in-interest"]), Cond::yes(), "tr-derog-contract"),
        (rule::ART_9_6_CH, need(&["public-interest"]), public, "tr-derog-public-interest"),
        (rule::ART_9_6_D, need(&["claims"]), claim, "tr-derog-claims"),
        (rule::ART_9_6_E, need(&["vital"]), unable, "tr-derog-vital"),
        (rule::ART_9_6_F, need(&["public-register"]), Cond::yes(), "tr-none-needed"),
    ] {
        if known(brought.clone()).is_yes() {
            try_one(at, rule, brought & holds & rare.clone(), mechanism);
        }
    }
}

fn try_one<'q>(
    at: &mut AtGate<'_, gate::Transfer>,
    rule: Rule<gate::Transfer>,
    cond: Cond<'q>,
    mechanism: &str,
) {
    let clause = told(rule.when(cond).burden(6), mechanism).obliging(obligation("occasional-only"));
    at.permit(clause.obliging(obligation("document-disclosure")));
}

/// Art. 9(6)(a): explicit consent to the transfer of everybody's use, after its risks were told.
fn consents(q: Question<'_>) -> Cond<'_> {
    Cond::all(q.uses().or_gap().iter().map(|each| {
        praetor_sdk::consent::any(q, q.subject(), |c| {
            stands(q, c, q.subject(), each)
                & c.fact("explicit").is_true()
                & c.fact("transfer-risk-told").is_true()
                & c.fact("acts").contains("transfer")
        })
    }))
}
