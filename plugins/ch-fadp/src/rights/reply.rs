//! FADP arts 19, 25(2), 26(4), 32, 49; DPO arts 16, 18(3): identity, statements, remedies.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Proof, Question, RightsAnswer, Thing};

use super::{fee, unproven};
use crate::law::{param, rule};

/// Everything beside the words on items and uses.
pub fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, answer);
    fee::fee(request, q, answer);
    let mut on = answer.on(request);
    for statement in ["reasons", "complaint-route", "judicial-remedy"] {
        on.must_state(rule::DPO_18_3.always(), statement);
    }
    on.remedy(rule::ART_49.always(), "complaint", param::AUTHORITY.on(q.as_of()).or(""));
    on.remedy(rule::ART_32_2.always(), "court", "");
    content(q, request, answer);
}

/// DPO art. 16(5): reasonable measures; none beyond the sign-in, none to end advertising.
fn identity(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let requester = q.requester();
    let doubts = known(requester.fact("doubts-documented").is_true());
    let on_file = requester.fact("address-on-file").is_true();
    let unverified = known(requester.fact("identity-achieved").is_any_of(&["none", "claim"]));
    let stranger = known(!on_file.clone()) | (unverified & !known(on_file));
    let right = request.fact("right");
    let handed_out =
        known(right.is_any_of(&["access", "portability", "list-third-parties", "erase", "rectify"]));
    let signed_in = known(requester.fact("signed-in").is_true());
    let light = known(right.is_any_of(&["object-marketing", "withdraw-consent", "opt-out-targeted-ads"]));
    let wanted = !light.clone() & !signed_in & (doubts | (stranger & handed_out));
    let mut on = answer.on(request);
    on.identity(rule::DPO_16_5.when(wanted.clone()), Proof::Verified, Proof::Verified);
    on.must_state(rule::DPO_16_5.when(wanted.clone()), "proof-needed");
    let most = if light.is_yes() { Proof::Claim } else { Proof::Verified };
    on.identity(rule::DPO_16_5.when(!wanted), Proof::None, most);
    on.must_state(rule::DPO_16_AGENT.when(unproven(q)).reason("r-agent-unproven"), "proof-needed");
}

/// What the reply to this right has to contain.
fn content(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let access = known(right.is("access"));
    let mut on = answer.on(request);
    for statement in ["contact", "purposes", "categories", "retention-period"] {
        on.must_state(rule::ART_25_2.when(access.clone()), statement);
    }
    let named = access.clone() | known(right.is("list-third-parties"));
    on.must_state(rule::ART_25_2_G.when(named.clone()), "recipient-categories");
    let abroad =
        some(&q.recipients(), |to| !to.fact("processing-places").wholly_within(crate::scope::inside(q)));
    on.must_state(rule::ART_25_2_G.when(named & abroad), "transfer-safeguards");
    let foreign = some(&q.items(), |item| !item.fact("source").is("subject"));
    on.must_state(rule::ART_25_2.when(access.clone() & foreign), "origin");
    let machine = some(&q.uses(), |each| each.fact("solely-automated").is_true());
    let explain = known(right.is("explain-automated")) | (access & machine);
    on.must_state(rule::ART_25_2_F.when(explain), "automated-logic");
    for statement in ["contact", "purposes", "recipient-categories"] {
        on.must_state(rule::ART_19_INFORMATION.when(known(right.is("be-informed"))), statement);
    }
    let records = some(&q.items(), |item| !item.fact("record").is("none"));
    on.must_state(rule::ART_31_DUTY.when(known(right.is("erase")) & records), "kept-and-why");
    on.must_state(rule::ART_6_6_STOP.when(known(right.is("withdraw-consent"))), "consequences");
    on.must_state(rule::ART_21_2.when(known(right.is("no-solely-automated"))), "human-review-route");
}
