//! What earlier decisions asked to be remembered: objections, withdrawals, restrictions.

use crate::cond::Cond;
use crate::question::{Question, Thing};
use crate::reading::{any_listed, begun, items_of, known};

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
