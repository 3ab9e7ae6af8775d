//! Art. 9: every hop out of Türkiye needs a ground in the text of the day.

mod former;
mod occasional;
mod safeguard;

use praetor_sdk::place::{outside, uncovered};
use praetor_sdk::reading::{known, names};
use praetor_sdk::{AtGate, Clause, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::{comes_by_treaty, is_authority, sits_inside};
use crate::basis::condition;
use crate::law::{gate, param, rule};
use crate::recipient::passes_on;
use crate::scope::area;

/// Hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    for hop in q.hops() {
        by_hop(q, hop, answer);
        safeguard::notification(q, hop, answer);
    }
    if q.hops().is_empty() {
        by_places(q, answer);
    } else {
        unseen(q, answer);
    }
}

/// Whether the law of the question's day is the one that Law No. 7499 wrote.
fn amended(q: Question<'_>) -> bool {
    rule::ART_9.as_ref().from.is_none_or(|first| first <= q.as_of())
}

/// Each ground that the day knows; the lightest that holds wins, the others are fallbacks.
fn by_hop(q: Question<'_>, hop: Thing<'_>, answer: &mut SharingAnswer) {
    let free = is_none(q, hop);
    let onward = onward(hop);
    if amended(q) && onward.is_yes() && !free.is_yes() {
        let bound = rule::ART_9_8.when(onward).obliging(obligation("record-vendor-chain"));
        answer.at(gate::ONWARD).about(hop).permit(bound);
    }
    let mut at = answer.at(gate::TRANSFER).about(hop);
    at.permit(rule::NO_TRANSFER.when(free.clone()));
    if !free.is_yes() {
        at.permit(rule::ART_32_TRANSFER.always());
        let adequate = adequate(q, hop) & carried(q);
        if amended(q) {
            at.permit(told(rule::ART_9_1.when(adequate).burden(1), "tr-adequacy"));
            safeguard::safeguards(q, hop, &mut at);
            occasional::occasional(q, hop, &mut at);
        } else {
            at.permit(told(rule::ART_9_2_A_OLD.when(adequate).burden(1), "tr-adequacy"));
            former::permissions(q, hop, &mut at);
        }
        former::consent(q, hop, &mut at);
        by_treaty(q, &mut at);
    }
    let foreign = safeguard::foreign_tools(q);
    if foreign.is_yes() {
        at.otherwise_prohibit(rule::ART_9_FOREIGN_TOOLS.when(foreign).reason("r-no-mechanism"));
    } else {
        otherwise(q, &mut at);
    }
}

fn otherwise(q: Question<'_>, at: &mut AtGate<'_, gate::Transfer>) {
    let rule = if amended(q) { rule::ART_9 } else { rule::ART_9_OLD };
    at.otherwise_prohibit(rule.always().reason("r-no-mechanism"));
}

/// Art. 9(10): what goes to a foreign authority by treaty rests on the law of that treaty.
fn by_treaty(q: Question<'_>, at: &mut AtGate<'_, gate::Transfer>) {
    let treaty = comes_by_treaty(q);
    if treaty.is_yes() {
        let clause = rule::ART_9_TREATY.when(treaty).burden(2).with_conditions();
        at.permit(clause.obliging(obligation("document-disclosure")));
    }
}

/// Art. 9(1), (4): a condition of art. 5 must carry the use as well.
fn carried(q: Question<'_>) -> Cond<'_> {
    Cond::all(q.uses().or_gap().iter().map(|each| condition(q, each)))
}

/// Art. 9(1): every place abroad was found adequate by the Board.
fn adequate<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    let to = hop.fact("to-place");
    let mut places = names(&param::ADEQUATE, q.as_of()).to_vec();
    places.extend(area(q));
    to.wholly_within(&places)
}

/// The person's own sending, the controller itself, a barred access, and what stays inside are no transfers.
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
    own | same | known(hop.fact("blocked").is_true()) | hop.fact("to-place").wholly_within(area(q))
}

/// Art. 9(8): the hop starts at somebody who received the data.
fn onward(hop: Thing<'_>) -> Cond<'_> {
    let from = hop.follow_one("from", "controller");
    let received = matches!(from.kind(), "recipient" | "sub-processor") && from.id().is_some();
    Cond::because(hop.fact("from").at(), received)
}

/// Art. 10(1)(c): the person is told of the transfer.
fn told<'q>(clause: Clause<'q, gate::Transfer>, mechanism: &str) -> Clause<'q, gate::Transfer> {
    clause.obliging(obligation("transfer-notice").with("mechanisms", [mechanism]))
}

/// Nobody stated hops: the places of the recipient tell whether anything goes abroad at all.
fn by_places(q: Question<'_>, answer: &mut SharingAnswer) {
    let recipient = q.recipient();
    let mut at = answer.at(gate::TRANSFER);
    at.permit(rule::ART_32_TRANSFER.always());
    if recipient.exists().is_no() {
        let passing = Cond::any(q.uses().iter().map(passes_on));
        let missing = Cond::missing(recipient.fact("processing-places").at());
        at.permit(rule::NO_TRANSFER.when(if passing.is_yes() { missing } else { Cond::yes() }));
    } else {
        let away = if is_authority(q).is_yes() { !sits_inside(q) } else { outside(q, area(q)) };
        at.permit(rule::NO_TRANSFER.when(!away.clone()));
        let hops = recipient.fact("hops");
        let nobody_said = away & !known(hops.is_empty_set()) & !is_authority(q) & Cond::missing(hops.at());
        let rule = if amended(q) { rule::ART_9_4_C } else { rule::ART_9_2_B_OLD };
        at.permit(rule.when(nobody_said).burden(3));
        by_treaty(q, &mut at);
    }
    otherwise(q, &mut at);
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
        at.review(rule::ART_9_UNSEEN.when(away).reason("r-no-mechanism"));
    } else if let Some(place) = uncovered(q, area(q)) {
        let open = Cond::missing(q.recipient().fact("hops").at()).resting_on(place);
        at.review(rule::ART_9_UNSEEN.when(open).reason("r-no-mechanism"));
    }
}
