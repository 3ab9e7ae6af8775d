//! Sale, targeted advertising and profiling, tested on facts.

use praetor_sdk::reading::{begun, known, names, runs};
use praetor_sdk::{Cond, Question, Thing};

use crate::law::param;

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Whether the recipient works for the controller, by role.
pub fn is_vendor(q: Question<'_>) -> Cond<'_> {
    q.recipient().role().is_any_of(&["processor", "sub-processor", "service-provider", "contractor"])
}

/// Whether the recipient is an authority or a court.
pub fn is_authority(q: Question<'_>) -> Cond<'_> {
    known(q.recipient().role().is("authority"))
        | known(q.recipient().fact("class").is_any_of(&["authority", "court"]))
}

/// Sale: to a third party for money, or, where the state says so, for another valuable consideration.
pub fn sale<'q>(q: Question<'q>, each: Thing<'q>, money_only: bool) -> Cond<'q> {
    let receiver = q.recipient();
    let consideration = receiver.fact("consideration");
    let paid = consideration.is_any_of(if money_only { &["money"] } else { &["money", "other"] });
    let called = known(each.operation().is("sell")) | known(each.purpose().is("sell-data"));
    if called.is_yes() {
        return called & !known(!paid);
    }
    let passes = receiver.exists().is_yes() || each.operation().is_any_of(&PASSING_ON).is_yes();
    if !passes || receiver.exists().is_no() || is_authority(q).is_yes() || adviser(q).is_yes() {
        return Cond::no();
    }
    !(is_vendor(q) & keeps_to_service(q)) & paid
}

fn adviser(q: Question<'_>) -> Cond<'_> {
    known(q.recipient().role().is("adviser"))
        | known(q.recipient().fact("class").is_any_of(&["lawyer", "auditor", "adviser", "insurer"]))
}

/// What a processor does for itself stays within what the laws leave it.
pub fn keeps_to_service(q: Question<'_>) -> Cond<'_> {
    q.recipient().fact("own-uses").contains_only(names(&param::PROCESSOR_OWN_USES, q.as_of()))
}

/// Advertising chosen by behaviour on other sites and services, by whomever.
pub fn advertising(each: Thing<'_>) -> Cond<'_> {
    known(each.purpose().is("targeted-ads")) | known(each.operation().is("share-for-ads"))
}

/// Profiling for decisions with legal or similarly weighty effects.
pub fn profiling(each: Thing<'_>) -> Cond<'_> {
    let profiles = known(each.operation().is_any_of(&["profile", "decide-automatically"]))
        | known(each.fact("profiling").is_true());
    profiles & !each.fact("significant-effect").is("none")
}

/// A signed contract that has begun, is not over and holds these terms.
pub fn bound<'q>(q: Question<'q>, terms: &[&str]) -> Cond<'q> {
    let receiver = q.recipient();
    receiver.fact("contract").is("signed")
        & begun(receiver.fact("contract-from"))
        & runs(receiver.fact("contract-until"))
        & receiver.fact("contract-terms").contains_all(terms)
}
