//! Dates as JSON: a day, a moment, or the formula that remains while an event is unknown.

use praetor_decision::clock::{Happened, Resolved};
use serde_json::{Value as Json, json};

use crate::told::Told;
use crate::wire::value::write_instant;

/// A date as JSON: a string where it is known, an object where it waits for something.
#[must_use]
pub fn write_resolved(resolved: &Resolved, told: &Told) -> Json {
    match resolved {
        Resolved::Day(dated) => Json::from(dated.day.to_string()),
        Resolved::Moment(timed) => Json::from(write_instant(timed.instant)),
        Resolved::StandsStill(still) => json!({
            "stands_still_since": still.since.to_string(),
            "not_before": still.not_before.to_string(),
        }),
        Resolved::Formula(formula) => json!({
            "waits_for": format!("{}.{}", formula.event.kind, formula.event.name),
            "entity": formula.event.entity.map(|id| told.name_of(id)),
            "event": match formula.happened {
                Happened::NotYet => "not-yet",
                Happened::Unknown => "unknown",
            },
            "says": formula.to_string(),
        }),
    }
}
