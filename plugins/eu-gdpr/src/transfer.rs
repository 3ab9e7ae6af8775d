//! Chapter V: every hop out of the European Economic Area needs a ground of its own.

mod adequacy;
mod derogation;
mod ground;

pub use ground::processing_clauses;

use praetor_sdk::place::uncovered;
use praetor_sdk::reading::known;
use praetor_sdk::{Clause, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::{comes_by_treaty, is_authority, sits_inside};
use crate::law::{gate, rule};
use crate::reading::{inside, is_reached_outside, lies_inside, sits_outside};
use crate::recipient::passes_on;

/// Arts 44-49, hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    for hop in q.hops() {
        by_hop(q, hop, answer);
    }
    if q.hops().is_empty() {
        by_places(q, answer);
    } else if !is_led_to(q) {
        let away = sits_outside(q) & !adequacy::all_adequate(q);
        answer.at(gate::TRANSFER).review(rule::ART_44.when(away).reason("r-no-mechanism"));
    } else if let Some(place) = uncovered(q, inside(q)).or_else(|| is_reached_outside(q)) {
        let unseen = Cond::missing(q.recipient().fact("hops").at()).resting_on(place);
        answer.at(gate::TRANSFER).review(rule::ART_44.when(unseen).reason("r-no-mechanism"));
    }
}

/// Whether a hop leads to the recipient, or there is none; a hop to nobody in particular may.
fn is_led_to(q: Question<'_>) -> bool {
    let Some(id) = q.recipient().id() else { return true };
    q.hops().iter().any(|hop| !hop.fact("to").points_at(id).is_no()) || is_authority(q).is_yes()
}

/// Arts 45, 46, 49 on one hop: the lightest ground that holds wins, the others are fallbacks.
fn by_hop(q: Question<'_>, hop: Thing<'_>, answer: &mut SharingAnswer) {
    let free = is_none(q, hop);
    let mut at = answer.at(gate::TRANSFER).about(hop);
    at.permit(rule::NO_TRANSFER.when(free.clone()));
    if !free.is_yes() {
        adequacy::adequate(q, hop, &mut at);
        ground::safeguards(q, hop, &mut at);
        let treaty = rule::ART_48_TRANSFER.when(comes_by_treaty(q));
        if treaty.truth().is_yes() {
            at.permit(treaty.burden(2).obliging(obligation("document-disclosure")));
        }
        derogation::derogations(q, hop, &mut at);
    }
    let misplaced = ground::misplaced_clauses(q, hop);
    if !free.is_yes() && misplaced.is_yes() && adequacy::decided(q, hop).is_no() {
        at.review(rule::RECITAL_7.when(misplaced));
        return;
    }
    let refused = rule::ART_44.always().reason(adequacy::reason(q, hop));
    at.otherwise_prohibit(if adequacy::lapsed(q, hop) {
        let due = praetor_sdk::Term::on(q.as_of());
        refused.obliging(obligation("review-return-or-deletion").after().due(due))
    } else {
        refused
    });
}

/// Art. 44: the person's own sending, a barred access, and what stays inside are no transfers.
fn is_none<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let from = hop.follow_one("from", "controller");
    let to = hop.follow_one("to", "recipient");
    let own = known(Cond::because(hop.fact("from").at(), from.kind() == "subject" && from.id().is_some()));
    let returned = matches!(from.kind(), "recipient" | "sub-processor") && from.id().is_some();
    let same = if to.kind() == "controller" {
        Cond::because(hop.fact("to").at(), to.id().is_some() && !returned)
    } else if to.kind() == "recipient" {
        known(to.fact("same-legal-entity").is_true())
    } else {
        Cond::no()
    };
    let organisation = known(to.fact("international-organisation").is_stated());
    let stays = lies_inside(q, hop.fact("to-place")) & !organisation;
    own | same | known(hop.fact("blocked").is_true()) | stays
}

/// Art. 13(1)(f): the notice names the transfer and its ground.
pub(crate) fn told<'q>(clause: Clause<'q, gate::Transfer>, mechanism: &str) -> Clause<'q, gate::Transfer> {
    clause.obliging(obligation("transfer-notice").with("mechanisms", [mechanism]))
}

/// Nobody stated hops: the places of the recipient tell whether there is a transfer at all.
fn by_places(q: Question<'_>, answer: &mut SharingAnswer) {
    let recipient = q.recipient();
    let mut at = answer.at(gate::TRANSFER);
    if recipient.exists().is_no() {
        let passing = Cond::any(q.uses().iter().map(passes_on));
        let missing = Cond::missing(recipient.fact("processing-places").at());
        at.permit(rule::NO_TRANSFER.when(if passing.is_yes() { missing } else { Cond::yes() }));
    } else {
        let away = if is_authority(q).is_yes() { !sits_inside(q) } else { sits_outside(q) };
        at.permit(rule::NO_TRANSFER.when(!away.clone()));
        let unknown = Cond::missing(recipient.fact("hops").at());
        adequacy::by_places(q, &mut at);
        let none = recipient.fact("hops").is_empty_set();
        let nobody_said = away & unknown & !known(none) & !is_authority(q);
        at.permit(rule::ART_46_2_C.when(nobody_said).burden(3));
        let treaty = rule::ART_48_TRANSFER.when(comes_by_treaty(q));
        if treaty.truth().is_yes() {
            at.permit(treaty.burden(2));
        }
    }
    at.otherwise_prohibit(rule::ART_44.always().reason("r-no-mechanism"));
}
