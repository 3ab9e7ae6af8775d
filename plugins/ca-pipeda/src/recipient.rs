//! Schedule 1 clause 4.1.3, section 7(3): who receives, in which part, and on what; what people are told of processing abroad.

use praetor_sdk::place::outside;
use praetor_sdk::reading::{begun, known, names, runs, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::is_authority;
use crate::basis::condition;
use crate::ground::{CONSENT, IMPLIED, rests};
use crate::law::{gate, param, rule};
use crate::scope::area;

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Professions and licences that act on duties of their own, and are controllers therefore.
const OWN_DUTIES: [&str; 6] = ["payment-institution", "bank", "auditor", "lawyer", "tax-adviser", "insurer"];

/// The part of the recipient: what was said of it, else what its profession tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Provider,
    Third,
    Public,
    Unknown,
}

/// Whether the use hands something on.
pub fn passes_on(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is_any_of(&PASSING_ON))
}

/// Clause 4.1.3: whether the recipient works on the controller's behalf.
pub fn is_provider(q: Question<'_>) -> Cond<'_> {
    let role = q.recipient().role();
    match part(q) {
        Part::Provider => Cond::because(role.at(), true),
        Part::Unknown => Cond::missing(role.at()),
        _ => Cond::no(),
    }
}

fn part(q: Question<'_>) -> Part {
    let recipient = q.recipient();
    match recipient.role().code() {
        Some("processor" | "sub-processor" | "service-provider" | "contractor") => Part::Provider,
        Some("public") => Part::Public,
        Some(_) => Part::Third,
        None if recipient.fact("regulated-as").contains_any(&OWN_DUTIES).is_yes() => Part::Third,
        None => match recipient.fact("class").code() {
            Some("lawyer" | "auditor" | "insurer") => Part::Third,
            Some("public") => Part::Public,
            _ => Part::Unknown,
        },
    }
}

/// What lets somebody receive at all.
pub fn recipient(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut at = answer.at(gate::RECIPIENT).about(each);
    let receiver = q.recipient();
    if receiver.exists().is_no() {
        let passing = passes_on(each);
        let alone = if passing.is_yes() { Cond::missing(receiver.role().at()) } else { !passing };
        at.permit(rule::OWN_USE.when(alone));
    } else if is_authority(q).is_yes() {
        at.permit(rule::S_7_3_AUTHORITY.when(is_authority(q)).obliging(obligation("log-disclosure")));
    } else if part(q) == Part::Public {
        at.review(rule::PUBLIC.when(Cond::yes().resting_on(receiver.role().at())));
        return;
    } else {
        by_part(q, each, &mut at);
    }
    at.otherwise_prohibit(rule::NOBODY_ELSE.always().reason("r-recipient-unknown"));
}

fn by_part<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let role = q.recipient().role();
    match part(q) {
        Part::Provider => provider(q, at),
        Part::Third => third(q, each, at),
        Part::Public | Part::Unknown => {
            at.permit(rule::CL_4_1_3.when(Cond::missing(role.at())));
        }
    }
}

/// Clause 4.1.3: comparable protection by a contract in force, or by other means: the same group under effective control.
fn provider<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let signed = receiver.fact("contract").is("signed");
    let lacking = !receiver.fact("contract-terms").contains_any(&["security", "same-protection"]);
    let stands = signed & begun(receiver.fact("contract-from")) & runs(receiver.fact("contract-until"));
    let otherwise =
        known(receiver.fact("group-member").is_true()) & known(receiver.fact("effective-control").is_true());
    let secured = (stands & !known(lacking)) | otherwise;
    let none = !secured.clone();
    at.permit(
        rule::CL_4_1_3
            .when(secured)
            .obliging(obligation("record-vendor-chain"))
            .obliging(obligation("delete-or-return-at-end").after()),
    );
    if none.is_yes() {
        let contract = obligation("processing-contract").before().as_condition();
        let clause = rule::CL_4_1_3_MISSING.when(none).burden(1).with_conditions();
        at.permit(clause.obliging(contract).obliging(obligation("record-vendor-chain")));
    }
}

/// Section 7(3), clause 4.3: with consent to the disclosure or as part of the service, or on an exception of its own.
fn third<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let role = receiver.role();
    let lawyer = receiver.fact("class").is("lawyer") | receiver.fact("regulated-as").contains("lawyer");
    let owed = some(&q.matters(), |matter| {
        matter.fact("kind").is("debt") & !known(matter.fact("released-on").happened())
    });
    let fraud = known(each.purpose().is("fraud-prevention"));
    let in_service = rests(each, &IMPLIED) & !known(!each.fact("integral").is_true());
    let agreed = condition(q, each) & (in_service | !rests(each, &IMPLIED));
    let log = || obligation("log-disclosure");
    at.permit(rule::CL_4_3_DISCLOSURE.when(agreed.resting_on(role.at())).obliging(log()));
    for (rule, holds, burden) in [
        (rule::S_7_3_A, known(lawyer), 1),
        (rule::S_7_3_B, known(each.purpose().is("enforce-terms")) & owed, 1),
        (rule::S_7_3_D2, fraud & !known(rests(each, &CONSENT)), 2),
    ] {
        if holds.is_yes() {
            let clause = rule.when(holds).burden(burden).obliging(log());
            at.permit(clause.obliging(obligation("document-disclosure")));
        }
    }
}

