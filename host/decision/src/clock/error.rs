//! Why a term has no date.

use crate::calendar::CalendarError;
use crate::question::{Day, Name};
use crate::term::Span;

/// Why a term has no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The dictionary has no such algorithm.
    #[error("unknown clock algorithm `{name}`; known are {known}")]
    UnknownAlgorithm {
        /// What the plugin wrote.
        name: Name,
        /// All algorithms, separated by commas.
        known: String,
    },
    /// The algorithm does not count this unit.
    #[error("clock algorithm `{algorithm}` does not count `{span}`; it counts {counted}")]
    WrongSpan {
        /// The algorithm.
        algorithm: &'static str,
        /// The span's unit.
        span: &'static str,
        /// The units that it counts.
        counted: &'static str,
    },
    /// A span that no law has.
    #[error("a period of {0:?} is longer than any law's; the longest is {1}")]
    TooLong(Span, u32),
    /// The fact that should start the period is no day and no instant.
    #[error("`{kind}.{name}` cannot start a period; it must be a day, an instant or not-yet")]
    NotAnEvent {
        /// The kind of its entity.
        kind: Name,
        /// The fact.
        name: Name,
    },
    /// The end of the financial year is no day of the year.
    #[error("month {month}, day {day} is not a day of the year and cannot end a financial year")]
    NoSuchYearEnd {
        /// The month.
        month: u8,
        /// The day.
        day: u8,
    },
    /// A pause that ends before it starts.
    #[error("a pause from `{start}` cannot end on `{end}`; give its first day first")]
    PauseReversed {
        /// Its first day.
        start: Day,
        /// Its last day.
        end: Day,
    },
    /// Hours run through everything.
    #[error("a period in hours has no pauses; leave them out")]
    PauseInHours,
    /// A clock that starts anew before it started.
    #[error("the period cannot start anew on `{restart}`, before it began on `{anchor}`")]
    RestartFirst {
        /// Where it starts anew.
        restart: Day,
        /// Where it began.
        anchor: Day,
    },
    /// The date leaves the years 1 to 9999.
    #[error("the period ends outside the years 1 to 9999")]
    OutOfRange,
    /// A holiday calendar is missing or does not reach so far.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}
