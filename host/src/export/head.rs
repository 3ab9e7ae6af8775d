//! What an export says of itself: who asked for what, which checkpoint covers it, and what a copy of
//! decisions outside of the ledger means.

use praetor_ledger::Timestamp;
use serde_json::{Map, Value as Json};

use super::{Counts, Export};
use crate::api::write_time;
use crate::limits::EXPORT_COPY_DAYS;
use crate::wire::decision::kind_name;

/// Said by every export that holds what the ledger can erase.
const ESCAPES: &str = "This copy escapes erasure: what is erased from the ledger stays readable here. Keep it as \
     safe as the ledger, delete it by `expires`, and tell whoever you pass it on to; an export by reference holds \
     nothing that can be erased.";

/// Said by an export without content.
const REFERENCE: &str = "By reference: places, times and hashes of the log, and nothing that was decrypted. Read the \
     decisions in the ledger, where they can be erased.";

/// Microseconds of a day.
const DAY: u64 = 86_400_000_000;

/// What stands at the beginning.
pub(super) fn head(export: &Export<'_>) -> Map<String, Json> {
    let (extract, order) = (export.extract, &export.extract.order);
    let (class, note) =
        if order.by_reference { ("reference", REFERENCE) } else { ("personal-data", ESCAPES) };
    let expires = Timestamp(extract.receipt.recorded_at.0.saturating_add(EXPORT_COPY_DAYS * DAY));
    let kinds: Vec<&str> = order.kinds.iter().map(|kind| kind_name(*kind)).collect();
    let time = |time: Option<Timestamp>| Json::from(time.map(write_time));
    let rows = [
        ("class", Json::from(class)),
        ("expires", if order.by_reference { Json::Null } else { write_time(expires).into() }),
        ("note", note.into()),
        ("recorded_at", write_time(extract.receipt.recorded_at).into()),
        ("sequence", extract.receipt.sequence.into()),
        ("leaf", extract.receipt.leaf.to_string().into()),
        ("actor", order.actor.as_str().into()),
        ("format", export.format.name().into()),
        ("by_reference", order.by_reference.into()),
        ("from", time(order.from)),
        ("to", time(order.until)),
        ("kinds", if kinds.is_empty() { Json::Null } else { kinds.into() }),
        ("first", extract.range.start.into()),
        ("before", extract.range.end.into()),
        ("verifier_key", export.archive.verifier_key().into()),
        ("checkpoint", String::from_utf8_lossy(&extract.checkpoint).into()),
    ];
    rows.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What stands at the end, and only there.
pub(super) fn end(counts: &Counts) -> Map<String, Json> {
    let rows = [
        ("decisions", Json::from(counts.decisions)),
        ("erased", counts.erased.into()),
        ("unreadable", counts.unreadable.into()),
        ("deleted", counts.deleted.into()),
        ("complete", true.into()),
    ];
    rows.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
