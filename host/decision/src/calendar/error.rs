//! Why a calendar cannot answer.

use crate::question::{Day, Name};

/// Why a calendar cannot be read, found or asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The text is no calendar.
    #[error("calendar `{file}` cannot be read: {reason}")]
    Malformed {
        /// Its name.
        file: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// One of its holidays is no rule.
    #[error("calendar `{file}`, holiday `{holiday}`: {reason}")]
    BadRule {
        /// Its name.
        file: String,
        /// The holiday.
        holiday: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// Two calendars of one place.
    #[error("place `{place}` has two calendars; keep one")]
    Twice {
        /// The place.
        place: Name,
    },
    /// No calendar of this place or of the place it is a part of.
    #[error("no holiday calendar for `{place}`; of the same country there is: {near}")]
    UnknownPlace {
        /// The place.
        place: Name,
        /// Places of the same country that have one; may be empty.
        near: String,
    },
    /// The calendar does not reach so far: the day may be a holiday or not. No earlier day can be
    /// the last one, so this day is the safe one to aim for.
    #[error("the calendar of `{place}` covers {from} to {until}, not `{day}`; bring it up to date")]
    Uncovered {
        /// The place.
        place: Name,
        /// The day that was asked about.
        day: Day,
        /// The first year covered.
        from: i16,
        /// The last year covered.
        until: i16,
    },
}
