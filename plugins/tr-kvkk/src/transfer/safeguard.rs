//! Art. 9(4)-(5): appropriate safeguards, and the notification of a standard contract.

use praetor_sdk::reading::{any_listed, begun, known, runs, some};
use praetor_sdk::{AtGate, Clause, Cond, Day, Question, SharingAnswer, Term, Thing, Truth, obligation};

use super::{amended, told};
use crate::law::{gate, param, rule};
use crate::recipient::is_processor;
use crate::scope::area;

/// Tools of other legal orders.
const FOREIGN: [&str; 7] =
    ["eu-scc", "eu-scc-old", "eu-scc-swiss", "uk-idta", "uk-addendum", "ad-hoc-clauses", "code-of-conduct"];
const FOREIGN_LISTS: [&str; 3] = ["eu-us-dpf", "uk-extension-dpf", "swiss-us-dpf"];

/// Art. 9(4): a condition of art. 5, rights and remedies in the destination, and one of the safeguards.
pub fn safeguards<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let remedies = remedies(q, hop);
    let unsafe_place = known(assessed(q, hop, |a| a.fact("result").is("negative")));
    let carried = super::carried(q) & !unsafe_place.clone();
    let clause = |rule: praetor_sdk::Rule<gate::Transfer>, tool: Cond<'q>, mechanism: &str| {
        let clause = told(rule.when(tool & carried.clone()).burden(3), mechanism);
        proven(clause, &remedies)
    };
    at.permit(clause(rule::ART_9_4_C, standard_contract(q, hop), "tr-tr-standard-contract"));
    let rules = instruments(q, hop, |i| {
        i.fact("type").is_any_of(&["bcr-controller", "bcr-processor"]) & permitted(q, i)
    }) & in_group(q);
    let undertaking = instruments(q, hop, |i| i.fact("type").is("tr-undertaking") & permitted(q, i));
    let others = [(rule::ART_9_4_B, rules, "tr-bcr"), (rule::ART_9_4_CH, undertaking, "tr-permit")];
    for (rule, tool, mechanism) in others {
        if tool.is_yes() {
            at.permit(clause(rule, tool, mechanism));
        }
    }
    at.prohibit(rule::ART_9_4_UNSAFE.when(unsafe_place).reason("r-assessment-missing"));
}

/// "Provided that the person can exercise rights and use effective remedies in the destination": attested by an
/// assessment, or a condition that somebody writes it down first.
fn proven<'q>(clause: Clause<'q, gate::Transfer>, remedies: &Cond<'q>) -> Clause<'q, gate::Transfer> {
    if remedies.is_yes() {
        return clause;
    }
    clause.with_conditions().obliging(obligation("document-assessment").before().as_condition())
}

fn remedies<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    assessed(q, hop, |a| {
        let result = a.fact("result");
        (result.is("positive") & !known(!a.fact("in-place").is_true()))
            | (result.is("positive-with-measures") & a.fact("in-place").is_true())
    })
}

fn assessed<'q>(q: Question<'q>, hop: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(hop, "assessments", "assessment", &q.assessments(), |a| {
        a.fact("kind").is("tia") & begun(a.fact("done-on")) & runs(a.fact("review-by")) & test(a)
    })
}

/// Art. 9(4)(c), By-Law art. 14: the Board's own text, in the set that fits, signed, filled in, unaltered.
fn standard_contract<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let sets = sets(q, hop);
    let to = hop.follow_one("to", "recipient").id();
    instruments(q, hop, |i| {
        let bound = match to {
            Some(id) => !known(!i.fact("parties").points_at(id)),
            None => Cond::yes(),
        };
        i.fact("type").is("tr-standard-contract")
            & i.fact("module").is_any_of(&sets)
            & i.fact("signed-on").happened()
            & i.fact("annexes-complete").is_true()
            & i.fact("unaltered").is_true()
            & !known(i.fact("terminated-on").happened())
            & begun(i.fact("effective-on"))
            & runs(i.fact("until"))
            & bound
    })
}

/// A tool that the Board itself has approved or permitted.
pub fn permitted<'q>(q: Question<'q>, i: Thing<'q>) -> Cond<'q> {
    i.fact("signed-on").happened()
        & i.fact("approved-on").happened()
        & i.fact("approved-by").within(area(q))
        & !known(i.fact("terminated-on").happened())
        & runs(i.fact("until"))
}

/// Rules of a group bind its members only.
pub fn in_group(q: Question<'_>) -> Cond<'_> {
    q.recipient().fact("group-member").is_true()
}

/// The instruments that a hop may rest on.
pub fn instruments<'q>(q: Question<'q>, hop: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(hop, "instruments", "instrument", &q.instruments(), test)
}

/// The sets that fit: first letter the exporter, last the importer.
fn sets(q: Question<'_>, hop: Thing<'_>) -> Vec<&'static str> {
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
        _ => match is_processor(q).truth {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        },
    }
}

/// Art. 9(5): five business days from the signing. A contract that was notified within five days of which only weekends
/// were left out is in time whatever the holidays; of any other the day is shown.
pub fn notification(q: Question<'_>, hop: Thing<'_>, answer: &mut SharingAnswer) {
    if !amended(q) {
        return;
    }
    let days = u32::try_from(param::DAYS_TO_NOTIFY_CONTRACT.on(q.as_of()).or(0)).unwrap_or(0);
    let listed = hop.fact("instruments").value().is_some();
    let all = if listed { hop.follow("instruments", "instrument") } else { q.instruments() };
    for contract in all.which(|i| i.fact("type").is("tr-standard-contract") & i.fact("signed-on").happened())
    {
        let (signed, notified) = (contract.fact("signed-on"), contract.fact("notified-on"));
        let last = signed.day().and_then(|day| weekdays_after(day, days));
        let in_time = last.map_or(Cond::no(), |last| known(notified.on_or_before(last)));
        let due = Term::business_days(days).from(signed).algorithm("business-days").calendar("TR");
        let file = obligation("file-with-authority").after().due(due);
        let file = match contract.id() {
            Some(id) => file.with("instruments", praetor_sdk::Refs(&[id])),
            None => file,
        };
        let mut at = answer.at(gate::NOTIFICATION).about(hop);
        at.permit(rule::ART_9_5.when(in_time.clone()));
        at.permit(rule::ART_9_5.when(!in_time).burden(1).obliging(file));
    }
}

/// The day so many weekdays later.
fn weekdays_after(day: Day, count: u32) -> Option<Day> {
    let mut last = day;
    let mut left = count;
    while left > 0 {
        last = last.plus_days(1)?;
        let weekend = matches!((last.epoch_days() + 3).rem_euclid(7), 5 | 6);
        left -= u32::from(!weekend);
    }
    Some(last)
}

/// Clauses, lists and decisions of other legal orders that somebody brings: where no Turkish ground holds, the refusal
/// says that they have no effect.
pub fn foreign_tools(q: Question<'_>) -> Cond<'_> {
    let signed = some(&q.instruments(), |i| i.fact("type").is_any_of(&FOREIGN));
    let listed = some(&q.certifications(), |entry| entry.fact("scheme").is_any_of(&FOREIGN_LISTS));
    signed | listed
}
