//! Row cut-offs: which rows of a whole table may be erased although no anchor is known.

use super::super::Hearing;
use super::evidence::Evidence;
use crate::answer::retention::Expiry;
use crate::clock::{CutOff, Happened, Resolved};
use crate::decision::FindingRef;
use crate::decision::retention::{Bound, Ceiling, RowCutOff};

/// The conditions under which a row may be erased on the day asked about; a row must satisfy all
/// of them. Empty if there are none, or if something keeps every row.
pub(super) fn cut_offs(hearing: &Hearing<'_>, evidence: &Evidence, held: bool) -> Vec<RowCutOff> {
    if held || !evidence.doubts.is_empty() {
        return vec![];
    }
    let table = Table { hearing };
    // One ceiling that has passed ends the keeping of a row. The first that has conditions is
    // named: it is enough, though another might let go of further rows.
    let erasing = evidence.ceilings.iter().filter(|c| c.at_expiry != Expiry::Separate && !c.unclear);
    let ceilings = erasing.filter_map(|ceiling| table.of_ceiling(ceiling));
    let Some(ceiling) = ceilings.min_by_key(Vec::len) else {
        return vec![];
    };
    let floors: Option<Vec<Vec<RowCutOff>>> = evidence
        .floors
        .iter()
        .map(|floor| {
            let dates: Vec<_> = floor.date.iter().map(|date| (floor.from, date.clone())).collect();
            table.conditions(&floor.until, &dates, floor.from)
        })
        .collect();
    floors.map_or_else(Vec::new, |floors| joined(floors.into_iter().flatten().chain(ceiling)))
}

struct Table<'a> {
    hearing: &'a Hearing<'a>,
}

impl Table<'_> {
    fn of_ceiling(&self, ceiling: &Ceiling) -> Option<Vec<RowCutOff>> {
        let first = *ceiling.from.first()?;
        self.conditions(&ceiling.until, &ceiling.dates, first)
    }

    /// What a row must satisfy for a bound to have passed; none: no row does.
    fn conditions(
        &self,
        bound: &Bound,
        dates: &[(FindingRef, Resolved)],
        from: FindingRef,
    ) -> Option<Vec<RowCutOff>> {
        match bound {
            Bound::Ended => Some(vec![]),
            Bound::Through(last) => (*last < self.hearing.question.as_of).then(Vec::new),
            Bound::Formula(resolved) => {
                let same = dates.iter().find(|(_, date)| *date == **resolved);
                self.row(resolved, same.map_or(from, |(of, _)| *of)).map(|row| vec![row])
            }
            Bound::Latest(all) => {
                let all: Option<Vec<_>> = all.iter().map(|one| self.conditions(one, dates, from)).collect();
                all.map(|all| all.into_iter().flatten().collect())
            }
            Bound::Earliest(all) => {
                all.iter().filter_map(|one| self.conditions(one, dates, from)).min_by_key(Vec::len)
            }
            Bound::Release(_) | Bound::Open => None,
        }
    }

    fn row(&self, resolved: &Resolved, from: FindingRef) -> Option<RowCutOff> {
        let Resolved::Formula(formula) = resolved else {
            return None;
        };
        if formula.happened != Happened::Unknown {
            return None;
        }
        match formula.cut_off(self.hearing.question.as_of, self.hearing.calendars) {
            Ok(CutOff::Through(through)) => Some(RowCutOff { event: formula.event.clone(), through, from }),
            Ok(CutOff::None) | Err(_) => None,
        }
    }
}

/// One condition for each event: the earliest day.
fn joined(all: impl Iterator<Item = RowCutOff>) -> Vec<RowCutOff> {
    let mut all: Vec<RowCutOff> = all.collect();
    all.sort_by(|a, b| (&a.event, a.through, a.from).cmp(&(&b.event, b.through, b.from)));
    all.dedup_by(|later, first| later.event == first.event);
    all
}
