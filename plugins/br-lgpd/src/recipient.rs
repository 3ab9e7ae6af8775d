//! Arts 5 VI-VII, 7 par. 5, 37-42: who receives, in which part, and on what.

use praetor_sdk::reading::{begun, known, names, runs};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::is_authority;
use crate::basis::condition;
use crate::law::{gate, param, rule};

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Professions and licences that act on duties of their own, and are controllers therefore.
const OWN_DUTIES: [&str; 6] = ["payment-institution", "bank", "auditor", "lawyer", "tax-adviser", "insurer"];

/// The part of the recipient: what was said of it, else what its profession tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Operator,
    Third,
    Public,
    Unknown,
}

/// Whether the use hands something on.
pub fn passes_on(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is_any_of(&PASSING_ON))
}

/// Art. 5 VII: whether the recipient works on the controller's behalf.
pub fn is_operator(q: Question<'_>) -> Cond<'_> {
    let role = q.recipient().role();
    match part(q) {
        Part::Operator => Cond::because(role.at(), true),
        Part::Unknown => Cond::missing(role.at()),
        _ => Cond::no(),
    }
}

fn part(q: Question<'_>) -> Part {
    let recipient = q.recipient();
    match recipient.role().code() {
        Some("processor" | "sub-processor" | "service-provider" | "contractor") => Part::Operator,
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
        at.permit(rule::OWN_PROCESSING.when(alone));
    } else if is_authority(q).is_yes() {
        at.permit(rule::ART_7_AUTHORITY.when(is_authority(q)).obliging(obligation("log-disclosure")));
    } else if part(q) == Part::Public {
        at.review(rule::ART_7_PUBLIC.when(Cond::yes().resting_on(receiver.role().at())));
        return;
    } else {
        by_part(q, each, &mut at);
    }
    at.otherwise_prohibit(rule::ART_7_5_NONE.always().reason("r-recipient-unknown"));
}

fn by_part<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let role = q.recipient().role();
    match part(q) {
        Part::Operator => operator(q, at),
        Part::Third => {
            let carried = condition(q, each).resting_on(role.at());
            at.permit(rule::ART_7_5.when(carried).obliging(obligation("log-disclosure")));
        }
        Part::Public | Part::Unknown => {
            at.permit(rule::ART_39.when(Cond::missing(role.at())));
        }
    }
}

/// Art. 39: an operator follows instructions. The law lists no contract; the authority expects one in writing.
fn operator<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let signed = receiver.fact("contract").is("signed");
    let stands = signed & begun(receiver.fact("contract-from")) & runs(receiver.fact("contract-until"));
    let none = !stands.clone();
    at.permit(
        rule::ART_39
            .when(stands)
            .obliging(obligation("record-vendor-chain"))
            .obliging(obligation("delete-or-return-at-end").after()),
    );
    let contract = obligation("processing-contract").before().as_condition();
    if none.is_yes() {
        let clause = rule::ART_39_NO_CONTRACT.when(none).burden(1).with_conditions();
        at.permit(clause.obliging(contract).obliging(obligation("record-vendor-chain")));
    }
}

/// Arts 39, 42: what stands against a recipient although a contract is signed.
pub fn contract(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let receiver = q.recipient();
    if receiver.exists().is_no() || is_authority(q).is_yes() {
        return;
    }
    let mut at = answer.at(gate::CONTRACT).about(each);
    if part(q) == Part::Operator {
        own_uses(q, &mut at);
        sub_processors(q, &mut at);
    } else {
        let own = !receiver.fact("own-uses").contains_only(&["own-legal-duties", "abuse-monitoring"]);
        let meant = each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of()));
        at.review(rule::ART_6_RECIPIENT.when(known(own) & !meant).reason("r-recipient-own-use"));
    }
}

/// Art. 39: no use but for the processing; training may be switched off before.
fn own_uses<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Contract>) {
    let receiver = q.recipient();
    let mut but_training = names(&param::OWN_USES_OF_OPERATOR, q.as_of()).to_vec();
    but_training.push("train-own-models");
    let other = !receiver.fact("own-uses").contains_only(&but_training);
    let reason = if other.is_yes() { "r-recipient-own-use" } else { "r-training" };
    let switchable = receiver.fact("training").is("switchable") & !other.clone();
    let off = obligation("switch-training-off").before().as_condition();
    let switched = rule::ART_39_SWITCHED.when(switchable).with_conditions();
    at.prohibit(rule::ART_39_OWN.when(other | trains(receiver)).reason(reason))
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

/// Everybody behind the operator was accepted; an objection counts.
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
    at.prohibit(rule::ART_39_SUB.when(refused).reason("r-sub-processor"));
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
