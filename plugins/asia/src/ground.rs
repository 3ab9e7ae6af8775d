//! Grounds that several laws know, each read from facts and never from a label alone.

use praetor_sdk::reading::{begun, items_of, known, some};
use praetor_sdk::{Cond, Question, Thing};

/// Acts that no contract with the person can need.
const BEYOND_CONTRACT: [&str; 4] = ["train", "sell", "share-for-ads", "send-marketing"];

/// Purposes without which a service that was ordered cannot be given.
pub const SERVICE: [&str; 7] = [
    "account-management",
    "authentication",
    "content-generation",
    "hosting",
    "billing",
    "support",
    "service-messages",
];

/// Purposes that are never part of the service that was ordered.
pub const OWN_PURPOSES: [&str; 7] = [
    "ai-training",
    "research",
    "marketing-profiling",
    "targeted-ads",
    "sell-data",
    "partner-own-purposes",
    "engagement-profiling",
];

/// Purposes of advertising.
pub const MARKETING: [&str; 3] = ["marketing", "marketing-profiling", "targeted-ads"];

/// A contract with this person stands, and the use is necessary for it. Useful is not necessary.
pub fn contract<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let (purpose, stated) = (each.purpose(), each.fact("contract-necessary"));
    let of_the_service = purpose.is_any_of(&SERVICE);
    let necessary = match (stated.value(), of_the_service.is_yes()) {
        (None, true) => of_the_service,
        _ => stated.is_true(),
    };
    let beyond = purpose.is_any_of(&OWN_PURPOSES)
        | purpose.is("marketing")
        | known(each.operation().is_any_of(&BEYOND_CONTRACT));
    let without = known(!q.subject().fact("has-contract").is_true());
    let ended = known(q.subject().fact("contract-ended-on").happened());
    necessary & !beyond & !without & !ended
}

/// A duty of the law of the area that is named, or an order that names its power. Foreign law is
/// none.
pub fn duty<'q>(q: Question<'q>, each: Thing<'q>, area: &[&str]) -> Cond<'q> {
    let ordered = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    each.fact("obligation-of").within(area) & (ordered | each.fact("obligation-cited").is_true())
}

/// The person made it public, and the use fits what it was made public for.
pub fn published<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let items = items_of(q, each).or_gap();
    let public = Cond::all(items.iter().map(|item| item.fact("public").is("by-subject")));
    public & each.fact("compatible").is_any_of(&["compatible", "same-purpose"])
}

/// An interest was weighed and prevailed, before the use began.
pub fn weighed(each: Thing<'_>) -> Cond<'_> {
    let (on, start) = (each.fact("lia-on"), each.fact("started-on"));
    let in_time = match start.day() {
        Some(start) => on.on_or_before(start),
        None => on.happened(),
    };
    let unexpected = known(!each.fact("reasonable-expectation").is_true());
    each.fact("lia").is("passed") & in_time & begun(on) & !unexpected
}

/// An emergency that an order or a statement to life tells of.
pub fn threat(q: Question<'_>) -> Cond<'_> {
    some(&q.all("order"), |order| order.fact("threat-to-life").is_true())
}
