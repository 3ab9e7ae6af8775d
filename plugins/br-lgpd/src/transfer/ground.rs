//! Art. 33 II, V, VIII, IX: clauses, rules, seals, authorisations, consent and necessity.

use praetor_sdk::reading::{any_listed, begun, claim_in_sight, known, runs, some};
use praetor_sdk::{AtGate, Cond, Question, Rule, Thing, obligation};

use super::{carried, told};
use crate::basis::duty_at_home;
use crate::consent::highlighted;
use crate::law::{gate, rule};
use crate::scope::area;

type Here<'a> = AtGate<'a, gate::Transfer>;

/// Art. 33 II, V: the clauses of the authority whole and unaltered, or what the authority has approved.
pub fn safeguards<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut Here<'_>) {
    let clauses = rule::ART_33_II_B.when(standard_clauses(q, hop) & carried(q)).burden(2);
    at.permit(
        told(clauses, "tr-br-scc")
            .obliging(obligation("copy-of-safeguards-on-request"))
            .obliging(obligation("record-vendor-chain")),
    );
    let approved = |types: &'static [&'static str]| {
        instruments(q, hop, |i| i.fact("type").is_any_of(types) & approved_here(q, i))
    };
    let rules = approved(&["bcr-controller", "bcr-processor"]) & q.recipient().fact("group-member").is_true();
    let authorised = hop.fact("prior-authorisation-on").happened();
    for (rule, tool, mechanism) in [
        (rule::ART_33_II_A, approved(&["ad-hoc-clauses", "br-standard-clauses"]), "tr-adhoc"),
        (rule::ART_33_II_C, rules, "tr-bcr"),
        (rule::ART_33_II_D, sealed(q, hop), "tr-cert"),
        (rule::ART_33_V, authorised, "tr-permit"),
    ] {
        if tool.is_yes() {
            at.permit(told(rule.when(tool & carried(q)).burden(3), mechanism));
        }
    }
}

/// Resolution 19/2024, Annex II: taken over whole and unaltered, signed, and binding whom the hop reaches.
fn standard_clauses<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient").id();
    instruments(q, hop, |i| {
        let bound = match to {
            Some(id) => !known(!i.fact("parties").points_at(id)),
            None => Cond::yes(),
        };
        i.fact("type").is("br-standard-clauses")
            & i.fact("unaltered").is_true()
            & in_force(i)
            & !known(!i.fact("annexes-complete").is_true())
            & bound
    })
}

fn in_force(i: Thing<'_>) -> Cond<'_> {
    i.fact("signed-on").happened()
        & !known(i.fact("terminated-on").happened())
        & begun(i.fact("effective-on"))
        & runs(i.fact("until"))
}

fn approved_here<'q>(q: Question<'q>, i: Thing<'q>) -> Cond<'q> {
    in_force(i) & i.fact("approved-on").happened() & i.fact("approved-by").within(area(q))
}

fn sealed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    any_listed(hop, "certifications", "certification", &q.certifications(), |c| {
        c.fact("scheme").is("br-seal")
            & c.fact("status").is("active")
            & begun(c.fact("from"))
            & runs(c.fact("to"))
    })
}

fn instruments<'q>(q: Question<'q>, hop: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(hop, "instruments", "instrument", &q.instruments(), test)
}

/// Art. 33 IV, VIII, IX: tried only where they were brought up, for nobody is asked for the facts of an exception.
pub fn necessities<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut Here<'_>) {
    let need = |codes: &[&str]| hop.fact("necessity").is_any_of(codes);
    let claim = Cond::any(q.uses().iter().map(|each| claim_in_sight(q, each)));
    let duty = some(&q.uses(), |each| duty_at_home(q, each));
    let contract = !known(!q.subject().fact("has-contract").is_true());
    for (rule, brought, holds, mechanism) in [
        (rule::ART_33_IV, need(&["vital"]), Cond::yes(), "tr-derog-vital"),
        (rule::ART_33_VIII, consented(q), Cond::yes(), "tr-derog-consent"),
        (rule::ART_33_IX_II, need(&["legal-duty"]), duty, "tr-none-needed"),
        (rule::ART_33_IX_V, need(&["contract-with-subject", "pre-contract"]), contract, "tr-derog-contract"),
        (rule::ART_33_IX_VI, need(&["claims"]), claim, "tr-derog-claims"),
    ] {
        if known(brought.clone()).is_yes() {
            try_one(at, rule, brought & holds & carried(q), mechanism);
        }
    }
}

fn try_one<'q>(at: &mut Here<'_>, rule: Rule<gate::Transfer>, cond: Cond<'q>, mechanism: &str) {
    let clause = told(rule.when(cond).burden(6), mechanism);
    at.permit(clause.obliging(obligation("document-disclosure")));
}

/// Art. 33 VIII: specific and highlighted, told beforehand that the data go abroad and set apart from other ends.
fn consented(q: Question<'_>) -> Cond<'_> {
    Cond::all(q.uses().or_gap().iter().map(|each| {
        highlighted(q, q.subject(), each, "transfer")
            & praetor_sdk::consent::any(q, q.subject(), |c| {
                c.fact("acts").contains("transfer")
                    & c.fact("separate").is_true()
                    & (c.fact("told").contains("country") | c.fact("transfer-risk-told").is_true())
            })
    }))
}
