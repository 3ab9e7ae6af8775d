//! Whether a duty was met in time.

use serde::{Deserialize, Serialize};

use crate::answer::Clock;
use crate::clock::{Happened, Resolved};
use crate::question::Day;

/// Whether a duty was met in time, as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Timeliness {
    /// It was met in time.
    OnTime,
    /// It was met, but after this last day.
    Late(Day),
    /// It has not been met, and this was the last day.
    Overdue(Day),
    /// It has not been met, and there is time.
    Pending,
    /// It cannot be told: the start is unknown, or the hour on the last day.
    Unclear,
}

/// Judges a clock by its resolved `latest` (none: the law fixes no last day) and its `met_on`.
///
/// A `met_on` after `as_of` has not happened yet. A duty that is owed at once is judged by its
/// outer limit alone; that it is owed at once stays with the clock.
#[must_use]
pub fn judge(clock: &Clock, latest: Option<&Resolved>, as_of: Day) -> Timeliness {
    let met = clock.met_on.filter(|met| *met <= as_of);
    match (latest, met) {
        (None, Some(_)) => Timeliness::OnTime,
        (None, None) => Timeliness::Pending,
        (Some(Resolved::Day(dated)), met) => by_day(dated.day, met, as_of),
        (Some(moment @ Resolved::Moment(_)), met) => by_moment(moment.day(), met, as_of),
        (Some(Resolved::StandsStill(_)), Some(_)) => Timeliness::OnTime,
        (Some(Resolved::StandsStill(_)), None) => Timeliness::Pending,
        (Some(Resolved::Formula(formula)), met) => by_formula(formula.happened, met),
    }
}

fn by_day(last: Day, met: Option<Day>, as_of: Day) -> Timeliness {
    match met {
        Some(met) if met <= last => Timeliness::OnTime,
        Some(_) => Timeliness::Late(last),
        None if as_of > last => Timeliness::Overdue(last),
        None => Timeliness::Pending,
    }
}

/// Days cannot say whether the last day's hour was kept.
fn by_moment(last: Option<Day>, met: Option<Day>, as_of: Day) -> Timeliness {
    match last {
        None => Timeliness::Unclear,
        Some(last) if met.unwrap_or(as_of) == last => Timeliness::Unclear,
        Some(last) => by_day(last, met, as_of),
    }
}

fn by_formula(happened: Happened, met: Option<Day>) -> Timeliness {
    match (happened, met) {
        (Happened::NotYet, Some(_)) => Timeliness::OnTime,
        (Happened::NotYet, None) => Timeliness::Pending,
        (Happened::Unknown, _) => Timeliness::Unclear,
    }
}
