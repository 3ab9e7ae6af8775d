//! Art. 17(3)(e): matters that hold an item, and claims that keep it until they are barred.

use praetor_sdk::place::is_part;
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Question, RetentionAnswer, Term, Thing};

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
/// all: the claim runs. Laws that may each apply keep the item until the last of them ends. No row rounds to
/// the end of a year.
fn barred<'q>(q: Question<'q>, matter: Thing<'q>) -> Vec<(Ending, Option<Day>)> {
    let controller = q.controller();
    let facts = [
        matter.fact("law-of"),
        controller.fact("books-of"),
        controller.fact("acting-establishment"),
        controller.fact("main-establishment"),
    ];
    let places = facts.into_iter().map(FactAt::places).find(|places| !places.is_empty());
    let rows: Vec<_> = places.unwrap_or_default().iter().map(|here| row_of(q, here)).collect();
    if rows.is_empty() || rows.iter().any(Option::is_none) {
        return vec![(Ending::running(), None)];
    }
    rows.into_iter().flatten().map(|row| end(matter, row)).collect()
}

fn row_of(q: Question<'_>, here: &str) -> Option<&'static table::Limitation> {
    table::LIMITATION.on(q.as_of()).find(|row| is_part(here, row.place))
}

/// The end, with its day where the start is known: a mark takes no formula.
fn end(matter: Thing<'_>, row: &table::Limitation) -> (Ending, Option<Day>) {
    let years = u32::try_from(row.years).unwrap_or(u32::MAX);
    let from = start(matter);
    let last = from.day().map(|day| day.plus_months(years.saturating_mul(12)));
    (Ending::at(Term::years(years).from(from).algorithm("calendar-months")), last)
}

/// The day on which the claim accrued: the later of those on which it arose and fell due. What was known counts
/// for no claim of the table.
fn start(matter: Thing<'_>) -> FactAt<'_> {
    let days = ["arisen-on", "due-on"].map(|name| matter.fact(name));
    let latest = days.into_iter().filter(|fact| fact.day().is_some()).max_by_key(|fact| fact.day());
    latest.unwrap_or_else(|| matter.fact("arisen-on"))
}
