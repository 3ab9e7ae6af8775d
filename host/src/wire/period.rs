//! When a binding serves, as JSON.

use praetor_ledger::Timestamp;
use serde_json::{Map, Value as Json};

use crate::api::write_time;
use crate::engine::Period;

/// The ends of a period as `bound_from` and `bound_until`, those that there are.
#[must_use]
pub fn write_period(period: Period) -> Map<String, Json> {
    let ends = [("bound_from", period.from), ("bound_until", period.until)];
    let write = |(key, time): (&str, Option<Timestamp>)| Some((key.to_owned(), write_time(time?).into()));
    ends.into_iter().filter_map(write).collect()
}
