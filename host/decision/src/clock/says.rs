//! Short words for formulas and steps.

use std::fmt;

use crate::calendar::Rest;
use crate::clock::{Formula, Step};
use crate::term::{Rounding, Span};

/// `end of calendar year of item.dated-on + 96 months`.
impl fmt::Display for Formula {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moved = Moved(self.term.rounding);
        write!(to, "{moved}{}.{} + {}", self.event.kind, self.event.name, Length(self.term.span))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anchor(day) => write!(to, "from {day}"),
            Self::AnchorAt(instant) => write!(to, "from second {} of the epoch", instant.seconds),
            Self::Restarted(day) => write!(to, "starts anew on {day}"),
            Self::HourUnknown(day) => write!(to, "hour unknown: from the first hour of {day}"),
            Self::Rounded(Rounding::StartOfNextYear, day) => write!(to, "runs from {day}"),
            Self::Rounded(rounding, day) => write!(to, "{}it: {day}", Moved(*rounding)),
            Self::Added(span, day) => write!(to, "+ {}: {day}", Length(*span)),
            Self::NoSuchDay(day) => write!(to, "no such day in that month: its last day, {day}"),
            Self::Skipped(day, rest) => write!(to, "{day} does not count: {}", Why(rest)),
            Self::Paused(days, day) => write!(to, "stood still for {days} days: {day}"),
            Self::PauseTooLate(day) => write!(to, "the pause of {day} came after the end"),
            Self::Rolled(day, rest) => write!(to, "{}: next day, {day}", Why(rest)),
        }
    }
}

struct Moved(Rounding);

impl fmt::Display for Moved {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Rounding::None => Ok(()),
            Rounding::EndOfMonth => to.write_str("end of month of "),
            Rounding::EndOfCalendarYear => to.write_str("end of calendar year of "),
            Rounding::EndOfFiscalYear(month, day) => {
                write!(to, "end of financial year ({month:02}-{day:02}) of ")
            }
            Rounding::StartOfNextYear => to.write_str("start of the year after "),
        }
    }
}

struct Length(Span);

impl fmt::Display for Length {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Span::Months(months) => write!(to, "{months} months"),
            Span::Days(days) => write!(to, "{days} days"),
            Span::BusinessDays(days) => write!(to, "{days} business days"),
            Span::Hours(hours) => write!(to, "{hours} hours"),
        }
    }
}

struct Why<'a>(&'a Rest);

impl fmt::Display for Why<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Rest::Weekend => to.write_str("weekend"),
            Rest::Holiday { place, name } => write!(to, "{name} ({place})"),
        }
    }
}
