//! FADP art. 16, DPO arts 8 to 12 and Annex 1: adequate states and guarantees.

use praetor_sdk::reading::{any_listed, begun, known, runs, some};
use praetor_sdk::{AtGate, Clause, Cond, Question, Thing, obligation, place};

use super::told;
use crate::law::{gate, rule, table};
use crate::scope::inside;

/// Laws in Canada under which a recipient is covered: the federal act, or that of Quebec, which was
/// found substantially similar.
const CANADIAN: [&str; 2] = ["ca-pipeda", "ca-qc-law25"];

/// Art. 16(1): every place outside is covered by Annex 1 for this recipient.
pub fn adequate<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let clause = if is_framework(q, hop) {
        rule::ART_16_1_DPF
            .when(listed(q, hop))
            .obliging(obligation("check-listing").with("schemes", ["swiss-us-dpf"]))
    } else {
        rule::ART_16_1.when(decided(q, hop))
    };
    at.permit(told(q, clause.burden(1), "tr-adequacy"));
}

/// Whether the hop leads to a country where only certified companies are covered.
fn is_framework(q: Question<'_>, hop: Thing<'_>) -> bool {
    hop.fact("to-place").places().iter().any(|place| row(q, place).is_some_and(|row| row.covers == "dpf"))
}

fn decided<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient");
    let away = hop.fact("to-place");
    if away.places().is_empty() {
        return Cond::missing(away.at());
    }
    let abroad = away.places().iter().filter(|p| !place::lies_in_any(p, inside(q)).is_yes());
    Cond::all(abroad.map(|place| covered(q, place, to))).resting_on(away.at()) & !is_body(to)
}

/// A body under international law: Annex 1 lists states only.
pub fn is_body(to: Thing<'_>) -> Cond<'_> {
    if to.kind() == "recipient" { to.fact("international-organisation").is_stated() } else { Cond::no() }
}

/// The same by the places of a recipient of which nobody stated hops.
pub fn all_adequate(q: Question<'_>) -> Cond<'_> {
    let to = q.recipient();
    let facts = ["processing-places", "establishment", "parent-places"].map(|name| to.fact(name));
    let abroad = |p: &&String| !place::lies_in_any(p, inside(q)).is_yes();
    let away: Vec<&String> = facts.iter().flat_map(|fact| fact.places()).filter(abroad).collect();
    let works = facts.first().is_some_and(|works| !works.places().is_empty());
    if away.is_empty() || !works {
        return Cond::no();
    }
    Cond::all(away.into_iter().map(|place| covered(q, place, to)))
}

/// The entry of Annex 1 for a place on the day. A part with a code of its own is in only where it
/// has a row of its own.
fn row(q: Question<'_>, place: &str) -> Option<&'static table::Annex1> {
    table::ANNEX_1.on(q.as_of()).find(|row| place::is_part(place, row.place))
}

fn covered<'q>(q: Question<'q>, place: &str, to: Thing<'q>) -> Cond<'q> {
    let changes = table::ANNEX_1.changes_after(q.as_of(), |row| place::is_part(place, row.place));
    let receives = matches!(to.kind(), "recipient" | "sub-processor");
    let cond = match row(q, place).map(|row| row.covers) {
        Some("all") => Cond::yes(),
        Some("pipeda") if receives => {
            let private = !known(to.fact("public-body").is_true());
            to.fact("subject-to-laws").contains_any(&CANADIAN) & private
        }
        _ => Cond::no(),
    };
    (cond & !is_body(to)).until(changes)
}

/// Swiss-US Data Privacy Framework: the receiving entity itself is active on the list for these
/// data today.
fn listed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient");
    let kind = if q.subject().fact("capacity").is("employee").is_yes() { "hr" } else { "non-hr" };
    any_listed(hop, "certifications", "certification", &q.certifications(), |entry| {
        entry.fact("scheme").is("swiss-us-dpf")
            & entry.fact("status").is("active")
            & begun(entry.fact("from"))
            & runs(entry.fact("to"))
            & entry.fact("covers").contains(kind)
            & same_entity(entry, to)
    })
}

fn same_entity<'q>(entry: Thing<'q>, to: Thing<'q>) -> Cond<'q> {
    let (listed, receives) = (entry.fact("entity"), to.fact("legal-entity"));
    match (listed.code(), receives.code()) {
        (Some(one), Some(other)) => Cond::because(listed.at(), one == other).resting_on(receives.at()),
        (None, _) => Cond::missing(listed.at()),
        (_, None) => Cond::missing(receives.at()),
    }
}

/// Whether the receiver was certified once and is no longer.
pub fn lapsed(q: Question<'_>, hop: Thing<'_>) -> bool {
    is_framework(q, hop)
        && listed(q, hop).is_no()
        && some(&q.certifications(), |entry| {
            let over = entry.fact("status").is_any_of(&["lapsed", "withdrawn"]);
            entry.fact("scheme").is("swiss-us-dpf") & (over | !runs(entry.fact("to")))
        })
        .is_yes()
}

/// Art. 16(2)(b), (d), (e), DPO art. 12: each guarantee with a look at the law of the destination.
pub fn guarantees<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let clause = |rule: praetor_sdk::Rule<gate::Transfer>, tool: Cond<'q>, mechanism: &str| {
        let clause = rule.when(tool & assessed(q, hop)).burden(3).with_conditions();
        let clause = told(q, clause, mechanism).obliging(obligation("copy-of-safeguards-on-request").after());
        recheck(q, hop, clause)
    };
    at.permit(clause(rule::ART_16_2_D, standard_clauses(q, hop), "tr-scc"));
    let member = q.recipient().fact("group-member").is_true();
    let rules = instruments(q, hop, |i| {
        i.fact("type").is_any_of(&["bcr-controller", "bcr-processor"]) & stands(i) & approved(q, i)
    });
    let notified = instruments(q, hop, |i| {
        i.fact("type").is("ad-hoc-clauses") & stands(i) & i.fact("notified-on").happened()
    });
    let code = instruments(q, hop, |i| {
        let home = i.fact("approved-by").wholly_within(inside(q));
        i.fact("type").is("code-of-conduct") & stands(i) & i.fact("approved-on").happened() & home
    });
    for (rule, tool, mechanism) in [
        (rule::ART_16_2_E, rules & member, "tr-bcr"),
        (rule::ART_16_2_B, notified, "tr-adhoc"),
        (rule::DPO_12, code, "tr-code"),
    ] {
        if tool.is_yes() {
            at.permit(clause(rule, tool, mechanism));
        }
    }
}

