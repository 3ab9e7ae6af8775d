//! Arts 18-20: identity, fee, what the reply says, and where the person can turn.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Fee, Proof, Question, RightsAnswer, Thing};

use super::clock::ACCESS;
use super::unproven;
use crate::law::{param, rule};

/// Everything beside the words on items and uses.
pub fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, answer);
    let mut on = answer.on(request);
    on.fee(rule::ART_18_5.always(), Fee::None);
    on.must_state(rule::ART_18_4.always(), "reasons");
    on.must_state(rule::ART_9_CONTACT.always(), "contact");
    on.must_state(rule::ART_18_1.always(), "complaint-route");
    on.remedy(rule::ART_18_1.always(), "complaint", param::AUTHORITY.on(q.as_of()).or(""));
    on.remedy(rule::ART_22.always(), "court", "");
    let abuse = known(request.fact("abuse").is("proven")) | known(request.fact("unfounded").is_true());
    on.review(rule::ABUSE.when(abuse).reason("r-unfounded"));
    content(q, request, answer);
}

/// Art. 18 par. 3: a request of the person or of a representative; the check of identity is proportionate.
fn identity(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let requester = q.requester();
    let recognised = known(requester.fact("address-on-file").is_true())
        | known(requester.fact("signed-in").is_true())
        | known(request.fact("channel").is_any_of(&["account", "in-person"]));
    let light = known(request.fact("right").is_any_of(&["object-marketing", "withdraw-consent"]));
    let plain = recognised | light;
    let mut on = answer.on(request);
    on.identity(rule::ART_18_3.when(plain.clone()), Proof::None, Proof::Verified);
    on.identity(rule::ART_18_3.when(!plain.clone()), Proof::Verified, Proof::Verified);
    on.must_state(rule::ART_18_3.when(!plain), "proof-needed");
    on.must_state(rule::ART_18_3.when(unproven(q)).reason("r-agent-unproven"), "proof-needed");
}

/// Arts 18-20: what the reply to this right has to contain.
fn content(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let asked = known(right.is_any_of(&ACCESS));
    let parties = asked.clone() | known(right.is_any_of(&["recipients-told"]));
    let machine = known(right.is_any_of(&["explain-automated", "no-solely-automated"]));
    let mut on = answer.on(request);
    for statement in ["confirmation", "origin", "criteria", "purposes"] {
        on.must_state(rule::ART_19_II.when(asked.clone()), statement);
    }
    on.must_state(rule::ART_18_VII.when(parties), "third-party-list");
    on.must_state(rule::ART_20_1.when(machine), "automated-logic");
    let told = known(right.is_any_of(&["erase", "rectify", "restrict"]));
    on.must_state(rule::ART_18_6.when(told), "recipients-told");
    let records = some(&q.items(), |item| !item.fact("record").is("none"));
    on.must_state(rule::ART_16.when(known(right.is("erase")) & records), "kept-and-why");
    on.must_state(rule::ART_18_VIII.when(known(right.is("withdraw-consent"))), "consequences");
}
