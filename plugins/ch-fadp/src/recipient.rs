//! FADP arts 5, 9, 19; DPO art. 7: who receives, in which part, under what contract.

use praetor_sdk::reading::{begun, known, names, runs, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::authority::is_authority;
use crate::justification::own_purpose;
use crate::law::{gate, param, rule};

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Professions and licences that act on duties of their own.
const OWN_DUTIES: [&str; 6] = ["payment-institution", "bank", "auditor", "lawyer", "tax-adviser", "insurer"];

/// Roles of somebody who works on instructions.
const FOR_US: [&str; 4] = ["processor", "sub-processor", "service-provider", "contractor"];

/// Whether the use hands something on.
pub fn passes_on(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is_any_of(&PASSING_ON))
}

/// Whether the recipient works on instructions: by its role, else by what its profession tells.
pub fn is_processor(q: Question<'_>) -> Cond<'_> {
    let receiver = q.recipient();
    let role = receiver.role();
    let class = receiver.fact("class");
    match role.code() {
        Some(_) => role.is_any_of(&FOR_US),
        None if known(receiver.fact("regulated-as").contains_any(&OWN_DUTIES)).is_yes() => Cond::no(),
        None if known(class.is_any_of(&["lawyer", "auditor", "insurer", "authority", "court"])).is_yes() => {
            Cond::because(class.at(), false)
        }
        None => Cond::missing(role.at()),
    }
}

/// The same, where it is certain.
pub fn works_for_us(q: Question<'_>) -> Cond<'_> {
    known(is_processor(q))
}

/// A third party receives, or the public does: neither the controller nor whoever works for it.
/// A processor that uses the data for itself is one.
pub fn to_third_party<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let published = known(each.operation().is("publish"));
    if q.recipient().exists().is_no() {
        return published;
    }
    published | !is_processor(q) | known(own_use(q))
}

/// Art. 9 for a processor; a third party is free to receive, as far as nothing else forbids it.
pub fn recipient(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let receiver = q.recipient();
    let mut at = answer.at(gate::RECIPIENT).about(each);
    if receiver.exists().is_no() {
        let nobody = passes_on(each) & !known(each.operation().is("publish"));
        let nobody = if nobody.is_yes() { Cond::missing(receiver.role().at()) } else { Cond::no() };
        at.prohibit(rule::ART_6_3_NOBODY.when(nobody).reason("r-recipient-unknown"));
        return;
    }
    if is_authority(q).is_yes() {
        return;
    }
    let works = is_processor(q);
    under_contract(q, &works, &mut at);
    if works.is_no() {
        let log = obligation("log-disclosure");
        at.permit(rule::ART_5_THIRD.when(!works).obliging(log));
        let other = !receiver.fact("own-uses").contains_only(&["own-legal-duties", "abuse-monitoring"]);
        at.review(
            rule::ART_6_3_RECIPIENT.when(known(other) & !own_purpose(q, each)).reason("r-recipient-own-use"),
        );
    } else {
        own_uses(q, &mut at);
        sub_processors(q, &mut at);
        limits(q, each, &mut at);
    }
    secrets(q, each, answer);
}

/// Art. 9(1): a signed contract that runs.
fn under_contract<'q>(q: Question<'q>, works: &Cond<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let stands = receiver.fact("contract").is("signed")
        & begun(receiver.fact("contract-from"))
        & runs(receiver.fact("contract-until"));
    let reason = match receiver.fact("contract").code() {
        Some("ended" | "signed") => "r-contract-ended",
        _ => "r-no-processing-contract",
    };
    let contract = rule::ART_9_1_CONTRACT
        .when(stands)
        .obliging(obligation("record-vendor-chain"))
        .obliging(obligation("delete-or-return-at-end").after());
    let contract =
        if trains(receiver).is_no() { contract.obliging(obligation("no-train")) } else { contract };
    at.prohibit(rule::ART_9_1.when(works.clone()).reason(reason)).unless(contract);
}

