//! Where the Regulation applies, and whose duties it gives way to.

use praetor_sdk::place::{is_part, lies_in_any, outside};
use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Day, FactAt, FactRef, Parameter, Question, Thing};

use crate::law::param;

/// The places in which the Regulation applies on the day of the question. Before its first day: those of that
/// day, so that a rule can say from when it will reach them.
pub fn inside(q: Question<'_>) -> &'static [&'static str] {
    names(&param::INSIDE, q.as_of().max(first(&param::INSIDE)))
}

/// The first day on which the law names places.
fn first(of: &Parameter<&'static [&'static str]>) -> Day {
    of.values.iter().map(|dated| dated.from).min().unwrap_or(Day::of(2018, 5, 25))
}

/// A duty of Union or Member State law that is named.
pub fn home_duty<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let home = names(&param::RECOGNISED_ORDERS, q.as_of());
    let ordered = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    let of = each.fact("obligation-of");
    (of.within(home) | of.within(inside(q))) & (ordered | each.fact("obligation-cited").is_true())
}

/// The states of the European Economic Area that are not in the Union.
pub fn eea(q: Question<'_>) -> &'static [&'static str] {
    names(&param::EEA_STATES, q.as_of().max(first(&param::EEA_STATES)))
}

/// Parts of a state, by their own code, that the treaties leave out.
fn outside_parts(q: Question<'_>) -> &'static [&'static str] {
    names(&param::OUTSIDE_PARTS, q.as_of())
}

/// Places that all lie inside; what is left out by the treaties does not.
pub fn lies_inside<'q>(q: Question<'q>, place: FactAt<'q>) -> Cond<'q> {
    place.wholly_within(inside(q)) & !known(place.within(outside_parts(q)))
}

/// The same for one place.
pub fn is_inside(q: Question<'_>, place: &str) -> bool {
    lies_in_any(place, inside(q)).is_yes() && !outside_parts(q).iter().any(|part| is_part(place, part))
}

/// Whether the recipient reaches the data from outside, such as from New Caledonia.
pub fn sits_outside(q: Question<'_>) -> Cond<'_> {
    let places = ["processing-places", "establishment", "parent-places"].map(|n| q.recipient().fact(n));
    let organisation = known(q.recipient().fact("international-organisation").is_stated());
    let parts = Cond::any(places.into_iter().map(|fact| known(fact.within(outside_parts(q)))));
    outside(q, inside(q)) | parts | organisation
}

/// A part left out by the treaties where the recipient works, or one behind it, and to which no hop
/// leads.
pub fn is_reached_outside(q: Question<'_>) -> Option<FactRef<'_>> {
    let works = q.recipient().fact("processing-places");
    let behind = q.all("sub-processor").into_iter().map(|sub| sub.fact("places"));
    let led = |place: &str| q.hops().iter().any(|hop| known(hop.fact("to-place").within(&[place])).is_yes());
    let stray = |place: &String| outside_parts(q).iter().any(|part| is_part(place, part)) && !led(place);
    std::iter::once(works).chain(behind).find(|fact| fact.places().iter().any(stray)).map(FactAt::at)
}

/// The state whose law, authority and holidays a place has: that of an outermost region is its
/// state.
pub fn state_of(place: &str, day: Day) -> &str {
    param::STATE_OF.of(place, day).value.unwrap_or(place)
}

/// The supervisory authority for a place.
pub fn authority_of(place: &str, day: Day) -> Option<&'static str> {
    let own = param::AUTHORITY.of(place, day).value;
    own.or_else(|| param::AUTHORITY.of(state_of(place, day), day).value)
}
