//! Retention: the vendor's own copy. It binds the vendor, not the controller's record.

use praetor_sdk::{Ending, EntityId, FactAt, Maximum, Question, RetentionAnswer, Term, Thing};

use crate::law::rule;

/// Speaks of the vendor's copy of each item that may have reached it.
pub(crate) fn decide(q: Question<'_>, answer: &mut RetentionAnswer) {
    for item in q.items() {
        if may_have_reached(q, item) {
            copy(q, item, answer);
        }
    }
}

/// Deletion of inputs and outputs: at once, after a period, or nobody knows.
fn copy(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) {
    let plain = q.settings().plain();
    if plain.code("zero-retention") == Some("on") {
        answer.maximum(rule::COPY_NONE.always().about(item), Maximum::until(Ending::now()));
    } else if let Some(period) = plain.period("vendor-retention") {
        let end = Term::period(period).from(last_disclosure(q, item));
        answer.maximum(rule::COPY_KEPT.always().about(item), Maximum::until(end));
    } else {
        answer.review(rule::COPY_UNKNOWN.always().about(item));
    }
}

/// Whether the item reached this vendor. If nobody looked, it may have.
pub(crate) fn may_have_reached(q: Question<'_>, item: Thing<'_>) -> bool {
    let Some(vendor) = q.recipient().id() else {
        return true;
    };
    let disclosures = item.follow("disclosed-to", "disclosure");
    !disclosures.any(|disclosure| disclosure.fact("recipient").points_at(vendor)).is_no()
}

/// The last day on which the item went to the vendor; the latest, where there were several. A
/// missing day leaves the end a formula.
fn last_disclosure<'q>(q: Question<'q>, item: Thing<'q>) -> FactAt<'q> {
    let vendor = q.recipient().id();
    let mine = item.follow("disclosed-to", "disclosure").or_gap();
    let days = mine.iter().filter(|one| is_to(*one, vendor)).map(day_of);
    let latest = days.reduce(|one, other| if later(other, one) { other } else { one });
    latest.unwrap_or_else(|| q.one("disclosure").fact("on"))
}

fn is_to(disclosure: Thing<'_>, vendor: Option<EntityId>) -> bool {
    vendor.is_none_or(|id| !disclosure.fact("recipient").points_at(id).is_no())
}

fn day_of(disclosure: Thing<'_>) -> FactAt<'_> {
    let last = disclosure.fact("last-on");
    if last.day().is_some() { last } else { disclosure.fact("on") }
}

/// A day that is unknown counts as the latest, since it may be.
fn later(one: FactAt<'_>, other: FactAt<'_>) -> bool {
    match (one.day(), other.day()) {
        (Some(one), Some(other)) => one > other,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

#[cfg(test)]
mod tests;
