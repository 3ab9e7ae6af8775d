//! A date as the law describes it: anchor, rounding, span, algorithm, pauses.
//!
//! Plugins return terms; `clock::resolve` computes the day, once, for every guest language.

use serde::{Deserialize, Serialize};

use crate::question::{Day, FactOf, Instant, Name};

/// The event that starts a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Anchor {
    /// A known day.
    On(Day),
    /// A known moment, for periods in hours.
    At(Instant),
    /// The event is unknown or has not happened: the date stays a formula.
    Event(FactOf),
}

/// How the anchor is moved before the span is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rounding {
    /// Not at all.
    None,
    /// To the last day of its month.
    EndOfMonth,
    /// To 31 December of its year.
    EndOfCalendarYear,
    /// To the next such day (month, day): the end of the financial year.
    EndOfFiscalYear(u8, u8),
    /// To 1 January of the following year.
    StartOfNextYear,
}

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Span {
    /// Calendar months; a year is twelve.
    Months(u32),
    /// Calendar days.
    Days(u32),
    /// Days that are neither weekend nor holiday.
    BusinessDays(u32),
    /// Hours.
    Hours(u32),
}

/// A time during which a clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pause {
    /// The day on which it began.
    pub start: Day,
    /// The day on which it ended; none: it stands still.
    pub end: Option<Day>,
}

/// A date as the law describes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// The event that starts it.
    pub anchor: Anchor,
    /// How the anchor is moved first.
    pub rounding: Rounding,
    /// How long it runs.
    pub span: Span,
    /// A clock algorithm of the dictionary.
    pub algorithm: Name,
    /// Places whose holidays count.
    pub calendars: Vec<Name>,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// The day on which it started anew; replaces the anchor.
    pub restart: Option<Day>,
}
