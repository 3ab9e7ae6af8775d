//! Art. 46: appropriate safeguards, each with an assessment of the destination.

use praetor_sdk::reading::{any_listed, begun, known, runs};
use praetor_sdk::{AtGate, Clause, Cond, Day, Question, Thing, Truth, obligation};

use super::told;
use crate::law::{gate, rule};
use crate::recipient::instruments;

/// Art. 46: each safeguard together with an assessment of the destination.
pub fn safeguards<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let assessed = assessed(q, hop);
    let review = review_by(q, hop);
    let clause = |rule: praetor_sdk::Rule<gate::Transfer>, tool: Cond<'q>, mechanism: &str| {
        let clause = rule.when(tool & assessed.clone()).burden(3).with_conditions();
        let clause = told(clause, mechanism).obliging(obligation("copy-of-safeguards-on-request").after());
        with_recheck(clause, review)
    };
    if !is_under_regulation(hop).is_yes() {
        at.permit(clause(rule::ART_46_2_C, standard_clauses(q, hop), "tr-scc"));
    }
    let rules =
        instruments(q, hop, |i| i.fact("type").is_any_of(&["bcr-controller", "bcr-processor"]) & approved(i));
    let member = q.recipient().fact("group-member").is_true();
    for (rule, tool, mechanism) in [
        (rule::ART_46_2_B, rules & member, "tr-bcr"),
        (
            rule::ART_46_2_E,
            instruments(q, hop, |i| i.fact("type").is("code-of-conduct") & approved(i)),
            "tr-code",
        ),
        (rule::ART_46_2_F, certified(q, hop), "tr-cert"),
        (rule::ART_46_5, old_clauses(q, hop), "tr-scc"),
        (
            rule::ART_46_3_A,
            instruments(q, hop, |i| i.fact("type").is("ad-hoc-clauses") & approved(i)),
            "tr-adhoc",
        ),
    ] {
        if tool.is_yes() {
            at.permit(clause(rule, tool, mechanism));
        }
    }
}

fn with_recheck<'q>(
    clause: Clause<'q, gate::Transfer>,
    review: Option<praetor_sdk::FactAt<'q>>,
) -> Clause<'q, gate::Transfer> {
    match review {
        Some(day) => {
            let due = praetor_sdk::Term::days(0).from(day);
            clause.obliging(obligation("tia-recheck").after().due(due))
        }
        None => clause,
    }
}

/// Art. 46(2)(c): module by the parts of exporter and importer, signed, filled in, unaltered.
pub fn standard_clauses<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let modules = modules(q, hop);
    let to = hop.follow_one("to", "recipient").id();
    instruments(q, hop, |i| {
        let bound = match to {
            Some(id) => !known(!i.fact("parties").points_at(id)),
            None => Cond::yes(),
        };
        i.fact("type").is("eu-scc") & i.fact("module").is_any_of(&modules) & stands(i) & bound
    })
}

/// Recital 7 of Decision (EU) 2021/914: the clauses are not made for an importer that is under the
/// Regulation itself.
fn is_under_regulation<'q>(hop: Thing<'q>) -> Cond<'q> {
    known(hop.follow_one("to", "recipient").fact("subject-to-laws").contains("eu-gdpr"))
}

/// Clauses that would do, were they made for such an importer.
pub fn misplaced_clauses<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    is_under_regulation(hop) & known(standard_clauses(q, hop)) & known(assessed(q, hop))
}

/// Art. 46(5), Decision (EU) 2021/914 Art. 4: the clauses of before, concluded while they could be.
fn old_clauses<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    instruments(q, hop, |i| {
        i.fact("type").is("eu-scc-old") & i.fact("signed-on").before(LAST_OLD_CLAUSES) & stands(i)
    })
}

/// From this day on the older clauses could not be concluded any more.
const LAST_OLD_CLAUSES: Day = Day::of(2021, 9, 27);

/// Clauses of module 2 or 3 as a contract on processing, Art. 28(7).
pub fn processing_clauses(i: Thing<'_>) -> Cond<'_> {
    i.fact("type").is("eu-scc") & i.fact("module").is_any_of(&["c2p", "p2p"]) & stands(i)
}

fn stands(i: Thing<'_>) -> Cond<'_> {
    i.fact("signed-on").happened()
        & i.fact("annexes-complete").is_true()
        & !known(!i.fact("unaltered").is_true())
        & !known(i.fact("terminated-on").happened())
        & begun(i.fact("effective-on"))
        & runs(i.fact("until"))
}

fn approved(i: Thing<'_>) -> Cond<'_> {
    i.fact("signed-on").happened()
        & i.fact("approved-on").happened()
        & !known(i.fact("terminated-on").happened())
}

/// The modules that fit: first letter the exporter, last the importer.
fn modules(q: Question<'_>, hop: Thing<'_>) -> Vec<&'static str> {
    let from = part(q, hop.follow_one("from", "controller"));
    let to = part(q, hop.follow_one("to", "recipient"));
    let all = [("c2c", false, false), ("c2p", false, true), ("p2p", true, true), ("p2c", true, false)];
    let fits = |known: Option<bool>, wanted: bool| known.is_none_or(|is| is == wanted);
    all.into_iter().filter(|(_, f, t)| fits(from, *f) && fits(to, *t)).map(|(name, ..)| name).collect()
}

/// Whether an end of a hop is a processor; none if nobody said.
fn part(q: Question<'_>, end: Thing<'_>) -> Option<bool> {
    let is = |code: &str| matches!(code, "processor" | "sub-processor" | "service-provider" | "contractor");
    match (end.kind(), end.role().code()) {
        ("sub-processor", code) => Some(code.is_none_or(is)),
        ("controller", code) => Some(code.is_some_and(is)),
        (_, Some(code)) => Some(is(code)),
        _ => match crate::recipient::is_processor(q).truth {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        },
    }
}

/// C-311/18, clause 14: the law and practice of the destination was assessed, with measures in
/// place where the result rests on them, and the assessment is not too old.
fn assessed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    any_listed(hop, "assessments", "assessment", &q.assessments(), |a| {
        let result = a.fact("result");
        let good = (result.is("positive") & !known(!a.fact("in-place").is_true()))
            | (result.is("positive-with-measures") & a.fact("in-place").is_true());
        a.fact("kind").is("tia")
            & good
            & begun(a.fact("done-on"))
            & runs(a.fact("review-by"))
            & runs(a.fact("valid-until"))
    })
}

fn review_by<'q>(q: Question<'q>, hop: Thing<'q>) -> Option<praetor_sdk::FactAt<'q>> {
    let listed = hop.fact("assessments").value().is_some();
    let all = if listed { hop.follow("assessments", "assessment") } else { q.assessments() };
    all.into_iter().map(|a| a.fact("review-by")).find(|day| day.value().is_some())
}

/// Art. 46(2)(f): a certification of the receiver with binding commitments.
fn certified<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    any_listed(hop, "certifications", "certification", &q.certifications(), |entry| {
        entry.fact("scheme").is("gdpr-certification")
            & entry.fact("status").is("active")
            & entry.fact("commitments").is_true()
            & runs(entry.fact("to"))
    })
}
