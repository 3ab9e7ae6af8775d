//! Arts 45A and 46 (before 2026: 45 and 46): adequacy regulations and appropriate safeguards.

use praetor_sdk::reading::{any_listed, begun, known, names, runs, some};
use praetor_sdk::{AtGate, Clause, Cond, Question, Thing, obligation, place};

use super::told;
use crate::law::{gate, param, rule, table};
use crate::reading::inside;
use crate::recipient::instruments;

/// Whether the hop leads to a country where only listed companies are covered.
pub fn is_framework(q: Question<'_>, hop: Thing<'_>) -> bool {
    let covers = |place: &String| row(q, place).is_some_and(|row| row.covers == "bridge");
    hop.fact("to-place").places().iter().any(covers)
}

/// Art. 45A: every place outside is covered for this recipient.
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
    let organisation = to.fact("international-organisation").value().is_some();
    if away.is_empty() || !known_places || organisation {
        return Cond::no();
    }
    Cond::all(away.into_iter().map(|place| covered(q, place, to)))
}

fn row(q: Question<'_>, place: &str) -> Option<&'static table::Adequacy> {
    let left_out = names(&param::PARTS_LEFT_OUT, q.as_of());
    let found = table::ADEQUACY.on(q.as_of()).find(|row| place::is_part(place, row.place));
    found.filter(|_| !place::lies_in_any(place, left_out).is_yes())
}

fn covered<'q>(q: Question<'q>, place: &str, to: Thing<'q>) -> Cond<'q> {
    let changes = table::ADEQUACY.changes_after(q.as_of(), |row| place::is_part(place, row.place));
    let bound = matches!(to.kind(), "recipient" | "sub-processor");
    let laws = |law: &'static str| if bound { to.fact("subject-to-laws").contains(law) } else { Cond::no() };
    let private = !known(to.fact("public-body").is_true());
    let cond = match row(q, place).map(|row| row.covers) {
        Some("all") => Cond::yes(),
        Some("pipeda") => laws("ca-pipeda") & private,
        Some("appi") => laws("jp-appi") & private,
        Some("pipa") => laws("kr-pipa"),
        Some("faroe") => laws("fo-data-protection"),
        _ => Cond::no(),
    };
    cond.until(changes)
}

/// SI 2023/1028: the receiving entity itself is active on the list and in the UK Extension for these
/// data today. Journalistic data are left out.
pub fn listed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient");
    let kind = if q.subject().fact("capacity").is("employee").is_yes() { "hr" } else { "non-hr" };
    let of = |entry: Thing<'q>, scheme: &str| entry.fact("scheme").is(scheme) & same_entity(entry, to);
    let struck = some(&q.certifications(), |entry| of(entry, "eu-us-dpf") & over(entry));
    let press = known(hop.fact("fields").contains("press"));
    any_listed(hop, "certifications", "certification", &q.certifications(), |entry| {
        of(entry, "uk-extension-dpf")
            & entry.fact("status").is("active")
            & begun(entry.fact("from"))
            & runs(entry.fact("to"))
            & entry.fact("covers").contains(kind)
    }) & !struck
        & !press
}

