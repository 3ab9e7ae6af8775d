//! Small ways of reading a question that the laws share. Nothing here is law.

use crate::cond::Cond;
use crate::day::Day;
use crate::law::Parameter;
use crate::question::{FactAt, Question, Thing, Things};

/// A circumstance that only matters if somebody said so: unknown counts as absent. For what would
/// make an answer stricter beyond the ordinary case, never for what a permission needs.
pub fn known(cond: Cond<'_>) -> Cond<'_> {
    if cond.is_unknown() { Cond::no() } else { cond }
}

/// Holds unless a stated day is still to come.
pub fn begun(day: FactAt<'_>) -> Cond<'_> {
    !known(!day.happened())
}

/// Holds unless a stated last day is over.
pub fn runs(last: FactAt<'_>) -> Cond<'_> {
    !known(!last.still_runs())
}

/// The names that the law has for a day.
#[must_use]
pub fn names(of: &Parameter<&'static [&'static str]>, day: Day) -> &'static [&'static str] {
    of.on(day).or(&[])
}

/// Whether at least one of the entities that a fact lists passes. Where nobody stated the list,
/// those that the question holds may settle it; they are never taken for all.
pub fn any_listed<'q>(
    owner: Thing<'q>,
    list: &'q str,
    kind: &'q str,
    others: &Things<'q>,
    test: impl Fn(Thing<'q>) -> Cond<'q>,
) -> Cond<'q> {
    let fact = owner.fact(list);
    if fact.value().is_some() {
        return owner.follow(list, kind).any(test);
    }
    Cond::missing(fact.at()) | Cond::any(others.iter().map(test))
}

/// Whether at least one entity of the question is known to pass; a silent question has none.
pub fn some<'q>(things: &Things<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    Cond::any(things.iter().map(|thing| known(test(thing))))
}

/// The items that a use works with: those it names, or all of the question.
#[must_use]
pub fn items_of<'q>(q: Question<'q>, each: Thing<'q>) -> Things<'q> {
    if each.fact("items").value().is_some() { each.follow("items", "item") } else { q.items() }
}

/// Whether a matter is in sight or under way: a claim that is merely possible is none.
pub fn claim_in_sight<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let matters = some(&q.matters(), |matter| matter.fact("concrete").is_true());
    known(each.fact("claims-need").is("concrete")) | matters
}
