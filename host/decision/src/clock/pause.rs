//! Pauses: days that do not count.

use crate::clock::ClockError;
use crate::question::Day;
use crate::term::Pause;

/// A pause as counted: the days after `start` up to and including `end` do not count, so a pause
/// from the 24th to the 4th takes ten days, as the supervisory authorities count it. Where a law
/// counts the first day too, the plugin gives the day after as the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The day on which the clock stopped.
    pub start: Day,
    /// The day on which it went on; none: it stands still.
    pub end: Option<Day>,
}

impl Counted {
    /// The length of an ended pause in days, counted from `from` at the earliest.
    pub(super) fn days_after(self, from: Day) -> u32 {
        self.end.map_or(0, |end| days_between(self.start.max(from), end))
    }
}

/// The pauses in order, those that meet or overlap as one, so that no day counts twice.
pub(super) fn in_order(pauses: &[Pause]) -> Result<Vec<Counted>, ClockError> {
    let mut sorted = pauses.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    sorted.sort_by_key(|pause| pause.start);
    let mut united: Vec<Counted> = Vec::with_capacity(sorted.len());
    for pause in sorted {
        match united.last_mut() {
            Some(last) if last.end.is_none_or(|end| pause.start <= end) => {
                last.end = later(last.end, pause.end);
            }
            _ => united.push(pause),
        }
    }
    Ok(united)
}

fn checked(pause: &Pause) -> Result<Counted, ClockError> {
    match pause.end {
        Some(end) if end < pause.start => Err(ClockError::PauseReversed { start: pause.start, end }),
        end => Ok(Counted { start: pause.start, end }),
    }
}

/// The later of two ends; an open end is later than any day.
fn later(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    Some(one?.max(other?))
}

/// Whole days from one day to another; 0 if the second is not later.
pub(super) fn days_between(from: Day, to: Day) -> u32 {
    u32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(0)
}
