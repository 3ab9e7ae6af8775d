//! The arithmetic of ends: the latest, the earliest, and whether an end has passed on a day.

use crate::decision::retention::Bound;
use crate::question::Day;

/// Whether a bound lies before a day. What has no date has not passed: nothing is erased on the
/// strength of an event that nobody dated.
pub(crate) fn passed(bound: &Bound, on: Day) -> bool {
    match bound {
        Bound::Ended => true,
        Bound::Through(last) => *last < on,
        Bound::Formula(_) | Bound::Release(_) | Bound::Open => false,
        Bound::Latest(all) => all.iter().all(|one| passed(one, on)),
        Bound::Earliest(all) => all.iter().any(|one| passed(one, on)),
    }
}

/// Whether a bound waits for an event.
pub(super) const fn waits(bound: &Bound) -> bool {
    matches!(bound, Bound::Formula(_) | Bound::Release(_) | Bound::Latest(_) | Bound::Earliest(_))
}

/// The latest of several bounds; of none: it has ended.
pub(crate) fn latest<'a>(bounds: impl IntoIterator<Item = &'a Bound>) -> Bound {
    let (mut day, mut waiting) = (None, Vec::new());
    for bound in bounds {
        match bound {
            Bound::Ended => {}
            Bound::Open => return Bound::Open,
            Bound::Through(last) => day = day.max(Some(*last)),
            Bound::Latest(parts) => waiting.extend(parts.iter().cloned()),
            other => waiting.push(other.clone()),
        }
    }
    joined(day, waiting, Bound::Latest, Day::max).unwrap_or(Bound::Ended)
}

/// The earliest of several bounds; of none: it is open.
pub(super) fn earliest<'a>(bounds: impl IntoIterator<Item = &'a Bound>, as_of: Day) -> Bound {
    let (mut day, mut waiting): (Option<Day>, Vec<Bound>) = (None, Vec::new());
    for bound in bounds {
        match bound {
            Bound::Ended => return Bound::Ended,
            Bound::Open => {}
            Bound::Through(last) => day = Some(day.map_or(*last, |day| day.min(*last))),
            Bound::Earliest(parts) => waiting.extend(parts.iter().cloned()),
            other => waiting.push(other.clone()),
        }
    }
    match day {
        // What has passed already is the earliest, whatever an event may still bring.
        Some(day) if day < as_of => Bound::Through(day),
        _ => joined(day, waiting, Bound::Earliest, Day::min).unwrap_or(Bound::Open),
    }
}

/// One bound out of a day and the parts that wait; days within the parts join the day.
fn joined(
    day: Option<Day>,
    waiting: Vec<Bound>,
    many: fn(Vec<Bound>) -> Bound,
    better: fn(Day, Day) -> Day,
) -> Option<Bound> {
    let (mut day, mut parts) = (day, Vec::<Bound>::new());
    for part in waiting {
        match part {
            Bound::Through(last) => day = Some(day.map_or(last, |day| better(day, last))),
            part if parts.contains(&part) => {}
            part => parts.push(part),
        }
    }
    parts.splice(0..0, day.map(Bound::Through));
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(many(parts)),
    }
}

/// The days on which these bounds have just passed, after a day.
pub(super) fn changes(bound: &Bound, after: Day, into: &mut Vec<Day>) {
    match bound {
        Bound::Through(last) => into.extend(last.tomorrow().ok().filter(|day| *day > after)),
        Bound::Latest(all) | Bound::Earliest(all) => {
            for one in all {
                changes(one, after, into);
            }
        }
        Bound::Ended | Bound::Formula(_) | Bound::Release(_) | Bound::Open => {}
    }
}
