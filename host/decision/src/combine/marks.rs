//! How the marks of winning findings are united.

use std::collections::BTreeMap;

use crate::answer::Mark;
use crate::question::{Day, Name};

/// One mark for each id and scope, from the earliest start to the latest end. A mark without an
/// end outlasts all others.
pub(crate) fn unite<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Vec<Mark> {
    let mut united: BTreeMap<(Name, Vec<Name>), (Day, Option<Day>)> = BTreeMap::new();
    for mark in marks {
        let mut scope = mark.scope.clone();
        scope.sort_unstable();
        scope.dedup();
        let times = united.entry((mark.id.clone(), scope)).or_insert((mark.start, mark.end));
        times.0 = times.0.min(mark.start);
        times.1 = times.1.zip(mark.end).map(|(a, b)| a.max(b));
    }
    let mark = |((id, scope), (start, end))| Mark { id, scope, start, end };
    united.into_iter().map(mark).collect()
}
