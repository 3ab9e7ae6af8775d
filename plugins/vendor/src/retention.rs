//! Retention: the vendor's own copy. It binds the vendor, not the controller's record.

use praetor_sdk::{Ending, EntityId, FactAt, Ground, Maximum, Question, RetentionAnswer, Term, Thing};

use crate::class::Class;
use crate::law::rule;

/// Speaks of the vendor's copy of each item that may have reached it.
pub fn copies(q: Question<'_>, class: Class, answer: &mut RetentionAnswer) {
    for item in reached(q) {
        copy(q, class, item, answer);
    }
}

/// The items that may have reached the vendor.
#[must_use]
pub fn reached(q: Question<'_>) -> Vec<Thing<'_>> {
    q.items().iter().filter(|item| may_have_reached(q, *item)).collect()
}

/// Deletion of inputs and outputs: at once, after a period, by its own law, or nobody knows.
pub fn copy(q: Question<'_>, class: Class, item: Thing<'_>, answer: &mut RetentionAnswer) {
    let plain = q.settings().plain();
    if plain.code("zero-retention") == Some("on") {
        answer.maximum(rule::COPY_NONE.always().about(item), Maximum::until(Ending::now()));
    } else if let Some(period) = plain.period("vendor-retention") {
        let end = Term::period(period).from(last_disclosure(q, item));
        answer.maximum(rule::COPY_KEPT.always().about(item), Maximum::until(end));
    } else if class.obeys(plain) {
        answer.review(rule::COPY_UNKNOWN.always().about(item));
    } else {
        answer.ground(rule::COPY_OWN.always().about(item), Ground::until(Ending::running()));
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
#[must_use]
pub fn last_disclosure<'q>(q: Question<'q>, item: Thing<'q>) -> FactAt<'q> {
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
