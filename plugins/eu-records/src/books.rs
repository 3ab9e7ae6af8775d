//! Under whose law the books are kept.

use praetor_sdk::{Cond, Question, Thing};

use crate::law::table;

/// The European Economic Area, in the codes by which places there are named.
pub const AREA: &[&str] = &[
    "AT", "AX", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GF", "GP", "GR", "HR", "HU",
    "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MF", "MQ", "MT", "NL", "NO", "PL", "PT", "RE", "RO", "SE",
    "SI", "SK", "YT",
];

/// Whether the item belongs to books under the law of one of these places. Where nobody said,
/// a controller that is established in none of them keeps no books there; otherwise the fact is
/// asked for, because a seat does not tell whose books a record belongs to.
pub fn kept_in<'q>(q: Question<'q>, item: Thing<'q>, places: &[&str]) -> Cond<'q> {
    let own = item.fact("books-of");
    let general = q.controller().fact("books-of");
    if own.value().is_some() {
        return own.within(places);
    }
    if general.value().is_some() {
        return general.within(places);
    }
    let seated = seated_in(q, places);
    if seated.truth.is_no() { seated } else { Cond::missing(general.at()) }
}

/// Whether the controller is established in one of these places.
fn seated_in<'q>(q: Question<'q>, places: &[&str]) -> Cond<'q> {
    let main = q.controller().fact("main-establishment");
    let all = q.controller().fact("establishments").within(places);
    if main.value().is_some() { all | main.within(places) } else { all }
}

/// Whether the books are kept in a state whose law is in this plugin.
pub fn kept_in_a_known_state<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let states = table::STATES.rows.iter();
    Cond::any(states.map(|state| kept_in(q, item, state.places)))
}

/// Whether the books are kept in a state of the Area whose law is not in this plugin.
pub fn kept_in_another_state<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let known: Vec<&str> = table::STATES.rows.iter().flat_map(|state| state.places).copied().collect();
    let others: Vec<&str> = AREA.iter().copied().filter(|place| !known.contains(place)).collect();
    kept_in(q, item, &others)
}
