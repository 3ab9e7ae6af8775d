//! Duties to notify, united by addressee, with the clock of each law.

use std::collections::BTreeMap;

use super::Said;
use crate::answer::incident::{Audience, Effect as Word, Notice};
use crate::clock::{self, Resolved};
use crate::combine::Hearing;
use crate::decision::FindingRef;
use crate::decision::incident::{Duty, RunningClock};
use crate::question::Day;
use crate::term::Term;

/// The duties, and the findings whose dates cannot be computed.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub duties: Vec<Duty>,
    pub undated: Vec<FindingRef>,
}

/// Unites the duties of all laws, the earliest last day first.
pub(super) fn unite(hearing: &Hearing<'_>, findings: &[Said<'_>]) -> Found {
    let mut undated = Vec::new();
    let mut by_addressee: BTreeMap<(Audience, &str), Vec<RunningClock>> = BTreeMap::new();
    for said in findings.iter().filter(|said| said.rule.is_some()) {
        let Word::Notify(notice) = &said.finding.effect else {
            continue;
        };
        let clock = running(hearing, said.at, notice, &mut undated);
        by_addressee.entry((notice.audience, &notice.name)).or_default().push(clock);
    }
    let mut duties: Vec<Duty> =
        by_addressee.into_iter().map(|((audience, name), clocks)| duty(audience, name, clocks)).collect();
    duties.sort_by_key(|duty| {
        let latest = duty.latest.as_ref().and_then(moment);
        (!duty.at_once, latest.is_none(), latest, duty.audience, duty.name.clone())
    });
    Found { duties, undated }
}

fn running(
    hearing: &Hearing<'_>,
    from: FindingRef,
    notice: &Notice,
    undated: &mut Vec<FindingRef>,
) -> RunningClock {
    let mut date = |term: &Option<Term>| match term
        .as_ref()
        .map(|term| clock::resolve(term, hearing.calendars, hearing.question))
    {
        Some(Ok(resolved)) => Some(resolved),
        Some(Err(_)) => {
            undated.push(from);
            None
        }
        None => None,
    };
    let (latest, target) = (date(&notice.clock.latest), date(&notice.clock.target));
    RunningClock { from, clock: notice.clock.clone(), latest, target }
}

fn duty(audience: Audience, name: &str, clocks: Vec<RunningClock>) -> Duty {
    let known = clocks.iter().filter_map(|clock| {
        let latest = clock.latest.as_ref()?;
        Some((moment(latest)?, latest))
    });
    let latest = known.min_by_key(|(moment, _)| *moment).map(|(_, latest)| latest.clone());
    let at_once = clocks.iter().any(|clock| clock.clock.at_once);
    Duty { audience, name: name.to_owned(), clocks, latest, at_once }
}

/// For comparing: a moment of a day comes before the end of that day.
fn moment(resolved: &Resolved) -> Option<(Day, i64)> {
    match resolved {
        Resolved::Moment(timed) => Some((resolved.day()?, timed.instant.seconds)),
        _ => Some((resolved.day()?, i64::MAX)),
    }
}
