//! Arts 4, 26, 28: who receives, in which part, and under what contract.

use praetor_sdk::reading::{any_listed, begun, known, names, runs, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::is_authority;
use crate::law::{gate, param, rule};

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Professions and licences that act on duties of their own, and are controllers therefore.
const OWN_DUTIES: [&str; 6] = ["payment-institution", "bank", "auditor", "lawyer", "tax-adviser", "insurer"];

/// The part of the recipient: what was said of it, else what its profession tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Processor,
    Controller,
    Joint,
    Public,
    Unknown,
}

/// Whether the use hands something on.
pub fn passes_on(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is_any_of(&PASSING_ON))
}

/// Whether the recipient works on instructions.
pub fn is_processor(q: Question<'_>) -> Cond<'_> {
    let role = q.recipient().role();
    match part(q) {
        Part::Processor => Cond::because(role.at(), true),
        Part::Unknown => Cond::missing(role.at()),
        _ => Cond::no(),
    }
}

fn part(q: Question<'_>) -> Part {
    let recipient = q.recipient();
    match recipient.role().code() {
        Some("processor" | "sub-processor" | "service-provider" | "contractor") => Part::Processor,
        Some("joint-controller") => Part::Joint,
        Some("public") => Part::Public,
        Some(_) => Part::Controller,
        None if recipient.fact("regulated-as").contains_any(&OWN_DUTIES).is_yes() => Part::Controller,
        None => match recipient.fact("class").code() {
            Some("lawyer" | "auditor" | "insurer") => Part::Controller,
            Some("public") => Part::Public,
            _ => Part::Unknown,
        },
    }
}

/// Art. 28(1), (3), Art. 26, Art. 4(7): what lets somebody receive at all.
pub fn recipient(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut at = answer.at(gate::RECIPIENT).about(each);
    let receiver = q.recipient();
    if receiver.exists().is_no() {
        let passing = passes_on(each);
        let alone = if passing.is_yes() { Cond::missing(receiver.role().at()) } else { !passing };
        at.permit(rule::ART_24.when(alone));
    } else if is_authority(q).is_yes() {
        at.permit(rule::ART_4_9.when(is_authority(q)).obliging(obligation("log-disclosure")));
    } else {
        by_part(q, &mut at);
    }
    at.otherwise_prohibit(rule::ART_28_1.always().reason(reason(q)));
}

fn by_part<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let role = q.recipient().role();
    match part(q) {
        Part::Processor => processor(q, at),
        Part::Controller => {
            let own = rule::ART_4_7.when(Cond::yes().resting_on(role.at()));
            let own = own.obliging(obligation("log-disclosure"));
            at.permit(told(q, own));
        }
        Part::Joint => {
            let arranged = q
                .instruments()
                .any(|i| i.fact("type").is("joint-arrangement") & i.fact("signed-on").happened());
            at.permit(told(q, rule::ART_26.when(arranged)));
        }
        Part::Public => {
            at.review(rule::ART_4_7.when(Cond::yes().resting_on(role.at())));
        }
        Part::Unknown => {
            at.permit(rule::ART_28_3.when(Cond::missing(role.at())));
        }
    }
}

/// Art. 28(3), (9): the ten terms in a signed contract, or clauses that contain them.
fn processor<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let terms = receiver.fact("contract-terms").contains_all(names(&param::CONTRACT_TERMS, q.as_of()));
    let signed = receiver.fact("contract").is("signed");
    let contract = rule::ART_28_3
        .when(signed & terms & runs(receiver.fact("contract-until")))
        .obliging(obligation("record-vendor-chain"))
        .obliging(obligation("delete-or-return-at-end").after());
    let contract =
        if trains(receiver).is_no() { contract.obliging(obligation("no-train")) } else { contract };
    at.permit(told(q, contract));
    let clauses = some(&q.instruments(), crate::transfer::processing_clauses);
    if clauses.is_yes() {
        let scc = rule::ART_28_3_SCC.when(clauses).burden(1);
        let scc = scc.obliging(obligation("record-vendor-chain"));
        at.permit(told(q, scc.obliging(obligation("delete-or-return-at-end").after())));
    }
}

