//! FADP arts 16 to 18, 19(4); DPO arts 8 to 12: every hop out of Switzerland needs a ground.

mod exception;
mod ground;

use praetor_sdk::place::{outside, uncovered};
use praetor_sdk::reading::known;
use praetor_sdk::{AtGate, Clause, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::{comes_by_treaty, is_authority, sits_inside};
use crate::law::{gate, rule};
use crate::recipient::passes_on;
use crate::scope::inside;

/// Hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    if is_publication(q).is_yes() {
        answer.at(gate::TRANSFER).permit(rule::ART_18.when(is_publication(q)));
        return;
    }
    for hop in q.hops() {
        by_hop(q, hop, answer);
    }
    if q.hops().is_empty() {
        by_places(q, answer);
    } else if !is_led_to(q) {
        let away = outside(q, inside(q)) & !ground::all_adequate(q);
        answer.at(gate::TRANSFER).review(rule::ART_16.when(away).reason("r-no-mechanism"));
    } else if let Some(place) = uncovered(q, inside(q)) {
        let unseen = Cond::missing(q.recipient().fact("hops").at()).resting_on(place);
        answer.at(gate::TRANSFER).review(rule::ART_16.when(unseen).reason("r-no-mechanism"));
    }
}

/// Art. 18: made accessible to everybody on the internet so as to inform the public.
fn is_publication(q: Question<'_>) -> Cond<'_> {
    let uses = q.uses();
    let all = !uses.is_empty() && uses.iter().all(|each| known(each.operation().is("publish")).is_yes());
    let nobody = q.recipient().exists().is_no() || known(q.recipient().role().is("public")).is_yes();
    Cond::known(all && nobody)
}

/// Whether a hop leads to the recipient, or there is none; a hop to nobody in particular may.
fn is_led_to(q: Question<'_>) -> bool {
    let Some(id) = q.recipient().id() else { return true };
    q.hops().iter().any(|hop| !hop.fact("to").points_at(id).is_no()) || is_authority(q).is_yes()
}

/// The lightest ground that holds wins, the others are fallbacks.
fn by_hop(q: Question<'_>, hop: Thing<'_>, answer: &mut SharingAnswer) {
    let free = is_none(q, hop);
    let mut at = answer.at(gate::TRANSFER).about(hop);
    at.permit(rule::NO_TRANSFER.when(free.clone()));
    if !free.is_yes() {
        ground::adequate(q, hop, &mut at);
        ground::guarantees(q, hop, &mut at);
        by_treaty(q, &mut at);
        exception::exceptions(q, hop, &mut at);
    }
    let refused = rule::ART_16.always().reason(ground::reason(q, hop));
    at.otherwise_prohibit(if ground::lapsed(q, hop) {
        let due = praetor_sdk::Term::on(q.as_of());
        refused.obliging(obligation("review-return-or-deletion").after().due(due))
    } else {
        refused
    });
}

fn by_treaty<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let treaty = comes_by_treaty(q);
    if treaty.is_yes() {
        let clause = rule::ART_16_2_A.when(treaty).burden(2);
        at.permit(told(q, clause, "tr-treaty").obliging(obligation("document-disclosure")));
    }
}

/// The person's own sending, a barred access, and what stays here. A body under international law
/// is abroad wherever it sits.
fn is_none<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let from = hop.follow_one("from", "controller");
    let own = known(Cond::because(hop.fact("from").at(), from.kind() == "subject" && from.id().is_some()));
    let to = hop.follow_one("to", "recipient");
    let body = ground::is_body(to);
    let stays = hop.fact("to-place").wholly_within(inside(q)) & !hop.fact("to-place").is_empty_set() & !body;
    own | known(hop.fact("blocked").is_true()) | stays
}

/// Art. 19(4): the person is told the state, and the guarantee or the exception.
fn told<'q>(
    q: Question<'q>,
    clause: Clause<'q, gate::Transfer>,
    mechanism: &str,
) -> Clause<'q, gate::Transfer> {
    let named = q.one("notice").fact("transfer-items");
    let wanted: &[&str] = if mechanism == "tr-adequacy" { &["country"] } else { &["country", "safeguard"] };
    let duty = obligation("transfer-notice").with("mechanisms", [mechanism]);
    clause.obliging(if named.contains_all(wanted).is_no() { duty.before().as_condition() } else { duty })
}

/// Nobody stated hops: the places of the recipient tell whether anything goes abroad.
fn by_places(q: Question<'_>, answer: &mut SharingAnswer) {
    let recipient = q.recipient();
    let mut at = answer.at(gate::TRANSFER);
    if recipient.exists().is_no() {
        let passing = Cond::any(q.uses().iter().map(passes_on));
        let missing = Cond::missing(recipient.fact("processing-places").at());
        at.permit(rule::NO_TRANSFER.when(if passing.is_yes() { missing } else { Cond::yes() }));
    } else {
        let body = recipient.fact("international-organisation").is_stated();
        let away = if is_authority(q).is_yes() { !sits_inside(q) } else { outside(q, inside(q)) | body };
        at.permit(rule::NO_TRANSFER.when(!away.clone()));
        at.permit(told(q, rule::ART_16_1.when(ground::all_adequate(q)).burden(1), "tr-adequacy"));
        let hops = recipient.fact("hops");
        let nobody_said = away & Cond::missing(hops.at()) & !known(hops.is_empty_set()) & !is_authority(q);
        at.permit(rule::ART_16_2_D.when(nobody_said).burden(3));
        by_treaty(q, &mut at);
    }
    at.otherwise_prohibit(rule::ART_16.always().reason("r-no-mechanism"));
}
