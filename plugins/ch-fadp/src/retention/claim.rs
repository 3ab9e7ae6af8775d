//! Matters that hold an item, and claims that keep it until they are barred: CO arts 60, 67, 127,
//! 128, 130.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, FactAt, Question, RetentionAnswer, Rule, Term, Thing};

use super::{recognising, years};
use crate::law::{param, rule};
use crate::scope::inside;

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
            answer.hold(rule::ART_31_SUIT.when(before_court).about(item), matter);
        } else {
            barred(q, item, matter, answer);
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

/// Until the claim is barred by Swiss law; under another law it runs without a known end.
fn barred<'q>(q: Question<'q>, item: Thing<'q>, matter: Thing<'q>, answer: &mut RetentionAnswer) {
    let open = !known(matter.fact("released-on").happened());
    let foreign = known(!matter.fact("law-of").within(inside(q)));
    if foreign.is_yes() {
        let ground = recognising(q, praetor_sdk::Ending::running()).restricted();
        answer.ground(rule::CO_127.when(open).about(item), ground);
        return;
    }
    let (rule, term) = period(q, matter);
    answer
        .ground(rule.when(open).about(item), recognising(q, term.algorithm("calendar-months")).restricted());
}

/// A contract counts from the day
/// on which the claim fell due: five years for periodic payments, ten else. An unknown kind of
/// claim runs the longest.
fn period(q: Question<'_>, matter: Thing<'_>) -> (Rule, Term) {
    let claim = matter.fact("claim");
    let tort = known(claim.is_any_of(&["tort", "statutory"])).is_yes();
    let all = q.all("transaction");
    let periodic = !all.is_empty()
        && all.iter().all(|bought| bought.fact("kind").is("subscription").is_yes())
        && known(claim.is("contract")).is_yes()
        && known(matter.fact("kind").is("debt")).is_yes();
    if tort {
        (rule::CO_60, since_harm(q, matter))
    } else if periodic {
        (rule::CO_128, Term::months(years(q, &param::YEARS_OF_PERIODIC)).from(due(matter)))
    } else {
        (rule::CO_127, Term::months(years(q, &param::YEARS_OF_CLAIMS)).from(due(matter)))
    }
}

/// CO arts 60(1), 67(1): three years from knowledge, "in any case" ten from the act; the earlier end.
fn since_harm(q: Question<'_>, matter: Thing<'_>) -> Term {
    let (known_on, act) = (matter.fact("known-on"), matter.fact("arisen-on"));
    let (short, long) = (years(q, &param::YEARS_OF_TORT), years(q, &param::YEARS_OF_CLAIMS));
    let ends = |from: FactAt<'_>, months: u32| {
        from.day().map(|day| day.plus_years(u16::try_from(months / 12).unwrap_or(0)))
    };
    match (ends(known_on, short), ends(act, long)) {
        (Some(one), Some(other)) if one > other => Term::months(long).from(act),
        (Some(_), _) => Term::months(short).from(known_on),
        (None, _) => Term::months(long).from(act),
    }
}

/// CO art. 130(1): the day on which the claim fell due; where nobody said, the day it arose.
fn due(matter: Thing<'_>) -> FactAt<'_> {
    let due = matter.fact("due-on");
    if due.day().is_some() { due } else { matter.fact("arisen-on") }
}
