//! Art. 17(3)(e): matters that hold an item, and claims that keep it until they are barred.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Question, RetentionAnswer, Rounding, Term, Thing, place};

use super::recognising;
use super::remembered::{hold, until};
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
            let clause = rule::ART_17_3_E_SUIT.when(before_court).about(item);
            let runs = !known(matter.fact("released-on").happened()).is_yes();
            answer.hold(if runs { clause.marking(hold(q, item)) } else { clause }, matter);
        } else {
            let open = !known(matter.fact("released-on").happened());
            for (end, last) in barred(q, matter) {
                let ground = recognising(q, end).restricted();
                let clause = rule::ART_17_3_E_CLAIM.when(open.clone()).about(item);
                answer.ground(clause.marking(until(q, item, last)), ground);
            }
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

/// When the claim is barred, by the law that governs it. A law that was said is the only one that counts; the
/// first place of which something is known stands in for one that was not. A law without a row, or no law at
/// all: the claim runs. Laws and kinds that may each apply keep the item until the last of them ends.
fn barred<'q>(q: Question<'q>, matter: Thing<'q>) -> Vec<(Ending, Option<Day>)> {
    let facts = [matter.fact("law-of"), q.controller().fact("books-of"), q.subject().residence()];
    let places = facts.into_iter().map(FactAt::places).find(|places| !places.is_empty());
    let places = places.unwrap_or_default();
    let rows: Vec<_> = places.iter().map(|here| row_of(q, here)).collect();
    if rows.is_empty() || rows.iter().any(Option::is_none) {
        return vec![(Ending::running(), None)];
    }
    rows.into_iter()
        .flatten()
        .flat_map(|row| kinds(matter, row).map(|tort| end(q, matter, row, tort)))
        .collect()
}

fn row_of(q: Question<'_>, here: &str) -> Option<&'static table::Limitation> {
    table::LIMITATION.on(q.as_of()).find(|row| place::is_part(here, row.place))
}

/// The kinds of claim that may be meant, `true` for one outside a contract. An unsaid kind may be either where
/// the law lets the two begin on other days; else the ordinary years are never the shorter ones.
fn kinds(matter: Thing<'_>, row: &table::Limitation) -> impl Iterator<Item = bool> {
    let claim = matter.fact("claim");
    let tort = known(claim.is("tort")).is_yes();
    let unsaid = claim.value().is_none() || known(claim.is("unknown")).is_yes();
    let either = unsaid && row.tort_from.is_some();
    [tort].into_iter().chain(either.then_some(true))
}

/// The end, with its day where the start is known: a mark takes no formula.
fn end(q: Question<'_>, matter: Thing<'_>, row: &table::Limitation, tort: bool) -> (Ending, Option<Day>) {
    let years = u32::try_from(years(q, matter, row, tort)).unwrap_or(u32::MAX);
    let from = start(matter, row.tort_from.filter(|_| tort).unwrap_or(row.counts_from));
    let term = Term::years(years).from(from).algorithm("calendar-months");
    let last = from.day().map(|day| day.plus_months(years.saturating_mul(12)));
    if row.start == "day" {
        return (Ending::at(term), last);
    }
    (Ending::at(term.rounded(Rounding::EndOfCalendarYear)), last.map(Day::end_of_year))
}

/// The years for the kind of claim, where the law has a number of its own for it.
fn years(q: Question<'_>, matter: Thing<'_>, row: &table::Limitation, tort: bool) -> i64 {
    let consumer = q.subject().fact("capacity").is("consumer");
    let trader = known(matter.fact("kind").is("debt") & matter.fact("claim").is("contract") & consumer);
    let own = match (tort, trader.is_yes()) {
        (true, _) => row.tort_years,
        (_, true) => row.trader_years,
        _ => None,
    };
    own.unwrap_or(row.years)
}

/// The day from which the years count: the latest of those that the row names. The day of falling due and that of
/// knowledge are facts only where they are later, so one that nobody stated is no other day.
fn start<'q>(matter: Thing<'q>, from: &str) -> FactAt<'q> {
    let [arisen, due, known_on] = ["arisen-on", "due-on", "known-on"].map(|name| matter.fact(name));
    let days = match from {
        "knowledge" => vec![arisen, due, known_on],
        "due" => vec![arisen, due],
        _ => vec![arisen],
    };
    let latest = days.into_iter().filter(|fact| fact.day().is_some()).max_by_key(|fact| fact.day());
    latest.unwrap_or(arisen)
}