/// Art. 13(1)(e): the notice names the recipient or its class. A condition only where it is known
/// that it does not.
fn told<'q>(
    q: Question<'q>,
    clause: praetor_sdk::Clause<'q, gate::Recipient>,
) -> praetor_sdk::Clause<'q, gate::Recipient> {
    let notice = q.one("notice");
    let named = notice.fact("names-class").is_true() | notice.fact("names-recipient").is_true();
    let duty = obligation("notice-recipient-category");
    clause.obliging(if named.is_no() { duty.before().as_condition() } else { duty })
}

fn reason(q: Question<'_>) -> &'static str {
    let receiver = q.recipient();
    match (part(q), receiver.fact("contract").code()) {
        (Part::Processor, Some("ended")) => "r-contract-ended",
        (Part::Processor, Some("signed")) => "r-contract-terms",
        (Part::Processor | Part::Joint, _) => "r-no-processing-contract",
        _ => "r-recipient-unknown",
    }
}

/// Art. 28: what stands against a recipient although a contract is signed.
pub fn contract(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let receiver = q.recipient();
    if receiver.exists().is_no() || is_authority(q).is_yes() {
        return;
    }
    let processor = part(q) == Part::Processor;
    let mut at = answer.at(gate::CONTRACT).about(each);
    if processor {
        let over = !begun(receiver.fact("contract-from")) | !runs(receiver.fact("contract-until"));
        at.prohibit(rule::ART_28_CONTRACT_OVER.when(over).reason("r-contract-ended"));
        own_uses(q, &mut at);
        sub_processors(q, &mut at);
        let agreed = receiver.fact("purposes-agreed");
        if let (Some(purpose), Some(_)) = (each.purpose().code(), agreed.value()) {
            let beyond = !agreed.contains(purpose);
            at.prohibit(rule::ART_28_3_PURPOSE.when(beyond).reason("r-contract-terms"));
        }
    } else {
        let own = !receiver.fact("own-uses").contains_only(&["own-legal-duties", "abuse-monitoring"]);
        let meant = each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of()));
        at.review(rule::ART_5_1_B_RECIPIENT.when(known(own) & !meant).reason("r-recipient-own-use"));
    }
}

/// Art. 28(10): own uses make a controller; training may be switched off before.
fn own_uses<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Contract>) {
    let receiver = q.recipient();
    let harmless = names(&param::OWN_USES_OF_PROCESSOR, q.as_of());
    let mut but_training = harmless.to_vec();
    but_training.push("train-own-models");
    let other = !receiver.fact("own-uses").contains_only(&but_training);
    let trains = trains(receiver);
    let reason = if other.is_yes() { "r-recipient-own-use" } else { "r-training" };
    let switchable = receiver.fact("training").is("switchable") & !other.clone();
    let off = obligation("switch-training-off").before().as_condition();
    at.prohibit(rule::ART_28_10.when(other | trains).reason(reason)).unless(
        rule::ART_28_10_SWITCHED
            .when(switchable)
            .with_conditions()
            .obliging(off)
            .obliging(obligation("no-train")),
    );
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

/// Art. 28(2), (4): everybody behind the processor was authorised; an objection in time counts.
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
    let refused = all.any(|sub| in_path(sub) & !authorised(q, sub));
    let late = all.any(|sub| in_path(sub) & known(objected(sub, true)));
    at.prohibit(rule::ART_28_2.when(refused).reason("r-sub-processor"));
    at.review(rule::ART_28_2_LATE.when(known(late)).reason("r-sub-processor"));
}

/// Approved, or announced under a general authorisation with the time to object over and unused.
fn authorised<'q>(q: Question<'q>, sub: Thing<'q>) -> Cond<'q> {
    let approved = sub.fact("approved-on").happened();
    let general = match q.recipient().fact("sub-processor-authorisation").code() {
        Some("none" | "specific") => Cond::no(),
        _ => sub.fact("announced-on").happened() & !sub.fact("objection-until").still_runs(),
    };
    let objected = objected(sub, false);
    let may = if known(approved.clone()).is_yes() { approved } else { approved | general };
    may & !known(objected)
}

/// The controller objected: within the time of the contract, or after it.
fn objected(sub: Thing<'_>, late: bool) -> Cond<'_> {
    let on = sub.fact("objected-on");
    let too_late = match (on.day(), sub.fact("objection-until").day()) {
        (Some(on), Some(until)) => on > until,
        _ => false,
    };
    on.happened() & Cond::known(too_late == late)
}

/// The instruments of the question that a hop or a recipient may rest on.
pub fn instruments<'q>(q: Question<'q>, hop: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(hop, "instruments", "instrument", &q.instruments(), test)
}
