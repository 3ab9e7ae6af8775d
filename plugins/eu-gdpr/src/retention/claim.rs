//! Art. 17(3)(e): matters that hold an item, and claims that keep it until they are barred.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Ending, FactAt, Question, RetentionAnswer, Rounding, Term, Thing, place};

use super::recognising;
use crate::law::{rule, table};

/// Matters before a court or an authority: nothing is erased while they run.
const HOLDING: [&str; 7] = [
    "litigation",
    "arbitration",
    "regulator-inquiry",
    "tax-audit",
    "legal-hold",
    "preservation-order",
    "access-review",
];

/// Every matter of the question; says whether one of them keeps the item.
pub fn claims(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) -> bool {
    let mut kept = false;
    for matter in q.matters() {
        if reaches(item, matter).is_no() || known(!matter.fact("concrete").is_true()).is_yes() {
            continue;
        }
        let before_court =
            known(matter.fact("kind").is_any_of(&HOLDING)) | known(matter.fact("suit-filed-on").happened());
        if before_court.is_yes() {
            answer.hold(rule::ART_17_3_E_SUIT.when(before_court).about(item), matter);
        } else {
            let end = barred(q, matter);
            let open = !known(matter.fact("released-on").happened());
            let ground = recognising(q, end).restricted();
            answer.ground(rule::ART_17_3_E_CLAIM.when(open).about(item), ground);
        }
        kept = true;
    }
    kept
}

fn reaches<'q>(item: Thing<'q>, matter: Thing<'q>) -> Cond<'q> {
    let named = matter.fact("items");
    match (item.id(), named.value()) {
        (Some(id), Some(_)) => named.points_at(id),
        _ => Cond::yes(),
    }
}

/// When the claim is barred, by the law that governs it; unknown: it runs.
fn barred(q: Question<'_>, matter: Thing<'_>) -> Ending {
    let places = [matter.fact("law-of"), q.controller().fact("books-of"), q.subject().residence()];
    let all = places.into_iter().flat_map(FactAt::places);
    let row = all
        .into_iter()
        .find_map(|here| table::LIMITATION.on(q.as_of()).find(|row| place::is_part(here, row.place)));
    let Some(row) = row else { return Ending::running() };
    let years = u32::try_from(years(q, matter, row)).unwrap_or(0);
    let term = Term::years(years).from(start(matter)).algorithm("calendar-months");
    Ending::at(if row.start == "day" { term } else { term.rounded(Rounding::EndOfCalendarYear) })
}

/// The years for the kind of claim, where it was said and the law has a number of its own for it; a
/// kind that nobody said has the ordinary ones, which are the longest.
fn years(q: Question<'_>, matter: Thing<'_>, row: &table::Limitation) -> i64 {
    let tort = known(matter.fact("claim").is("tort"));
    let consumer = q.subject().fact("capacity").is("consumer");
    let trader = known(matter.fact("kind").is("debt") & matter.fact("claim").is("contract") & consumer);
    let own = match (tort.is_yes(), trader.is_yes()) {
        (true, _) => row.tort_years,
        (_, true) => row.trader_years,
        _ => None,
    };
    own.unwrap_or(row.years)
}

/// The latest of the days on which the claim arose, fell due and became known.
fn start(matter: Thing<'_>) -> FactAt<'_> {
    let days = ["arisen-on", "due-on", "known-on"].map(|name| matter.fact(name));
    let latest = days.into_iter().filter(|fact| fact.day().is_some()).max_by_key(|fact| fact.day());
    latest.unwrap_or_else(|| matter.fact("arisen-on"))
}
