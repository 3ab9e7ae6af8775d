//! Art. 6(1)(ea) with Annex 1: the closed list of recognised legitimate interests.

use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{AtGate, Cond, Question, Thing, obligation};

use super::objected;
use crate::law::{gate, param, rule};
use crate::reading::AMENDED;

/// The five conditions of Annex 1. Nothing is balanced, but an objection counts (Art. 21(1)). Says
/// whether a person has to look.
pub fn interest<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Basis>) -> bool {
    let relied = each.fact("declared-basis").is("recognised-legitimate-interest");
    let never = each.purpose().is_any_of(names(&param::NEVER_RECOGNISED, q.as_of()));
    let plain = plainly(q, each) & !never.clone();
    let free = !objected(q, each);
    let clause = rule::ART_6_1_EA.when(relied.clone() & plain.clone() & requested(q, each) & free);
    at.permit(clause.burden(1).obliging(obligation("document-assessment")));
    let listed = each.fact("interest").is_any_of(&LISTED);
    let between = known(!plain & listed.clone() & !never.clone());
    let open = between.is_yes() && q.as_of() >= AMENDED;
    at.review(rule::ART_6_1_EA_PURPOSE.when(relied.clone() & between));
    at.prohibit(rule::ANNEX_1.when(relied & (known(never) | known(!listed))).reason("r-no-basis"));
    open
}

/// The interests of Annex 1.
const LISTED: [&str; 5] = ["crime", "emergency", "safeguarding", "security-of-state", "public-task-request"];

/// The purpose is one that the interest plainly covers.
fn plainly<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let interest = each.fact("interest");
    match interest.code() {
        None => Cond::missing(interest.at()),
        Some(code) => {
            let covered = param::RECOGNISED.of(code, q.as_of()).or(&[]);
            each.purpose().is_any_of(covered).resting_on(interest.at())
        }
    }
}

/// Annex 1 para 1: somebody has asked, and has said that a public task needs the data.
fn requested<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    if !each.fact("interest").is("public-task-request").is_yes() {
        return Cond::yes();
    }
    let asked = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    if asked.is_yes() { asked } else { Cond::missing(each.fact("orders").at()) }
}
