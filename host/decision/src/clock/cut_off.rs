//! The row cut-off of a formula: one day for a whole table.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendars;
use crate::clock::{ClockError, Formula, NoFacts, pause, resolve};
use crate::question::Day;
use crate::term::{Anchor, Span, Term};

/// Which rows of a table have expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CutOff {
    /// The period is over for rows whose event was on this day or earlier, and for no later one.
    Through(Day),
    /// It is over for no row, or each row must be asked about.
    None,
}

/// Roundings and the roll move a last day by less than this beyond the span.
const MARGIN_DAYS: u32 = 800;

impl Formula {
    /// The rows whose period is over as of a day: it ended on the day before or earlier.
    ///
    /// A pause belongs to one row, so a term with pauses has no cut-off: each row is asked about.
    ///
    /// # Errors
    /// As [`resolve`].
    pub fn cut_off(&self, as_of: Day, calendars: &Calendars) -> Result<CutOff, ClockError> {
        if !self.term.pauses.is_empty() {
            return Ok(CutOff::None);
        }
        let over = |anchor: Day| is_over(&self.term, anchor, as_of, calendars);
        let (mut expired, mut running) = (Day::new(1, 1, 1).map_err(|_| ClockError::OutOfRange)?, as_of);
        if let Some(low) = surely_over(&self.term, as_of) {
            expired = expired.max(low);
        }
        if !over(expired)? {
            return Ok(CutOff::None);
        }
        // A later event never ends earlier, so halving finds the border.
        while pause::days_between(expired, running) > 1 {
            let middle = halfway(expired, running)?;
            if over(middle)? { expired = middle } else { running = middle }
        }
        Ok(CutOff::Through(expired))
    }
}

fn is_over(term: &Term, anchor: Day, as_of: Day, calendars: &Calendars) -> Result<bool, ClockError> {
    let row = Term { anchor: Anchor::On(anchor), ..term.clone() };
    Ok(resolve(&row, calendars, &NoFacts)?.day().is_some_and(|last| last < as_of))
}

/// A day so long ago that its period is over; near enough that calendars still cover its end.
fn surely_over(term: &Term, as_of: Day) -> Option<Day> {
    let span = match term.span {
        Span::Months(months) => months.checked_mul(31)?,
        Span::Days(days) => days,
        Span::BusinessDays(days) => days.checked_mul(3)?,
        Span::Hours(hours) => hours / 24,
    };
    let days = span.checked_add(MARGIN_DAYS)?;
    as_of.checked_sub(jiff::Span::new().try_days(days).ok()?).ok()
}

fn halfway(from: Day, to: Day) -> Result<Day, ClockError> {
    let half = jiff::Span::new().try_days(pause::days_between(from, to) / 2);
    from.checked_add(half.map_err(|_| ClockError::OutOfRange)?).map_err(|_| ClockError::OutOfRange)
}
