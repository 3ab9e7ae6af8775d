//! § 1798.140(e), (j), (ad), (ag), (ah): whether passing on is a sale or sharing, tested on facts.

use praetor_sdk::reading::{begun, known, names, runs};
use praetor_sdk::{Cond, Question, Thing};

use crate::law::param;

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// The part of the recipient, by what was said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Works for the business.
    Vendor,
    /// An authority or a court.
    Authority,
    /// Anybody else.
    Third,
    /// Nobody said.
    Unknown,
}

/// The part of the recipient.
pub fn part(q: Question<'_>) -> Part {
    let recipient = q.recipient();
    match (recipient.role().code(), recipient.fact("class").code()) {
        (Some("authority"), _) | (None, Some("authority" | "court")) => Part::Authority,
        (Some("processor" | "sub-processor" | "service-provider" | "contractor"), _) => Part::Vendor,
        (Some(_), _) => Part::Third,
        (None, Some("lawyer" | "auditor" | "adviser" | "insurer" | "data-broker" | "partner" | "public")) => {
            Part::Third
        }
        (None, _) => Part::Unknown,
    }
}

/// Whether the use hands something on.
pub fn passes_on(q: Question<'_>, each: Thing<'_>) -> bool {
    q.recipient().exists().is_yes() || each.operation().is_any_of(&PASSING_ON).is_yes()
}

/// § 1798.140(ah): disclosed for cross-context behavioural advertising, with or without consideration. No contract makes
/// that a service (§ 1798.140(e)(6)).
pub fn sharing<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let meant = each.purpose().is_any_of(names(&param::ADVERTISING, q.as_of()));
    known(each.operation().is("share-for-ads")) | (known(meant) & Cond::known(passes_on(q, each)))
}

/// § 1798.140(ad): disclosed to a third party for money or other valuable consideration.
pub fn sale<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let called = known(each.operation().is("sell"))
        | (known(each.purpose().is("sell-data")) & Cond::known(passes_on(q, each)));
    let receiver = q.recipient();
    if called.is_yes() || receiver.exists().is_no() {
        return called;
    }
    let paid = receiver.fact("consideration").is_any_of(&["money", "other"]);
    match part(q) {
        Part::Authority => Cond::no(),
        Part::Third if for_claims(q, each).is_yes() => Cond::no(),
        Part::Third => paid,
        Part::Vendor => !keeps_to_service(q) & paid,
        Part::Unknown => Cond::missing(receiver.role().at()) & paid,
    }
}

/// A sale or sharing.
pub fn deal<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    sharing(q, each) | sale(q, each)
}

/// 11 CCR § 7050(a)-(b): what it does for itself stays within what a service provider may do.
pub fn keeps_to_service(q: Question<'_>) -> Cond<'_> {
    q.recipient().fact("own-uses").contains_only(names(&param::PROVIDER_OWN_USES, q.as_of()))
}

/// § 1798.145(a): advice and claims.
pub fn for_claims<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let adviser = known(q.recipient().role().is("adviser"))
        | known(q.recipient().fact("class").is_any_of(&["lawyer", "auditor", "adviser", "insurer", "court"]));
    let legal = ["dispute-handling", "legal-compliance", "audit", "accounting", "enforce-terms"];
    adviser & known(each.purpose().is_any_of(&legal))
}

/// A signed contract that has begun, is not over and holds these terms.
pub fn bound<'q>(q: Question<'q>, terms: &[&str]) -> Cond<'q> {
    let receiver = q.recipient();
    let signed = receiver.fact("contract").is("signed");
    signed
        & begun(receiver.fact("contract-from"))
        & runs(receiver.fact("contract-until"))
        & receiver.fact("contract-terms").contains_all(terms)
}
