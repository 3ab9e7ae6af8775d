//! Chapter V: every hop out of the United Kingdom needs a ground of its own.

mod derogation;
mod ground;

pub use ground::processing_clauses;

use praetor_sdk::place::{outside, uncovered};
use praetor_sdk::reading::known;
use praetor_sdk::{AtGate, Clause, Cond, Question, Rule, SharingAnswer, Thing, obligation};

use crate::authority::{comes_by_treaty, is_authority, sits_inside};
use crate::law::{gate, param, rule};
use crate::reading::{AMENDED, inside};
use crate::recipient::passes_on;

/// Arts 44A-49A (before 2026: 44-49), hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    for hop in q.hops() {
        by_hop(q, hop, answer);
    }
    if q.hops().is_empty() {
        by_places(q, answer);
    } else if !is_led_to(q) {
        let away = !(!sits_outside(q) | ground::all_adequate(q));
        answer.at(gate::TRANSFER).review(closed(q).when(away).reason("r-no-mechanism"));
    } else if let Some(place) = uncovered(q, inside(q)) {
        let unseen = Cond::missing(q.recipient().fact("hops").at()).resting_on(place);
        answer.at(gate::TRANSFER).review(closed(q).when(unseen).reason("r-no-mechanism"));
    }
}

/// Whether a hop leads to the recipient, or there is none; a hop to nobody in particular may.
fn is_led_to(q: Question<'_>) -> bool {
    let Some(id) = q.recipient().id() else { return true };
    q.hops().iter().any(|hop| !hop.fact("to").points_at(id).is_no()) || is_authority(q).is_yes()
}

/// Arts 45A, 46, 49 on one hop: the lightest ground that holds wins, the others are fallbacks.
fn by_hop(q: Question<'_>, hop: Thing<'_>, answer: &mut SharingAnswer) {
    let free = is_none(q, hop);
    let mut at = answer.at(gate::TRANSFER).about(hop);
    at.permit(rule::NO_TRANSFER.when(free.clone()));
    if !free.is_yes() {
        adequate(q, hop, &mut at);
        ground::safeguards(q, hop, &mut at);
        let treaty = rule::TREATY_TRANSFER.when(comes_by_treaty(q));
        if treaty.truth().is_yes() {
            at.permit(treaty.burden(2).obliging(obligation("document-disclosure")));
        }
        derogation::derogations(q, hop, &mut at);
    }
    let refused = nothing_leaves(q).reason(ground::reason(q, hop));
    at.otherwise_prohibit(if ground::lapsed(q, hop) {
        let due = praetor_sdk::Term::on(q.as_of());
        refused.obliging(obligation("review-return-or-deletion").after().due(due))
    } else {
        refused
    });
}

/// Art. 44A: the person's own sending, a barred access, what a processor gives back to its controller
/// and what stays inside are no restricted transfers.
fn is_none<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let from = hop.follow_one("from", "controller");
    let to = hop.follow_one("to", "recipient");
    let own = known(Cond::because(hop.fact("from").at(), from.kind() == "subject" && from.id().is_some()));
    let same = if to.kind() == "controller" {
        Cond::because(hop.fact("to").at(), to.id().is_some())
    } else if to.kind() == "recipient" {
        known(to.fact("same-legal-entity").is_true())
    } else {
        Cond::no()
    };
    let organisation = known(to.fact("international-organisation").is_stated());
    let stays = hop.fact("to-place").wholly_within(inside(q)) & !organisation;
    own | same | known(hop.fact("blocked").is_true()) | stays
}

/// Whether the recipient reaches the data from outside; an international organisation always does.
fn sits_outside(q: Question<'_>) -> Cond<'_> {
    outside(q, inside(q)) | known(q.recipient().fact("international-organisation").is_stated())
}

/// The rule of its day that closes the gate: Art. 44A, before 2026 Art. 44.
fn closed(q: Question<'_>) -> Rule<gate::Transfer> {
    if q.as_of() < AMENDED { rule::ART_44 } else { rule::ART_44A }
}

fn nothing_leaves(q: Question<'_>) -> Clause<'_, gate::Transfer> {
    closed(q).always()
}

/// Art. 45A: regulations in force today that reach this recipient and these data; over the data
/// bridge, delicate data with a flag.
fn adequate<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let body = hop.follow_one("to", "recipient").fact("international-organisation");
    if let Some(code) = body.code() {
        let named = Cond::because(body.at(), param::ADEQUATE_ORGANISATIONS.has(code));
        at.permit(told(rule::ADEQUATE_ORGANISATION.when(named).burden(1), "tr-adequacy"));
        return;
    }
    if !ground::is_framework(q, hop) {
        let decided = ground::decided(q, hop);
        at.permit(told(rule::ART_45.when(decided.clone()).burden(1), "tr-adequacy"));
        at.permit(told(rule::ART_45A.when(decided).burden(1), "tr-adequacy"));
        return;
    }
    let check = obligation("check-listing").with("schemes", ["uk-extension-dpf"]);
    let flag = ground::to_be_flagged(q);
    let plain = rule::DATA_BRIDGE.when(ground::listed(q, hop) & !flag.clone());
    at.permit(told(plain.burden(1).obliging(check.clone()), "tr-adequacy"));
    if flag.is_yes() {
        let flagged = rule::DATA_BRIDGE_FLAG.when(ground::listed(q, hop) & flag).burden(1);
        let flagged = flagged.obliging(check).obliging(obligation("flag-sensitive"));
        at.permit(told(flagged, "tr-adequacy"));
    }
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
        let adequate = ground::all_adequate(q);
        at.permit(told(rule::ART_45.when(adequate.clone()).burden(1), "tr-adequacy"));
        at.permit(told(rule::ART_45A.when(adequate).burden(1), "tr-adequacy"));
        let none = recipient.fact("hops").is_empty_set();
        let nobody_said = away & unknown & !known(none) & !is_authority(q);
        at.permit(rule::SCH_21_7.when(nobody_said.clone()).burden(3));
        at.permit(rule::ART_46_IDTA.when(nobody_said).burden(3));
        let treaty = rule::TREATY_TRANSFER.when(comes_by_treaty(q));
        if treaty.truth().is_yes() {
            at.permit(treaty.burden(2));
        }
    }
    at.otherwise_prohibit(nothing_leaves(q).reason("r-no-mechanism"));
}
