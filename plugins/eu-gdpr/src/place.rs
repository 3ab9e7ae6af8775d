//! Where a recipient stores, works and is controlled from.

use praetor_sdk::{Cond, FactRef, Question, place::lies_in_any};

use crate::reading::inside;

/// Facts of a recipient that name places from which data may be reached.
const PLACES: [&str; 3] = ["processing-places", "establishment", "parent-places"];

/// Whether the recipient reaches the data from outside. Where it works must be known; where its
/// seat and its owners are counts if it was said.
pub fn outside(q: Question<'_>) -> Cond<'_> {
    let area = inside(q);
    let recipient = q.recipient();
    let works = !recipient.fact("processing-places").wholly_within(area);
    let seat = PLACES.iter().skip(1).map(|name| recipient.fact(name)).filter(|f| f.value().is_some());
    works | Cond::any(seat.map(|fact| !fact.wholly_within(area)))
}

/// A place outside where the recipient works, or a further processor, and to which no hop leads.
pub fn uncovered(q: Question<'_>) -> Option<FactRef<'_>> {
    let area = inside(q);
    let works = q.recipient().fact("processing-places");
    let behind = q.all("sub-processor").into_iter().map(|sub| sub.fact("places"));
    let stray = |place: &String| !lies_in_any(place, area).is_yes() && !is_reached(q, place);
    let seat = q.recipient().fact("establishment");
    let abroad = seat.wholly_within(area).is_no() && !seat.within(area).is_yes();
    let seat = Some(seat).filter(|_| abroad);
    let mut facts = std::iter::once(works).chain(behind).chain(seat);
    facts.find(|fact| fact.places().iter().any(stray)).map(|fact| fact.at())
}

fn is_reached(q: Question<'_>, place: &str) -> bool {
    let reaches = |to: &String| lies_in_any(to, &[place]).is_yes() || lies_in_any(place, &[to]).is_yes();
    q.hops().iter().any(|hop| hop.fact("to-place").places().iter().any(reaches))
}