/// Clause 4.1.3: what stands against a recipient although a contract is signed.
pub fn contract(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let receiver = q.recipient();
    if receiver.exists().is_no() || is_authority(q).is_yes() {
        return;
    }
    let mut at = answer.at(gate::CONTRACT).about(each);
    if part(q) == Part::Provider {
        own_uses(q, &mut at);
        sub_processors(q, &mut at);
    } else {
        let own = !receiver.fact("own-uses").contains_only(&["own-legal-duties", "abuse-monitoring"]);
        let meant = each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of()));
        at.review(rule::CL_4_5_RECIPIENT.when(known(own) & !meant).reason("r-recipient-own-use"));
    }
}

/// A use of its own makes the transfer a disclosure; training may be switched off before.
fn own_uses<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Contract>) {
    let receiver = q.recipient();
    let mut but_training = names(&param::OWN_USES_OF_PROVIDER, q.as_of()).to_vec();
    but_training.push("train-own-models");
    let other = !receiver.fact("own-uses").contains_only(&but_training);
    let reason = if other.is_yes() { "r-recipient-own-use" } else { "r-training" };
    let switchable = receiver.fact("training").is("switchable") & !other.clone();
    let off = obligation("switch-training-off").before().as_condition();
    let switched = rule::CL_4_1_3_SWITCHED.when(switchable).with_conditions();
    at.prohibit(rule::CL_4_1_3_OWN.when(other | trains(receiver)).reason(reason))
        .unless(switched.obliging(off).obliging(obligation("no-train")));
}

/// Whether the recipient would train its models on the data as things stand.
fn trains(receiver: Thing<'_>) -> Cond<'_> {
    let training = receiver.fact("training");
    match training.code() {
        Some("off") => Cond::because(training.at(), false),
        Some("on") => Cond::because(training.at(), true),
        Some("switchable") => !receiver.fact("training-switched").is("off"),
        _ => receiver.fact("own-uses").contains("train-own-models"),
    }
}

/// Everybody behind the provider was accepted; an objection counts.
fn sub_processors<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Contract>) {
    let receiver = q.recipient();
    let listed = receiver.fact("sub-processors").value().is_some();
    let all =
        if listed { receiver.follow("sub-processors", "sub-processor") } else { q.all("sub-processor") };
    if all.is_empty() {
        return;
    }
    let in_path =
        |sub: Thing<'q>| !known(!sub.fact("in-path").is_true()) & !known(sub.fact("dropped-on").happened());
    let refused = all.any(|sub| in_path(sub) & !accepted(q, sub));
    at.prohibit(rule::CL_4_1_3_SUB.when(refused).reason("r-sub-processor"));
}

/// Approved, or announced under a general authorisation with the time to object over and unused.
fn accepted<'q>(q: Question<'q>, sub: Thing<'q>) -> Cond<'q> {
    let approved = sub.fact("approved-on").happened();
    let general = match q.recipient().fact("sub-processor-authorisation").code() {
        Some("none" | "specific") => Cond::no(),
        _ => sub.fact("announced-on").happened() & !sub.fact("objection-until").still_runs(),
    };
    let may = if approved.is_yes() { approved } else { approved | general };
    may & !known(sub.fact("objected-on").happened())
}

/// Clauses 4.1.3, 4.8: no ban on what leaves Canada; the person is told that authorities elsewhere may reach it.
pub fn abroad(q: Question<'_>, answer: &mut SharingAnswer) {
    if q.recipient().exists().is_no() && q.hops().is_empty() {
        return;
    }
    let hops = some(&q.hops(), |hop| {
        let barred = known(hop.fact("blocked").is_true());
        !hop.fact("to-place").wholly_within(area(q)) & !barred
    });
    let leaves = known(outside(q, area(q))) | hops;
    let notice = q.one("notice");
    let told = known(notice.fact("transfer-items").contains("country"))
        | known(notice.fact("topics").contains("transfers"));
    let duty = obligation("transfer-notice").with("mechanisms", ["tr-comparable-protection"]);
    let clause = rule::CL_4_1_3_ABROAD.when(leaves);
    let mut at = answer.at(gate::ABROAD);
    at.permit(if told.is_yes() { clause } else { clause.obliging(duty) });
}
