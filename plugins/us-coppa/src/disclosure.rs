//! §§ 312.4(d), 312.5(a)(2), 312.7, 312.8: to whom data go, on what assurance, and what the operator owes.

use praetor_sdk::consent::any;
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::verifiable;
use crate::law::{gate, param, rule};

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Purposes of the law itself, for which § 312.5(c)(6) is enough.
const LEGAL: [&str; 4] = ["authority-disclosure", "legal-compliance", "security", "dispute-handling"];

/// Whether data leave the operator for somebody who is no part of the service: by what was said of the use, or because
/// its purpose, or what the recipient does with the data, never is.
pub fn discloses<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let receiver = q.recipient();
    let passes = receiver.exists().is_yes() || each.operation().is_any_of(&PASSING_ON).is_yes();
    if !passes || each.purpose().is_any_of(&LEGAL).is_yes() {
        return Cond::no();
    }
    let never = known(each.purpose().is_any_of(names(&param::NEVER_INTEGRAL, q.as_of())))
        | known(each.operation().is_any_of(&["sell", "share-for-ads"]));
    let own = known(receiver.fact("own-uses").contains_any(&[
        "train-own-models",
        "advertising",
        "enrich-profiles",
        "sell-on",
        "serve-others",
        "research",
    ])) | trains(receiver);
    never | own | !each.fact("integral").is_true()
}

fn trains(receiver: Thing<'_>) -> Cond<'_> {
    known(receiver.fact("training").is("on"))
        | (known(receiver.fact("training").is("switchable"))
            & !known(receiver.fact("training-switched").is("off")))
}

/// § 312.5(a)(2): what is not integral needs a consent of its own.
pub fn disclosure(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let out = discloses(q, each);
    let acts = |c: Thing<'_>| {
        let wanted: &[&str] = match (each.operation().code(), each.purpose().code()) {
            (Some("share-for-ads"), _) | (_, Some("targeted-ads")) => &["targeted-ads"],
            (Some("sell"), _) | (_, Some("sell-data")) => &["sale"],
            _ => &["disclosure"],
        };
        known(c.fact("acts").contains_any(wanted)).is_yes()
    };
    let covering = |c| verifiable(q, c, each) & Cond::known(acts(c));
    let separate = any(q, q.subject(), |c| covering(c) & c.fact("separate").is_true());
    let covered = any(q, q.subject(), covering);
    let mut at = answer.at(gate::DISCLOSURE).about(each);
    let duty = || obligation("obtain-parental-consent").before();
    at.prohibit(rule::S_312_5_A_2.when(out.clone()).reason("r-consent-missing").obliging(duty()))
        .unless(rule::S_312_5_A_2_SEPARATE.when(separate));
    at.prohibit(rule::S_312_5_A_2_OLD.when(out).reason("r-consent-missing").obliging(duty()))
        .unless(rule::S_312_5_A_2_COVERED.when(covered));
}

/// § 312.8(c): written assurances of whoever receives; authorities give none.
pub fn assurances(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let receiver = q.recipient();
    let court = known(receiver.role().is("authority"))
        | known(receiver.fact("class").is_any_of(&["authority", "court"]));
    if receiver.exists().is_no() || court.is_yes() {
        return;
    }
    let lacking = !known(receiver.fact("contract-terms").contains("written-assurances"));
    let duty = obligation("written-assurances").before().as_condition();
    let mut at = answer.at(gate::ASSURANCES).about(each);
    at.permit(rule::S_312_8_C.when(lacking).with_conditions().obliging(duty));
}

/// §§ 312.4(d), 312.7, 312.8(b): the notice, no more than necessary, a security programme.
pub fn operator(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let silent = known(!q.one("notice").fact("topics").contains("children"));
    let duty = obligation("plain-language-notice").before().as_condition();
    answer.at(gate::NOTICE).about(each).permit(rule::S_312_4_D.when(silent).with_conditions().obliging(duty));
    let none = known(!q.controller().fact("security-programme").is_true());
    answer.at(gate::SECURITY).about(each).review(rule::S_312_8.when(none).reason("r-measures-missing"));
    for item in items_of(q, each) {
        let spare = known(!item.fact("needed").is_true());
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::S_312_7.when(spare).reason("r-not-necessary"));
    }
}
