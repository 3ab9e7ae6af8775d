//! What a term comes to.

use serde::{Deserialize, Serialize};

use crate::calendar::Rest;
use crate::question::{Day, FactOf, Instant};
use crate::term::{Rounding, Span, Term};

/// What a term comes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Resolved {
    /// A last day.
    Day(Dated),
    /// A last moment: a period in hours whose hour of start is known.
    Moment(Timed),
    /// The clock stands still, and nobody knows until when.
    StandsStill(Still),
    /// The event that starts it is unknown or has not happened.
    Formula(Formula),
}

/// A last day: the period ends with the end of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dated {
    /// The last day, whole.
    pub day: Day,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// A last moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Timed {
    /// The moment, with the offset of the place where the period began.
    pub instant: Instant,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// A clock that stands still.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Still {
    /// The first day of the pause that has not ended.
    pub since: Day,
    /// The last day if that pause were disregarded: the day to aim for, and the earliest that
    /// the last day can be.
    pub not_before: Day,
    /// How that day came about.
    pub steps: Vec<Step>,
}

/// A date that waits for its event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Formula {
    /// The event.
    pub event: FactOf,
    /// What is known of it.
    pub happened: Happened,
    /// The term, as the plugin gave it.
    pub term: Term,
}

/// What is known of an event without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Happened {
    /// It has not happened: the clock does not run.
    NotYet,
    /// Nobody said: the clock may be running, or over.
    Unknown,
}

/// One step of the computation, for the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// The event's day.
    Anchor(Day),
    /// The event's moment.
    AnchorAt(Instant),
    /// The clock started anew.
    Restarted(Day),
    /// Only the day of the start is known, so the hours count from its first moment.
    HourUnknown(Day),
    /// The start moved before counting; the period runs from the following midnight, or from the
    /// first moment of a 1 January.
    Rounded(Rounding, Day),
    /// The span was added.
    Added(Span, Day),
    /// The last month has no such day: its last day counts.
    NoSuchDay(Day),
    /// Counting went over a holiday.
    Skipped(Day, Rest),
    /// So many days did not count; the last day is now this.
    Paused(u32, Day),
    /// A pause that began after the period had ended changes nothing.
    PauseTooLate(Day),
    /// The last day was a day of rest; it is now the following day.
    Rolled(Day, Rest),
}

impl Resolved {
    /// The last day, if it is known: the day itself, or the day of the moment.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        match self {
            Self::Day(dated) => Some(dated.day),
            Self::Moment(timed) => super::anchor::civil_day(timed.instant).ok(),
            Self::StandsStill(_) | Self::Formula(_) => None,
        }
    }

    /// The first day on which the period is over, if it is known.
    #[must_use]
    pub fn over_from(&self) -> Option<Day> {
        self.day()?.tomorrow().ok()
    }

    /// How it came about; empty for a formula.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        match self {
            Self::Day(dated) => &dated.steps,
            Self::Moment(timed) => &timed.steps,
            Self::StandsStill(still) => &still.steps,
            Self::Formula(_) => &[],
        }
    }
}
