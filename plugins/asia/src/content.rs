//! What is in an item: by its category, and by labels of what a scan found.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Question, Thing};

/// Categories that may hold anything: what is in them is unknown until somebody looked.
pub const UNSTRUCTURED: [&str; 7] = [
    "prompt-text",
    "uploaded-image",
    "uploaded-asset",
    "generated-output",
    "support-message",
    "child-data",
    "unlabelled",
];

/// The label is on the item.
pub fn is_on<'q>(label: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id))
}

/// The labels of an item that say that one of these contents is there.
#[must_use]
pub fn present<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Vec<Thing<'q>> {
    q.labels().which(|label| {
        is_on(label, item) & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    })
}

/// The item is of these categories or has such a label; unstructured content is unknown until it
/// was searched, and is left to [`unsearched`] where somebody said that it was not.
pub fn touches<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Cond<'q> {
    let labelled = some(&q.labels(), |label| {
        is_on(label, item) & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    });
    let scan = item.fact("scan");
    let unseen = match scan.code() {
        _ if unsearched(q, item, contents).is_yes() => Cond::no(),
        Some("full" | "not-applicable") => Cond::because(scan.at(), false),
        _ => Cond::missing(scan.at()),
    };
    item.category().is_any_of(contents) | labelled | (item.category().is_any_of(&UNSTRUCTURED) & unseen)
}

/// The question says that the content, or one of these labels, was not searched for.
pub fn unsearched<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Cond<'q> {
    let one = some(&q.labels(), |label| {
        is_on(label, item) & label.fact("content").is_any_of(contents) & label.fact("state").is("not-scanned")
    });
    known(item.category().is_any_of(&UNSTRUCTURED) & item.fact("scan").is("not-scanned")) | one
}

/// Somebody else is shown or mentioned in the item.
pub fn shows_others<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    some(&q.labels(), |label| {
        let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
        is_on(label, item) & label.fact("state").is("present") & other
    })
}

/// Whether everybody whose content it is passes: the subject for the item itself where `own`, and
/// the owner of each label.
pub fn by_owners<'q>(
    q: Question<'q>,
    (item, contents): (Thing<'q>, &[&str]),
    own: bool,
    test: impl Fn(Thing<'q>) -> Cond<'q>,
) -> Cond<'q> {
    let shown = present(q, item, contents);
    if !own && shown.is_empty() {
        return Cond::missing(item.fact("scan").at());
    }
    let first = if own { test(q.subject()) } else { Cond::yes() };
    shown.into_iter().fold(first, |so_far, label| {
        so_far
            & match label.fact("owner").code() {
                Some("subject") => test(q.subject()),
                Some("third-person") => test(label.follow_one("person", "person")),
                _ => Cond::missing(label.fact("owner").at()),
            }
    })
}
