//! Art. 45: adequacy decisions, each for its days, its recipients and its fields, and the two times at
//! which a neighbour needed none.

use praetor_sdk::place::{is_part, outside};
use praetor_sdk::reading::{any_listed, begun, known, runs, some};
use praetor_sdk::{AtGate, Cond, FactAt, Question, Rule, Thing, obligation};

use super::ground::standard_clauses;
use super::told;
use crate::law::{gate, param, rule, table};
use crate::reading::{eea, inside, is_inside};

/// Licences that put a Korean recipient under supervision which the decision leaves out.
const FINANCE: [&str; 3] = ["bank", "insurer", "payment-institution"];

/// The permits of Art. 45 on one hop.
pub fn adequate<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let to = hop.follow_one("to", "recipient");
    if let Some(code) = to.fact("international-organisation").code() {
        let named = Cond::because(
            to.fact("international-organisation").at(),
            param::ADEQUATE_ORGANISATIONS.has(code),
        );
        at.permit(told(rule::ART_45_ORGANISATION.when(named).burden(1), "tr-adequacy"));
        return;
    }
    neighbours(q, hop.fact("to-place"), at);
    let found = decided(q, hop);
    let clause = if is_framework(q, hop) {
        rule::ART_45_DPF.when(found).obliging(obligation("check-listing").with("schemes", ["eu-us-dpf"]))
    } else {
        exporting_under(q, hop.fact("from-place"), hop.fact("to-place")).when(found)
    };
    at.permit(told(clause.burden(1), "tr-adequacy"));
}

/// The rule of the decision: for an exporter in the states of the EEA a decision that the Joint
/// Committee has not taken over yet carries too, with less certainty.
fn exporting_under(q: Question<'_>, from: FactAt<'_>, to: FactAt<'_>) -> Rule<gate::Transfer> {
    let waiting = praetor_sdk::reading::names(&param::NOT_YET_IN_EEA, q.as_of());
    let seat = q.controller().fact("main-establishment");
    let exporter = if from.value().is_some() { from } else { seat };
    if (known(exporter.within(eea(q))) & known(to.within(waiting))).is_yes() {
        rule::ART_45_EEA
    } else {
        rule::ART_45
    }
}

/// Two times at which data flowed freely without a decision: to the states of the EEA before the
/// Regulation applied there, and to the United Kingdom after the transition period.
fn neighbours<'q>(q: Question<'q>, to: FactAt<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    if known(to.within(eea(q))).is_yes() {
        at.permit(rule::EEA_BEFORE_JULY_2018.when(wholly_with(q, to, eea(q))));
    }
    if known(to.within(&["GB"])).is_yes() {
        at.permit(rule::TCA_FINPROV_10A.when(wholly_with(q, to, &["GB"])));
    }
}

fn wholly_with<'q>(q: Question<'q>, to: FactAt<'q>, more: &[&str]) -> Cond<'q> {
    let area: Vec<&str> = inside(q).iter().chain(more).copied().collect();
    to.wholly_within(&area)
}

/// The same for a recipient of which nobody stated hops.
pub fn by_places<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let works = q.recipient().fact("processing-places");
    for (rule, more) in [(rule::EEA_BEFORE_JULY_2018, eea(q)), (rule::TCA_FINPROV_10A, &["GB"])] {
        if known(works.within(more)).is_yes() {
            let area: Vec<&str> = inside(q).iter().chain(more).copied().collect();
            at.permit(rule.when(!outside(q, &area)));
        }
    }
    let rule = exporting_under(q, q.one("hop").fact("from-place"), works);
    at.permit(told(rule.when(all_adequate(q)).burden(1), "tr-adequacy"));
}

/// Whether the hop leads to a country where only listed companies are covered.
pub fn is_framework(q: Question<'_>, hop: Thing<'_>) -> bool {
    let covers = |place: &String| row(q, place).is_some_and(|row| row.covers == "dpf");
    hop.fact("to-place").places().iter().any(covers)
}

/// Art. 45(3): every place outside is covered for this recipient and these data.
pub fn decided<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let away = hop.fact("to-place");
    if away.places().is_empty() {
        return Cond::missing(away.at());
    }
    let to = hop.follow_one("to", "recipient");
    let places = away.places().iter().filter(|place| !is_inside(q, place));
    let each = |place: &'q String| match row(q, place).map(|row| row.covers) {
        Some("dpf") => listed(q, hop).until(changes(q, place)),
        _ => covered(q, place, to) & !left_out(q, place, hop.fact("fields")),
    };
    Cond::all(places.map(each)).resting_on(away.at())
}

/// The same by the places of a recipient of which nobody stated hops.
pub fn all_adequate(q: Question<'_>) -> Cond<'_> {
    let to = q.recipient();
    let facts = ["processing-places", "establishment", "parent-places"].map(|name| to.fact(name));
    let places = facts.iter().flat_map(|fact| fact.places());
    let away: Vec<&String> = places.filter(|place| !is_inside(q, place)).collect();
    let known_places = facts.first().is_some_and(|works| !works.places().is_empty());
    let organisation = to.fact("international-organisation").value().is_some();
    if away.is_empty() || !known_places || organisation {
        return Cond::no();
    }
    Cond::all(away.into_iter().map(|place| covered(q, place, to)))
}

fn row(q: Question<'_>, place: &str) -> Option<&'static table::Adequacy> {
    table::ADEQUACY.on(q.as_of()).find(|row| is_part(place, row.place))
}

fn changes(q: Question<'_>, place: &str) -> Option<praetor_sdk::Day> {
    table::ADEQUACY.changes_after(q.as_of(), |row| is_part(place, row.place))
}

/// Whom the decision for the place reaches.
fn covered<'q>(q: Question<'q>, place: &str, to: Thing<'q>) -> Cond<'q> {
    let laws = |law: &'static str| match to.kind() {
        "recipient" | "sub-processor" => to.fact("subject-to-laws").contains(law),
        _ => Cond::no(),
    };
    let private = !known(to.fact("public-body").is_true());
    let own_staff = known(q.subject().fact("capacity").is("employee"));
    let cond = match row(q, place).map(|row| row.covers) {
        Some("all") => Cond::yes(),
        Some("pipeda") => laws("ca-pipeda") & private & !own_staff,
        Some("appi") => laws("jp-appi"),
        Some("pipa") => laws("kr-pipa") & !known(to.fact("regulated-as").contains_any(&FINANCE)),
        Some("lgpd") => laws("br-lgpd"),
        Some("faroe") => laws("fo-data-protection"),
        _ => Cond::no(),
    };
    cond.until(changes(q, place))
}

/// The data go there in a field that the decision leaves out.
fn left_out<'q>(q: Question<'q>, place: &str, fields: FactAt<'q>) -> Cond<'q> {
    let left = row(q, place).and_then(|row| row.leaves_out).unwrap_or_default();
    known(fields.contains_any(left))
}

/// Decision (EU) 2023/1795: the receiving entity itself is active on the list for these data today.
fn listed<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
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

/// Why the hop is refused, in a word.
pub fn reason(q: Question<'_>, hop: Thing<'_>) -> &'static str {
    let ended = |place: &String| {
        let past =
            |row: &&table::Adequacy| is_part(place, row.place) && row.until.is_some_and(|d| d < q.as_of());
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
