//! The ways of the data: hops, what covers them, and places to which none leads.

use praetor_sdk::place::{outside, uncovered};
use praetor_sdk::reading::{any_listed, begun, known, runs};
use praetor_sdk::{Cond, Gate, Question, Rule, SharingAnswer, Thing};

use crate::order::sits_inside;
use crate::part::{is_authority, passes_on};

/// The hop stays in the area, or access is barred.
pub fn stays<'q>(hop: Thing<'q>, area: &[&str]) -> Cond<'q> {
    known(hop.fact("blocked").is_true()) | hop.fact("to-place").wholly_within(area)
}

/// The person sends; nobody exports.
pub fn sent_by_person(hop: Thing<'_>) -> Cond<'_> {
    let from = hop.follow_one("from", "controller");
    known(Cond::because(hop.fact("from").at(), from.kind() == "subject" && from.id().is_some()))
}

/// The hop leads to the controller itself.
pub fn to_oneself(hop: Thing<'_>) -> Cond<'_> {
    let to = hop.follow_one("to", "recipient");
    match to.kind() {
        "controller" => Cond::because(hop.fact("to").at(), to.id().is_some()),
        "recipient" => known(to.fact("same-legal-entity").is_true()),
        _ => Cond::no(),
    }
}

/// Some instrument of the hop passes.
pub fn instrument<'q>(q: Question<'q>, hop: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(hop, "instruments", "instrument", &q.instruments(), test)
}

/// Signed, in effect, not ended, and binding on who receives.
pub fn binds<'q>(hop: Thing<'q>, instrument: Thing<'q>) -> Cond<'q> {
    let bound = match hop.follow_one("to", "recipient").id() {
        Some(id) => !known(!instrument.fact("parties").points_at(id)),
        None => Cond::yes(),
    };
    instrument.fact("signed-on").happened()
        & begun(instrument.fact("effective-on"))
        & !known(instrument.fact("terminated-on").happened())
        & runs(instrument.fact("until"))
        & bound
}

/// A certification under one of these schemes is active, and is that of who receives.
pub fn certified<'q>(q: Question<'q>, hop: Thing<'q>, schemes: &[&str]) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient").id();
    any_listed(hop, "certifications", "certification", &q.all("certification"), |entry| {
        let own = to.map_or(Cond::yes(), |id| !known(!entry.fact("of").points_at(id)));
        entry.fact("scheme").is_any_of(schemes)
            & entry.fact("status").is("active")
            & begun(entry.fact("from"))
            & runs(entry.fact("to"))
            & own
    })
}

/// An assessment of this kind passes.
pub fn assessed<'q>(
    q: Question<'q>,
    hop: Thing<'q>,
    kind: &str,
    test: impl Fn(Thing<'q>) -> Cond<'q>,
) -> Cond<'q> {
    any_listed(hop, "assessments", "assessment", &q.assessments(), |a| {
        a.fact("kind").is(kind) & begun(a.fact("done-on")) & runs(a.fact("review-by")) & test(a)
    })
}

/// Found good, with the measures on which that depends in place.
pub fn passed(assessment: Thing<'_>) -> Cond<'_> {
    let (result, in_place) = (assessment.fact("result"), assessment.fact("in-place"));
    (result.is("positive") & !known(!in_place.is_true()))
        | (result.is("positive-with-measures") & in_place.is_true())
}

/// Nobody stated hops: the places of the recipient tell whether anything leaves the area. `asks` is
/// the rule under which the hops are asked for.
pub fn by_places<'q, G: Gate>(
    q: Question<'q>,
    (gate, stays, asks, otherwise): (G, Rule<G>, Rule<G>, Rule<G>),
    area: &[&str],
    answer: &mut SharingAnswer,
) {
    let recipient = q.recipient();
    let mut at = answer.at(gate);
    if recipient.exists().is_no() {
        let passing = Cond::any(q.uses().iter().map(passes_on));
        let missing = Cond::missing(recipient.fact("processing-places").at());
        at.permit(stays.when(if passing.is_yes() { missing } else { Cond::yes() }));
    } else {
        let authority = is_authority(q);
        let away = if authority.is_yes() { !sits_inside(q, area) } else { outside(q, area) };
        at.permit(stays.when(!away.clone()));
        let hops = recipient.fact("hops");
        let nobody_said = away & !known(hops.is_empty_set()) & !authority & Cond::missing(hops.at());
        at.permit(asks.when(nobody_said).burden(3));
    }
    at.otherwise_prohibit(otherwise.always().reason("r-no-mechanism"));
}

/// Hops were stated, and none leads to the recipient, or to a place from which it works.
pub fn unseen<'q, G: Gate>(
    q: Question<'q>,
    (gate, rule): (G, Rule<G>),
    area: &[&str],
    answer: &mut SharingAnswer,
) {
    let led = match q.recipient().id() {
        Some(id) => q.hops().iter().any(|hop| !hop.fact("to").points_at(id).is_no()),
        None => true,
    };
    let mut at = answer.at(gate);
    if !led && is_authority(q).is_no() {
        let away = !known(!outside(q, area));
        at.review(rule.when(away).reason("r-no-mechanism"));
    } else if let Some(place) = uncovered(q, area) {
        let open = Cond::missing(q.recipient().fact("hops").at()).resting_on(place);
        at.review(rule.when(open).reason("r-no-mechanism"));
    }
}