fn instruments<'q>(q: Question<'q>, hop: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient").id();
    any_listed(hop, "instruments", "instrument", &q.instruments(), |i| {
        let bound = to.map_or(Cond::yes(), |id| !known(!i.fact("parties").points_at(id)));
        test(i) & bound
    })
}

/// The clauses of the Union carry the Swiss adaptations, or they do not count here.
fn standard_clauses<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let modules = modules(hop);
    instruments(q, hop, |i| {
        i.fact("type").is("eu-scc-swiss")
            & i.fact("module").is_any_of(&modules)
            & i.fact("annexes-complete").is_true()
            & !known(!i.fact("unaltered").is_true())
            & stands(i)
    })
}

fn stands(i: Thing<'_>) -> Cond<'_> {
    i.fact("signed-on").happened()
        & !known(i.fact("terminated-on").happened())
        & begun(i.fact("effective-on"))
        & runs(i.fact("until"))
}

/// DPO art. 11: approved by the FDPIC or by the authority of an adequate state.
fn approved<'q>(q: Question<'q>, i: Thing<'q>) -> Cond<'q> {
    let by = i.fact("approved-by");
    let fit = |place: &String| {
        place::lies_in_any(place, inside(q)).is_yes() || row(q, place).is_some_and(|row| row.covers == "all")
    };
    let authority = match by.places() {
        [] => Cond::missing(by.at()),
        places => Cond::because(by.at(), places.iter().all(fit)),
    };
    i.fact("approved-on").happened() & authority
}

/// The modules that fit: first letter the exporter, last the importer.
fn modules(hop: Thing<'_>) -> Vec<&'static str> {
    let from = part(hop.follow_one("from", "controller"));
    let to = part(hop.follow_one("to", "recipient"));
    let all = [("c2c", false, false), ("c2p", false, true), ("p2p", true, true), ("p2c", true, false)];
    let fits = |known: Option<bool>, wanted: bool| known.is_none_or(|is| is == wanted);
    all.into_iter().filter(|(_, f, t)| fits(from, *f) && fits(to, *t)).map(|(name, ..)| name).collect()
}

/// Whether an end of a hop is a processor; none if nobody said.
fn part(end: Thing<'_>) -> Option<bool> {
    let is = |code: &str| matches!(code, "processor" | "sub-processor" | "service-provider" | "contractor");
    match (end.kind(), end.role().code()) {
        ("sub-processor", code) => Some(code.is_none_or(is)),
        ("controller", code) => Some(code.is_some_and(is)),
        (_, code) => code.map(is),
    }
}

/// FDPIC on the law of the destination: looked at, with measures in place where the result rests
/// on them, and not too old.
fn assessed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    any_listed(hop, "assessments", "assessment", &q.assessments(), |a| {
        let result = a.fact("result");
        let good = (result.is("positive") & !known(!a.fact("in-place").is_true()))
            | (result.is("positive-with-measures") & a.fact("in-place").is_true());
        a.fact("kind").is_any_of(&["ch-transfer-test", "tia"])
            & good
            & begun(a.fact("done-on"))
            & runs(a.fact("review-by"))
            & runs(a.fact("valid-until"))
    })
}

fn recheck<'q>(
    q: Question<'q>,
    hop: Thing<'q>,
    clause: Clause<'q, gate::Transfer>,
) -> Clause<'q, gate::Transfer> {
    let listed = hop.fact("assessments").value().is_some();
    let all = if listed { hop.follow("assessments", "assessment") } else { q.assessments() };
    match all.into_iter().map(|a| a.fact("review-by")).find(|day| day.value().is_some()) {
        Some(day) => {
            let due = praetor_sdk::Term::days(0).from(day);
            clause.obliging(obligation("tia-recheck").after().due(due))
        }
        None => clause,
    }
}

/// Why the hop is refused, in a word.
pub fn reason(q: Question<'_>, hop: Thing<'_>) -> &'static str {
    if lapsed(q, hop) {
        "r-mechanism-expired"
    } else if known(standard_clauses(q, hop)).is_yes() {
        "r-assessment-missing"
    } else if hop.fact("to-place").places().iter().any(|place| row(q, place).is_some()) {
        "r-recipient-not-covered"
    } else {
        "r-no-mechanism"
    }
}