/// Art. 9(1)(a): own uses make a third party; what can be switched off is switched off before.
fn own_uses<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let trains = trains(receiver);
    let other = other_use(q);
    let reason = if other.is_yes() { "r-recipient-own-use" } else { "r-training" };
    let switchable = receiver.fact("training").is("switchable") & !other.clone();
    let off = obligation("switch-training-off").before().as_condition();
    at.prohibit(rule::ART_9_OWN_USE.when(other | trains).reason(reason)).unless(
        rule::ART_9_OWN_USE_OFF
            .when(switchable)
            .with_conditions()
            .obliging(off)
            .obliging(obligation("no-train")),
    );
}

fn own_use(q: Question<'_>) -> Cond<'_> {
    let receiver = q.recipient();
    let can_switch = known(receiver.fact("training").is("switchable"));
    known(other_use(q)) | (known(trains(receiver)) & !can_switch)
}

fn other_use(q: Question<'_>) -> Cond<'_> {
    let mut harmless = names(&param::HARMLESS_OWN_USES, q.as_of()).to_vec();
    harmless.push("train-own-models");
    !q.recipient().fact("own-uses").contains_only(&harmless)
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

/// Art. 9(3), DPO art. 7: everybody behind the processor was approved before; under a general
/// approval the controller could object.
fn sub_processors<'q>(q: Question<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let listed = receiver.fact("sub-processors").value().is_some();
    let all =
        if listed { receiver.follow("sub-processors", "sub-processor") } else { q.all("sub-processor") };
    if all.is_empty() {
        return;
    }
    let in_path =
        |sub: Thing<'q>| !known(!sub.fact("in-path").is_true()) & !known(sub.fact("dropped-on").happened());
    let refused = all.any(|sub| in_path(sub) & !approved(q, sub));
    let late = some(&all, |sub| in_path(sub) & objected(sub, true));
    at.prohibit(rule::ART_9_3.when(refused).reason("r-sub-processor"));
    at.review(rule::ART_9_3_LATE.when(late).reason("r-sub-processor"));
}

fn approved<'q>(q: Question<'q>, sub: Thing<'q>) -> Cond<'q> {
    let approved = sub.fact("approved-on").happened();
    let general = match q.recipient().fact("sub-processor-authorisation").code() {
        Some("none" | "specific") => Cond::no(),
        _ => sub.fact("announced-on").happened() & !sub.fact("objection-until").still_runs(),
    };
    let may = if known(approved.clone()).is_yes() { approved } else { approved | general };
    may & !known(objected(sub, false))
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

/// Art. 9(1)(a), (2): the purposes of the contract, and the security of the processor.
fn limits<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Recipient>) {
    let receiver = q.recipient();
    let agreed = receiver.fact("purposes-agreed");
    if let (Some(purpose), Some(_)) = (each.purpose().code(), agreed.value()) {
        at.prohibit(rule::ART_9_PURPOSE.when(!agreed.contains(purpose)).reason("r-contract-terms"));
    }
    let insecure = known(!receiver.fact("contract-terms").contains("security"))
        & known(receiver.fact("contract").is("signed"));
    at.review(rule::ART_9_2.when(insecure).reason("r-measures-missing"));
}

/// Art. 9(1)(b): a duty of secrecy by law, profession or contract.
fn secrets(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    const SECRET: [&str; 3] = ["professional-secret", "confidential-business", "regulated"];
    for item in praetor_sdk::reading::items_of(q, each) {
        let labelled = some(&q.labels(), |label| {
            let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
            here & label.fact("content").is_any_of(&SECRET) & label.fact("state").is("present")
        });
        let secret = known(item.category().is_any_of(&SECRET)) | labelled;
        let mut at = answer.at(gate::RECIPIENT).about(each).about(item);
        at.review(rule::ART_9_1_B.when(secret).reason("r-secret-not-permitted"));
    }
}