/// An entry that is no longer in force.
fn over(entry: Thing<'_>) -> Cond<'_> {
    entry.fact("status").is_any_of(&["lapsed", "withdrawn"]) | !runs(entry.fact("to"))
}

/// Whether something goes over the data bridge that has to be flagged there: special categories,
/// offences, and data on employment.
pub fn to_be_flagged(q: Question<'_>) -> Cond<'_> {
    let items = q.items();
    let delicate = Cond::any(
        items.iter().map(|item| crate::special::is_special(q, item) | item.category().is("criminal-record")),
    );
    known(delicate) | known(q.subject().fact("capacity").is("employee"))
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

/// Whether the receiver was in the UK Extension once and is no longer.
pub fn lapsed(q: Question<'_>, hop: Thing<'_>) -> bool {
    let ours = ["uk-extension-dpf", "eu-us-dpf"];
    let gone = some(&q.certifications(), |entry| entry.fact("scheme").is_any_of(&ours) & over(entry));
    is_framework(q, hop) && listed(q, hop).is_no() && gone.is_yes()
}

/// Art. 46: each safeguard together with the data protection test of the destination.
pub fn safeguards<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let assessed = assessed(q, hop);
    let review = review_by(q, hop);
    let clause = |rule: praetor_sdk::Rule<gate::Transfer>, tool: Cond<'q>, mechanism: &str| {
        let clause = rule.when(tool & assessed.clone()).burden(3).with_conditions();
        let clause = told(clause, mechanism).obliging(obligation("copy-of-safeguards-on-request").after());
        with_recheck(clause, review)
    };
    let signed = |kind: &'static str| clauses(q, hop, kind);
    at.permit(clause(rule::ART_46_IDTA, signed("uk-idta"), "tr-uk-idta"));
    at.permit(clause(rule::ART_46_ADDENDUM, signed("uk-addendum"), "tr-uk-idta"));
    at.permit(clause(rule::SCH_21_7, signed("eu-scc-old"), "tr-scc"));
    let rules = approved(q, hop, &["bcr-controller", "bcr-processor"]);
    let member = q.recipient().fact("group-member").is_true();
    for (rule, tool, mechanism) in [
        (rule::ART_46_2_B, rules & member, "tr-bcr"),
        (rule::ART_46_2_E, approved(q, hop, &["code-of-conduct"]), "tr-code"),
        (rule::ART_46_3_A, approved(q, hop, &["ad-hoc-clauses"]), "tr-adhoc"),
    ] {
        if !known(tool.clone()).is_no() {
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

/// Art. 46(2)(d): the Commissioner's agreement or addendum, and until 21 March 2024 the EU clauses of
/// before 2021: signed, filled in, unaltered. The EU clauses of 2021 alone are none of these.
fn clauses<'q>(q: Question<'q>, hop: Thing<'q>, kind: &'static str) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient").id();
    instruments(q, hop, |i| {
        let bound = match to {
            Some(id) => !known(!i.fact("parties").points_at(id)),
            None => Cond::yes(),
        };
        i.fact("type").is(kind) & stands(i) & bound
    })
}

/// The EU clauses of module 2 or 3, which the Addendum takes over, as a contract on processing. The
/// Addendum is the whole of them, so one that names its module does for both.
pub fn processing_clauses(i: Thing<'_>) -> Cond<'_> {
    let kind = i.fact("type").is_any_of(&["uk-addendum", "eu-scc"]);
    kind & i.fact("module").is_any_of(&["c2p", "p2p"]) & stands(i)
}

fn stands(i: Thing<'_>) -> Cond<'_> {
    i.fact("signed-on").happened()
        & i.fact("annexes-complete").is_true()
        & !known(!i.fact("unaltered").is_true())
        & !known(i.fact("terminated-on").happened())
        & begun(i.fact("effective-on"))
        & runs(i.fact("until"))
}

/// What the Commissioner approved: approval by an authority elsewhere does not carry over.
fn approved<'q>(q: Question<'q>, hop: Thing<'q>, kinds: &[&str]) -> Cond<'q> {
    instruments(q, hop, |i| {
        i.fact("type").is_any_of(kinds)
            & i.fact("signed-on").happened()
            & i.fact("approved-on").happened()
            & i.fact("approved-by").within(inside(q))
            & !known(i.fact("terminated-on").happened())
    })
}

/// Arts 46(1A), 46(6)-(7): the standard of protection at the destination was tested, in the form of a
/// transfer risk assessment, with measures in place where the result rests on them, and the test is
/// not too old. The ICO accepts the form that European authorities use.
fn assessed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    any_listed(hop, "assessments", "assessment", &q.assessments(), |a| {
        let result = a.fact("result");
        let good = (result.is("positive") & !known(!a.fact("in-place").is_true()))
            | (result.is("positive-with-measures") & a.fact("in-place").is_true());
        a.fact("kind").is_any_of(&["uk-transfer-test", "tia"])
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
    } else if known(clauses(q, hop, "uk-idta") | clauses(q, hop, "uk-addendum")).is_yes() {
        "r-assessment-missing"
    } else if hop.fact("to-place").places().iter().any(|place| row(q, place).is_some()) {
        "r-recipient-not-covered"
    } else {
        "r-no-mechanism"
    }
}
