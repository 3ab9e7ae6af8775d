//! What earlier decisions asked to be remembered: objections, withdrawals, restrictions.

use crate::cond::Cond;
use crate::question::{Question, Thing};
use crate::reading::{any_listed, begun, items_of, known, some};

/// Which marks are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'k> {
    /// The kinds, names of the dictionary's marks.
    pub kinds: &'k [&'k str],
    /// The purposes that a mark against one kind of marketing reaches together.
    pub marketing: &'k [&'k str],
}

/// Whether a mark of these kinds stands against the use. Without a list of marks: unknown.
pub fn stands<'q>(q: Question<'q>, looked: Looked<'_>, each: Thing<'q>) -> Cond<'q> {
    any_listed(q.subject(), "marks", "mark", &q.marks(), |mark| {
        mark.fact("kind").is_any_of(looked.kinds) & in_force(mark) & covers(q, mark, looked, each)
    })
}

/// Whether a mark of these kinds stands against one item of the use. A mark that names items
/// reaches those only.
pub fn stands_on<'q>(q: Question<'q>, looked: Looked<'_>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    any_listed(q.subject(), "marks", "mark", &q.marks(), |mark| {
        let named = mark.fact("items");
        let here = match (named.value(), item.id()) {
            (Some(_), Some(id)) => named.points_at(id),
            _ => Cond::yes(),
        };
        mark.fact("kind").is_any_of(looked.kinds) & in_force(mark) & covers(q, mark, looked, each) & here
    })
}

/// The marks of these kinds that may cover an item, each with whether it stands. A mark is the
/// answer to an earlier question: nothing of it is unknown but what its caller left out, and that
/// makes it reach further.
#[must_use]
pub fn on_item<'q>(q: Question<'q>, kinds: &[&str], item: Thing<'q>) -> Vec<(Thing<'q>, Cond<'q>)> {
    let marks = q.marks();
    let standing = marks
        .iter()
        .map(|mark| (mark, known(mark.fact("kind").is_any_of(kinds)) & in_force(mark) & reaches(mark, item)));
    standing.filter(|(_, stands)| !stands.is_no()).collect()
}

/// Whether a mark of these kinds is known to stand, over whatever it may be.
pub fn any_stands<'q>(q: Question<'q>, kinds: &[&str]) -> Cond<'q> {
    some(&q.marks(), |mark| mark.fact("kind").is_any_of(kinds) & in_force(mark))
}

/// Unknown where nobody looked for marks: an absent list is no empty one.
pub fn looked_for(q: Question<'_>) -> Cond<'_> {
    let listed = q.subject().fact("marks");
    if listed.value().is_some() { Cond::yes() } else { Cond::missing(listed.at()) }
}

/// A mark that names items reaches those, one that names categories the items of those.
fn reaches<'q>(mark: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let (named, scope) = (mark.fact("items"), mark.fact("scope"));
    let here = match (named.value(), item.id()) {
        (Some(_), Some(id)) => named.points_at(id),
        _ => Cond::yes(),
    };
    let category = match item.category().code() {
        Some(code) if !scope.codes().is_empty() => known(scope.contains(code)),
        _ => Cond::yes(),
    };
    here & category
}

/// Begun and not over; a mark without an end stands.
fn in_force(mark: Thing<'_>) -> Cond<'_> {
    let end = mark.fact("end");
    let over = if end.day().is_some() { !end.still_runs() } else { Cond::no() };
    begun(mark.fact("start")) & !over
}

/// A mark without a scope, or of an unknown one, covers everything.
fn covers<'q>(q: Question<'q>, mark: Thing<'q>, looked: Looked<'_>, each: Thing<'q>) -> Cond<'q> {
    let (scope, recipients) = (mark.fact("scope"), mark.fact("recipients"));
    let everywhere = Cond::known(scope.codes().is_empty());
    let purpose = scope.contains_any(&each.purpose().code().map(|code| vec![code]).unwrap_or_default());
    let advertising = looked.marketing;
    let marketing = scope.contains_any(advertising) & each.purpose().is_any_of(advertising);
    let categories: Vec<&str> = items_of(q, each).iter().filter_map(|item| item.category().code()).collect();
    let category = scope.contains_any(&categories);
    let elsewhere = q.recipient().id().map_or(Cond::no(), |id| known(!recipients.points_at(id)));
    (everywhere | purpose | marketing | category) & !elsewhere
}
