//! Sections 8(5)-(8), 11, 14, clauses 4.9.2, 4.9.4: identity, cost, what the reply says, and where the person can turn.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Fee, Proof, Question, RightsAnswer, Thing};

use super::unproven;
use crate::law::{param, rule};

/// Everything beside the words on items and uses.
pub fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, answer);
    fee(request, answer);
    let mut on = answer.on(request);
    on.must_state(rule::S_8_7.always(), "reasons");
    on.must_state(rule::S_8_7.always(), "complaint-route");
    on.must_state(rule::S_8_5.when(known(request.fact("answered").not_yet())), "complaint-route");
    on.remedy(rule::S_11.always(), "complaint", param::AUTHORITY.on(q.as_of()).or(""));
    on.remedy(rule::S_14.always(), "court", "Federal Court");
    on.remedy(rule::CL_4_10.always(), "complaint-to-controller", "");
    let abuse = known(request.fact("abuse").is("proven")) | known(request.fact("unfounded").is_true());
    on.review(rule::ABUSE.when(abuse).reason("r-unfounded"));
    content(q, request, answer);
}

/// Clause 4.9.2: enough to find and identify the person, and used for nothing else. A withdrawal needs no proof.
fn identity(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    const LIGHT: [&str; 5] =
        ["object-marketing", "withdraw-consent", "opt-out-targeted-ads", "opt-out-sale-share", "grievance"];
    let requester = q.requester();
    let plain = known(requester.fact("address-on-file").is_true())
        | known(requester.fact("signed-in").is_true())
        | known(request.fact("channel").is_any_of(&["account", "in-person"]))
        | known(request.fact("right").is_any_of(&LIGHT));
    let mut on = answer.on(request);
    on.identity(rule::CL_4_9_2.when(plain.clone()), Proof::None, Proof::Verified);
    on.identity(rule::CL_4_9_2.when(!plain.clone()), Proof::Verified, Proof::Verified);
    on.must_state(rule::CL_4_9_2.when(!plain), "proof-needed");
    on.must_state(rule::CL_4_3_6_AGENT.when(unproven(q)).reason("r-agent-unproven"), "proof-needed");
}

/// Section 8(6): a charge that the person was told of and went on with; else nothing.
fn fee(request: Thing<'_>, answer: &mut RightsAnswer) {
    let agreed = known(request.fact("fee-told").happened()) & known(request.fact("fee-confirmed").happened());
    let told = known(request.fact("fee-told").happened());
    let mut on = answer.on(request);
    on.fee(rule::S_8_6.when(agreed.clone()), Fee::Reasonable);
    on.fee(rule::S_8_6.when(!agreed), Fee::None);
    on.must_state(rule::S_8_6.when(told), "fee");
}

/// What the reply to this right has to contain.
fn content(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let asked = known(right.is_any_of(&["access", "be-informed"]));
    let parties = asked.clone() | known(right.is_any_of(&["list-third-parties", "recipients-told"]));
    let mut on = answer.on(request);
    for statement in ["confirmation", "purposes", "origin"] {
        on.must_state(rule::CL_4_9.when(asked.clone()), statement);
    }
    on.must_state(rule::CL_4_9_3.when(parties), "third-party-list");
    on.must_state(rule::CL_4_9_5_THIRD.when(known(right.is("rectify"))), "recipients-told");
    on.must_state(rule::WITHDRAW.when(known(right.is("withdraw-consent"))), "consequences");
    let records: Cond<'_> = some(&q.items(), |item| !item.fact("record").is("none"));
    on.must_state(rule::CL_4_5_3_NEEDED.when(known(right.is("erase")) & records), "kept-and-why");
}
