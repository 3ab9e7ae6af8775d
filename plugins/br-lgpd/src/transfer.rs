//! Arts 33-36: every hop out of Brazil needs a ground.

mod ground;

use praetor_sdk::place::{outside, uncovered};
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Clause, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::{comes_by_treaty, is_authority, sits_inside};
use crate::basis::condition;
use crate::law::{gate, param, rule};
use crate::recipient::passes_on;
use crate::scope::area;

/// Hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    for hop in q.hops() {
        by_hop(q, hop, answer);
    }
    if q.hops().is_empty() {
        by_places(q, answer);
    } else {
        unseen(q, answer);
    }
}

/// Art. 33: the lightest ground that holds wins, the others are fallbacks.
fn by_hop(q: Question<'_>, hop: Thing<'_>, answer: &mut SharingAnswer) {
    let free = is_none(q, hop);
    let collected = known(collected(hop));
    let mut at = answer.at(gate::TRANSFER).about(hop);
    at.permit(rule::NO_TRANSFER.when(free.clone()));
    if collected.is_yes() {
        at.permit(rule::RES_19_COLLECTION.when(collected));
    } else if !free.is_yes() {
        let adequate = told(rule::ART_33_I.when(adequate(q, hop) & carried(q)).burden(1), "tr-adequacy");
        at.permit(adequate);
        ground::safeguards(q, hop, &mut at);
        ground::necessities(q, hop, &mut at);
        by_treaty(q, &mut at);
    }
    at.otherwise_prohibit(rule::ART_33.always().reason("r-no-mechanism"));
}

/// Art. 33 III: what goes to a foreign authority by treaty rests on the law of that treaty.
fn by_treaty<'q>(q: Question<'q>, at: &mut praetor_sdk::AtGate<'_, gate::Transfer>) {
    let treaty = comes_by_treaty(q);
    if treaty.is_yes() {
        let clause = rule::ART_33_III.when(treaty).burden(2).with_conditions();
        at.permit(clause.obliging(obligation("document-disclosure")));
    }
}

/// A ground of art. 7 or 11 must carry the use as well (Resolution 19/2024, Annex I art. 9).
fn carried(q: Question<'_>) -> Cond<'_> {
    Cond::all(q.uses().or_gap().iter().map(|each| condition(q, each)))
}

/// Art. 33 I: every place abroad was found adequate.
fn adequate<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let mut places = names(&param::ADEQUATE, q.as_of()).to_vec();
    places.extend(area(q));
    let excluded = known(hop.fact("fields").contains("public-security"));
    hop.fact("to-place").wholly_within(&places) & !excluded
}

/// The person who types into a foreign service exports nothing (Resolution 19/2024, Annex I art. 6).
fn collected(hop: Thing<'_>) -> Cond<'_> {
    let from = hop.follow_one("from", "controller");
    Cond::because(hop.fact("from").at(), from.kind() == "subject" && from.id().is_some())
}

/// The controller itself, a barred access, and what stays inside are no transfers.
fn is_none<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.follow_one("to", "recipient");
    let same = if to.kind() == "controller" {
        Cond::because(hop.fact("to").at(), to.id().is_some())
    } else if to.kind() == "recipient" {
        known(to.fact("same-legal-entity").is_true())
    } else {
        Cond::no()
    };
    same | known(hop.fact("blocked").is_true()) | hop.fact("to-place").wholly_within(area(q))
}

/// Art. 9, Resolution 19/2024 Annex I art. 17: the notice tells of the transfer.
fn told<'q>(clause: Clause<'q, gate::Transfer>, mechanism: &str) -> Clause<'q, gate::Transfer> {
    clause.obliging(obligation("transfer-notice").with("mechanisms", [mechanism]))
}

/// Nobody stated hops: the places of the recipient tell whether anything goes abroad at all.
fn by_places(q: Question<'_>, answer: &mut SharingAnswer) {
    let recipient = q.recipient();
    let mut at = answer.at(gate::TRANSFER);
    if recipient.exists().is_no() {
        let passing = Cond::any(q.uses().iter().map(passes_on));
        let missing = Cond::missing(recipient.fact("processing-places").at());
        at.permit(rule::NO_TRANSFER.when(if passing.is_yes() { missing } else { Cond::yes() }));
    } else {
        let away = if is_authority(q).is_yes() { !sits_inside(q) } else { outside(q, area(q)) };
        at.permit(rule::NO_TRANSFER.when(!away.clone()));
        let hops = recipient.fact("hops");
        let nobody_said = away & !known(hops.is_empty_set()) & !is_authority(q) & Cond::missing(hops.at());
        at.permit(rule::ART_33_II_B.when(nobody_said).burden(3));
        by_treaty(q, &mut at);
    }
    at.otherwise_prohibit(rule::ART_33.always().reason("r-no-mechanism"));
}

/// Hops were stated, and none leads to the recipient, or to a place from which it works.
fn unseen(q: Question<'_>, answer: &mut SharingAnswer) {
    let led = match q.recipient().id() {
        Some(id) => q.hops().iter().any(|hop| !hop.fact("to").points_at(id).is_no()),
        None => true,
    };
    let mut at = answer.at(gate::ONWARD);
    if !led && is_authority(q).is_no() {
        let away = !known(!outside(q, area(q)));
        at.review(rule::ART_33_UNSEEN.when(away).reason("r-no-mechanism"));
    } else if let Some(place) = uncovered(q, area(q)) {
        let open = Cond::missing(q.recipient().fact("hops").at()).resting_on(place);
        at.review(rule::ART_33_UNSEEN.when(open).reason("r-no-mechanism"));
    }
}
