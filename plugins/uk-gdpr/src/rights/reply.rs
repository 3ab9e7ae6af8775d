//! Arts 12(2), (4)-(6), DPA 2018 ss. 164A to 169, 208: identity, fee, what the reply says, and where the person can turn.

use praetor_sdk::person::under;
use praetor_sdk::reading::{known, some};
use praetor_sdk::{Fee, Proof, Question, RightsAnswer, Thing};

use super::complaint::COMPLAINTS;
use super::{decides_alone, excessive, unproven};
use crate::law::{param, rule};
use crate::reading::{authority, version};

/// Everything beside the words on items and uses.
pub fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, answer);
    let much = excessive(q, request);
    let mut on = answer.on(request);
    let again = known(request.fact("further-copy").is_true()) & known(request.fact("right").is("access"));
    on.fee(rule::ART_12_5.when(much.clone()), Fee::Reasonable);
    on.fee(rule::ART_15_3_FURTHER.when(again.clone() & !much.clone()), Fee::Reasonable);
    on.fee(rule::ART_12_5_FREE.when(!much & !again), Fee::None);
    for statement in ["reasons", "complaint-route", "judicial-remedy"] {
        on.must_state(rule::ART_12_4.always(), statement);
    }
    remedies(q, request, answer);
    content(q, request, answer);
}

/// DPA 2018 ss. 164A to 169: the controller, the Commissioner, the tribunal, the court.
fn remedies(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let complains = known(request.fact("right").is_any_of(&COMPLAINTS));
    let mut on = answer.on(request);
    on.remedy(rule::S_164A_ROUTE.when(!complains.clone()), "complaint-to-controller", "");
    on.must_state(rule::S_164A_ROUTE.when(!complains), "complaint-to-controller");
    on.remedy(rule::S_165.always(), "complaint", authority(q));
    on.remedy(rule::S_166.always(), "court", "First-tier Tribunal");
    on.remedy(rule::S_167.always(), "court", "");
}

/// Art. 12(6): proof only where there are documented doubts, or where it is known that nobody can
/// tell who asks; never for an opt-out of marketing.
fn identity(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let requester = q.requester();
    let doubts = known(requester.fact("doubts-documented").is_true());
    let on_file = requester.fact("address-on-file").is_true();
    let unverified = known(requester.fact("identity-achieved").is_any_of(&["none", "claim"]));
    let stranger = known(!on_file.clone()) | (unverified & !known(on_file));
    let handed_out = known(request.fact("right").is_any_of(&["access", "portability", "erase", "rectify"]));
    let signed_in = known(requester.fact("signed-in").is_true());
    let light = known(request.fact("right").is_any_of(&[
        "object-marketing",
        "withdraw-consent",
        "opt-out-targeted-ads",
    ]));
    let wanted = !light.clone() & !signed_in & (doubts | (stranger & handed_out));
    let mut on = answer.on(request);
    on.identity(rule::ART_12_6.when(wanted.clone()), Proof::Verified, Proof::Verified);
    on.must_state(rule::ART_12_6.when(wanted.clone()), "proof-needed");
    let most = if light.is_yes() { Proof::Claim } else { Proof::Verified };
    on.identity(rule::ART_12_6.when(!wanted), Proof::None, most);
    let child = known(under(q.subject(), param::AGE_OF_CAPACITY.on(q.as_of()).or(0)));
    on.review(rule::S_208_UNDERSTANDING.when(child & known(requester.fact("relation").is("self"))));
    let alone = decides_alone(q) & known(requester.fact("relation").is_any_of(&["parent", "guardian"]));
    on.must_state(rule::S_208.when(alone), "proof-needed");
    let agent = unproven(q);
    on.must_state(rule::ART_12_AGENT.when(agent).reason("r-agent-unproven"), "proof-needed");
}

/// Arts 13, 15, 17, 19, 22C: what the reply to this right has to contain.
fn content(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let mut on = answer.on(request);
    let access = right.is("access");
    for statement in ["confirmation", "purposes", "categories", "retention-period", "rights"] {
        on.must_state(rule::ART_15_1.when(access.clone()), statement);
    }
    let named = known(right.is_any_of(&["access", "list-third-parties", "recipients-told"]));
    on.must_state(rule::ART_15_1_C.when(named), "recipients");
    let foreign = some(&q.items(), |item| !item.fact("source").is("subject"));
    on.must_state(rule::ART_15_1.when(access.clone() & foreign), "origin");
    let decided = some(&q.uses(), |each| each.fact("solely-automated").is_true());
    let explain = known(right.is("explain-automated")) | (known(access) & decided);
    on.must_state(rule::ART_15_1_H.when(explain), "automated-logic");
    for statement in ["purposes", "recipient-categories", "retention-period", "rights"] {
        on.must_state(rule::ART_13_INFORMATION.when(known(right.is("be-informed"))), statement);
    }
    let erased = known(right.is("erase"));
    let records = some(&q.items(), |item| !item.fact("record").is("none"));
    on.must_state(rule::ART_17_3_B.when(erased.clone() & records), "kept-and-why");
    let told = known(right.is_any_of(&["erase", "rectify", "restrict"]));
    on.must_state(rule::ART_19.when(told), "recipients-on-request");
    on.must_state(rule::ART_7_3_STOP.when(known(right.is("withdraw-consent"))), "consequences");
    let machine = known(right.is("no-solely-automated"));
    let day = version(q, request);
    on.must_state(rule::ART_22_3.when(machine.clone()).as_at(day), "human-review-route");
    on.must_state(rule::ART_22C_RIGHT.when(machine).as_at(day), "human-review-route");
}
