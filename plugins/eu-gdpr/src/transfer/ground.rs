//! Arts 45 and 46: adequacy decisions and appropriate safeguards.

use praetor_sdk::reading::{any_listed, begun, known, runs, some};
use praetor_sdk::{AtGate, Clause, Cond, Question, Thing, Truth, obligation, place};

use super::told;
use crate::law::{gate, rule, table};
use crate::reading::inside;
use crate::recipient::instruments;

/// Licences that put a Korean recipient under supervision which the decision leaves out.
const FINANCE: [&str; 3] = ["bank", "insurer", "payment-institution"];

/// Whether the hop leads to a country where only listed companies are covered.
pub fn is_framework(q: Question<'_>, hop: Thing<'_>) -> bool {
    let covers = |place: &String| row(q, place).is_some_and(|row| row.covers == "dpf");
    hop.fact("to-place").places().iter().any(covers)
}

/// Art. 45(3): every place outside is covered for this recipient.
pub fn decided<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient");
    let away = hop.fact("to-place");
    if away.places().is_empty() {
        return Cond::missing(away.at());
    }
    let area = inside(q);
    let places = away.places().iter().filter(|p| !place::lies_in_any(p, area).is_yes());
    Cond::all(places.map(|place| covered(q, place, to))).resting_on(away.at())
}

/// The same by the places of a recipient of which nobody stated hops.
pub fn all_adequate(q: Question<'_>) -> Cond<'_> {
    let to = q.recipient();
    let area = inside(q);
    let facts = ["processing-places", "establishment", "parent-places"].map(|name| to.fact(name));
    let places = facts.iter().flat_map(|fact| fact.places());
    let away: Vec<&String> = places.filter(|p| !place::lies_in_any(p, area).is_yes()).collect();
    let known_places = facts.first().is_some_and(|works| !works.places().is_empty());
    if away.is_empty() || !known_places {
        return Cond::no();
    }
    Cond::all(away.into_iter().map(|place| covered(q, place, to)))
}

fn row(q: Question<'_>, place: &str) -> Option<&'static table::Adequacy> {
    table::ADEQUACY.on(q.as_of()).find(|row| place::is_part(place, row.place))
}

fn covered<'q>(q: Question<'q>, place: &str, to: Thing<'q>) -> Cond<'q> {
    let changes = table::ADEQUACY.changes_after(q.as_of(), |row| place::is_part(place, row.place));
    let laws = |law: &'static str| {
        if to.kind() == "recipient" { to.fact("subject-to-laws").contains(law) } else { Cond::no() }
    };
    let private = !known(to.fact("public-body").is_true());
    let cond = match row(q, place).map(|row| row.covers) {
        Some("all") => Cond::yes(),
        Some("pipeda") => laws("ca-pipeda") & private,
        Some("appi") => laws("jp-appi"),
        Some("pipa") => laws("kr-pipa") & !known(to.fact("regulated-as").contains_any(&FINANCE)),
        Some("lgpd") => laws("br-lgpd"),
        Some("faroe") => laws("fo-data-protection"),
        _ => Cond::no(),
    };
    cond.until(changes)
}

/// Decision (EU) 2023/1795: the receiving entity itself is active on the list for these data today.
pub fn listed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient");
    let kind = if q.subject().fact("capacity").is("employee").is_yes() { "hr" } else { "non-hr" };
    any_listed(hop, "certifications", "certification", &q.certifications(), |entry| {
        entry.fact("scheme").is("eu-us-dpf")
            & entry.fact("status").is("active")
            & begun(entry.fact("from"))
            & runs(entry.fact("to"))
            & entry.fact("covers").contains(kind)
            & same_entity(entry, to)
    })
}

/// A certificate of a parent or sister company does not count.
fn same_entity<'q>(entry: Thing<'q>, to: Thing<'q>) -> Cond<'q> {
    let (listed, receives) = (entry.fact("entity"), to.fact("legal-entity"));
    match (listed.code(), receives.code()) {
        (Some(one), Some(other)) => Cond::because(listed.at(), one == other).resting_on(receives.at()),
        (None, _) => Cond::missing(listed.at()),
        (_, None) => Cond::missing(receives.at()),
    }
}

/// Whether the receiver was listed once and is no longer.
pub fn lapsed(q: Question<'_>, hop: Thing<'_>) -> bool {
    is_framework(q, hop)
        && listed(q, hop).is_no()
        && some(&q.certifications(), |entry| {
            let over = entry.fact("status").is_any_of(&["lapsed", "withdrawn"]);
            entry.fact("scheme").is("eu-us-dpf") & (over | !runs(entry.fact("to")))
        })
        .is_yes()
}

/// Art. 46: each safeguard together with an assessment of the destination.
pub fn safeguards<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let assessed = assessed(q, hop);
    let review = review_by(q, hop);
    let clause = |rule: praetor_sdk::Rule<gate::Transfer>, tool: Cond<'q>, mechanism: &str| {
        let clause = rule.when(tool & assessed.clone()).burden(3).with_conditions();
        let clause = told(clause, mechanism).obliging(obligation("copy-of-safeguards-on-request").after());
        with_recheck(clause, review)
    };
    at.permit(clause(rule::ART_46_2_C, standard_clauses(q, hop), "tr-scc"));
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
fn standard_clauses<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
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

/// Why the hop is refused, in a word.
pub fn reason(q: Question<'_>, hop: Thing<'_>) -> &'static str {
    let ended = |place: &String| {
        let past = |row: &&table::Adequacy| {
            place::is_part(place, row.place) && row.until.is_some_and(|d| d < q.as_of())
        };
        table::ADEQUACY.rows.iter().any(|row| past(&row))
    };
    if lapsed(q, hop) || hop.fact("to-place").places().iter().any(ended) {
        "r-mechanism-expired"
    } else if known(standard_clauses(q, hop)).is_yes() {
        "r-assessment-missing"
    } else if hop.fact("to-place").places().iter().any(|place| row(q, place).is_some()) {
        "r-recipient-not-covered"
    } else {
        "r-no-mechanism"
    }
}
