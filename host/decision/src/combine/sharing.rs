//! How findings on sharing and own use combine.
//!
//! Every item for every use is a cell. Within a gate permits are alternatives; across gates and
//! voices all must be passed, and the strictest wins, cell by cell.

mod cell;
mod cells;
mod clauses;
mod court;
mod gate;
mod items;
mod lifting;
mod outlook;
mod said;

use std::collections::BTreeSet;

use super::order::Speaker;
use super::{Combined, Hearing, marks, obligations};
use crate::answer::Mark;
use crate::decision::sharing::{Effect, Ruling};
use crate::decision::{self, FindingRef};
use cell::Ruled;
use court::Court;
use obligations::Duty;

pub(super) fn combine(hearing: &Hearing<'_>, speakers: &[Speaker<'_>]) -> Combined {
    let court = Court::open(hearing, speakers);
    let ruled: Vec<Ruled> =
        cells::places(hearing.question).into_iter().map(|place| cell::rule(&court, place)).collect();
    let duties = obligations::unite(hearing, &duties(&court, &ruled));
    let (missing, immaterial) = outlook::missing(&court, &ruled);
    Combined {
        missing,
        immaterial,
        obligations: duties.owed,
        marks: marks::unite(marks_of(&court, &ruled)),
        confidence: outlook::confidence(&court, &ruled),
        valid_until: outlook::valid_until(&court, &ruled),
        remarks: outlook::remarks(&court, &ruled, duties.undated),
        ruling: decision::Ruling::Sharing(ruling(&court, ruled)),
    }
}

fn ruling(court: &Court<'_, '_>, ruled: Vec<Ruled>) -> Ruling {
    let items = items::rule(court, &ruled);
    let effect = Effect::over(ruled.iter().map(|ruled| ruled.cell.effect));
    let decides = |ruled: &&Ruled| effect == Effect::Partial || ruled.cell.effect == effect;
    let deciding: BTreeSet<FindingRef> =
        ruled.iter().filter(decides).flat_map(|ruled| ruled.cell.deciding.iter().copied()).collect();
    let cells = ruled.into_iter().map(|ruled| ruled.cell).collect();
    Ruling { effect, cells, items, deciding: deciding.into_iter().collect() }
}

/// The obligations of the findings that prevail, each finding once.
fn duties<'a>(court: &Court<'_, 'a>, ruled: &[Ruled]) -> Vec<Duty<'a>> {
    court
        .prevailing(ruled)
        .flat_map(|said| {
            let duty = |obligation| Duty { obligation, from: said.at };
            said.finding.obligations.iter().map(duty)
        })
        .collect()
}

fn marks_of<'a>(court: &Court<'_, 'a>, ruled: &[Ruled]) -> Vec<&'a Mark> {
    court.prevailing(ruled).flat_map(|said| &said.finding.marks).collect()
}
