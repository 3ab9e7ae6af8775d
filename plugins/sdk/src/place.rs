//! Places by ISO 3166 code: `DE` contains `DE-BY`.

use crate::cond::{Cond, FactRef};
use crate::question::Question;
use crate::truth::Truth;

/// Whether a place lies in an area. A place that is only known more coarsely than the area
/// (`US` asked about `US-CA`) may or may not lie in it: unknown.
#[must_use]
pub fn lies_in(place: &str, area: &str) -> Truth {
    if is_part(place, area) {
        Truth::Yes
    } else if is_part(area, place) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// Whether a place lies in one of these areas.
#[must_use]
pub fn lies_in_any(place: &str, areas: &[&str]) -> Truth {
    areas.iter().fold(Truth::No, |so_far, area| so_far.or(lies_in(place, area)))
}

/// Whether `part` is `whole` itself or a part of it by its code.
#[must_use]
pub fn is_part(part: &str, whole: &str) -> bool {
    match part.strip_prefix(whole) {
        Some(rest) => rest.is_empty() || rest.starts_with('-'),
        None => false,
    }
}

/// Facts of a recipient that name places from which data may be reached.
const PLACES: [&str; 3] = ["processing-places", "establishment", "parent-places"];

/// Whether the recipient reaches the data from outside an area. Where it works must be known; where its
/// seat and its owners are counts if it was said.
pub fn outside<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let recipient = q.recipient();
    let works = !recipient.fact("processing-places").wholly_within(area);
    let seat = PLACES.iter().skip(1).map(|name| recipient.fact(name)).filter(|f| f.value().is_some());
    works | Cond::any(seat.map(|fact| !fact.wholly_within(area)))
}

/// A place outside an area where the recipient works, or a further processor, and to which no hop leads.
#[must_use]
pub fn uncovered<'q>(q: Question<'q>, area: &[&str]) -> Option<FactRef<'q>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_lies_in_the_whole() {
        assert_eq!(lies_in("DE-BY", "DE"), Truth::Yes);
        assert_eq!(lies_in("DE", "DE"), Truth::Yes);
        assert_eq!(lies_in("DK", "D"), Truth::No);
    }

    #[test]
    fn a_place_known_too_coarsely_may_lie_in_a_part() {
        assert_eq!(lies_in("US", "US-CA"), Truth::Unknown);
        assert_eq!(lies_in_any("US", &["DE", "US-CA"]), Truth::Unknown);
        assert_eq!(lies_in_any("US", &["US-CA", "US"]), Truth::Yes);
    }
}
