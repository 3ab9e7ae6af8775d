//! Arts 13, 14, Communiqué on Application: identity, fee, what the reply says, and where the person can turn.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Fee, Proof, Question, RightsAnswer, Thing};

use super::unproven;
use crate::law::{param, rule};

/// Everything beside the words on items and uses.
pub fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, answer);
    let paper = known(request.fact("large-volume").is_true())
        & known(request.fact("channel").is_any_of(&["letter", "in-person"]));
    let mut on = answer.on(request);
    on.fee(rule::ART_13_2_TARIFF.when(paper.clone()), Fee::Reasonable);
    on.fee(rule::ART_13_2_FREE.when(!paper), Fee::None);
    on.must_state(rule::ART_13_3.always(), "reasons");
    on.must_state(rule::COMMUNIQUE_6_3.always(), "contact");
    on.remedy(rule::ART_14_1.always(), "complaint", param::AUTHORITY.on(q.as_of()).or(""));
    on.remedy(rule::ART_14_3.always(), "court", "");
    let abuse = known(request.fact("abuse").is("proven")) | known(request.fact("unfounded").is_true());
    on.review(rule::ART_11_ABUSE.when(abuse).reason("r-unfounded"));
    content(q, request, answer);
}

/// Communiqué art. 5: a channel that shows who asks needs nothing further; any other, proof. Nothing beyond a verified
/// identity may be asked for.
fn identity(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let requester = q.requester();
    let recognised = known(requester.fact("address-on-file").is_true())
        | known(requester.fact("signed-in").is_true())
        | known(request.fact("channel").is_any_of(&["account", "in-person"]));
    let light = known(request.fact("right").is_any_of(&["object-marketing", "withdraw-consent"]));
    let plain = recognised | light;
    let mut on = answer.on(request);
    on.identity(rule::COMMUNIQUE_5.when(plain.clone()), Proof::None, Proof::Verified);
    on.identity(rule::COMMUNIQUE_5.when(!plain.clone()), Proof::Verified, Proof::Verified);
    on.must_state(rule::COMMUNIQUE_5.when(!plain), "proof-needed");
    on.must_state(rule::ART_13_AGENT.when(unproven(q)).reason("r-agent-unproven"), "proof-needed");
}

/// Art. 11(1): what the reply to this right has to contain.
fn content(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let asked = known(right.is_any_of(&["access", "be-informed", "portability", "explain-automated"]));
    let parties = asked.clone() | known(right.is_any_of(&["list-third-parties", "recipients-told"]));
    let machine = known(right.is("explain-automated"))
        | (asked.clone() & some(&q.uses(), |each| each.fact("solely-automated").is_true()));
    let mut on = answer.on(request);
    for statement in ["confirmation", "purposes", "categories"] {
        on.must_state(rule::ART_11_1_A.when(asked.clone()), statement);
    }
    on.must_state(rule::ART_11_1_A.when(parties), "recipients");
    on.must_state(rule::ART_11_1_G.when(machine), "automated-logic");
    let told = known(right.is_any_of(&["erase", "rectify"]));
    on.must_state(rule::ART_11_1_F.when(told), "recipients-told");
    let records = some(&q.items(), |item| !item.fact("record").is("none"));
    on.must_state(rule::ART_11_1_E_NEEDED.when(known(right.is("erase")) & records), "kept-and-why");
    on.must_state(rule::WITHDRAWAL.when(known(right.is("withdraw-consent"))), "consequences");
    on.must_state(rule::ART_11_1_G.when(known(right.is("no-solely-automated"))), "human-review-route");
}
