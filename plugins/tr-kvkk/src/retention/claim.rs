//! Art. 5(2)(e) with TBK arts 72, 146, 147: matters that hold an item, and claims that keep it until they are barred.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Ending, FactAt, Question, RetentionAnswer, Rule, Term, Thing};

use super::recognising;
use crate::law::{param, rule};
use crate::scope::area;

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
pub fn claims<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) -> bool {
    let mut kept = false;
    for matter in q.matters() {
        let open = !known(matter.fact("released-on").happened());
        if reaches(item, matter).is_no() || known(!matter.fact("concrete").is_true()).is_yes() {
            continue;
        }
        let before_court =
            known(matter.fact("kind").is_any_of(&HOLDING)) | known(matter.fact("suit-filed-on").happened());
        if before_court.is_yes() {
            answer.hold(rule::HOLD.when(before_court & open).about(item), matter);
        } else {
            let (rule, end) = barred(q, matter);
            answer.ground(rule.when(open).about(item), recognising(q, end).restricted());
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

/// When the claim is barred, if Turkish law governs it; else it runs.
fn barred(q: Question<'_>, matter: Thing<'_>) -> (Rule, Ending) {
    let of = matter.fact("law-of");
    let here =
        if of.value().is_some() { of.within(area(q)) } else { q.subject().residence().within(area(q)) };
    if !here.is_yes() {
        return (rule::CLAIM_OPEN, Ending::running());
    }
    let due =
        if matter.fact("due-on").day().is_some() { matter.fact("due-on") } else { matter.fact("arisen-on") };
    match matter.fact("claim").code() {
        Some("contract" | "statutory") => {
            (rule::TBK_146, Ending::at(years(param::YEARS_OF_CLAIMS.on(q.as_of()).or(0), due)))
        }
        Some("employment") => {
            (rule::TBK_147, Ending::at(years(param::YEARS_OF_PERIODIC_CLAIMS.on(q.as_of()).or(0), due)))
        }
        Some("tort") => (rule::TBK_72, Ending::at(tort(q, matter))),
        _ => (rule::CLAIM_OPEN, Ending::running()),
    }
}

/// TBK art. 72: two years from knowing of damage and debtor, ten from the act at the latest; the earlier one.
fn tort(q: Question<'_>, matter: Thing<'_>) -> Term {
    let (known_on, act) = (matter.fact("known-on"), matter.fact("arisen-on"));
    let short = param::YEARS_OF_TORT.on(q.as_of()).or(0);
    let long = param::YEARS_OF_CLAIMS.on(q.as_of()).or(0);
    let ends = |from: FactAt<'_>, count: i64| {
        from.day().map(|day| day.plus_years(u16::try_from(count).unwrap_or(0)))
    };
    match (ends(known_on, short), ends(act, long)) {
        (Some(one), Some(other)) if one > other => years(long, act),
        (Some(_), _) => years(short, known_on),
        (None, _) => years(long, act),
    }
}

fn years(count: i64, from: FactAt<'_>) -> Term {
    Term::years(u32::try_from(count).unwrap_or(0)).from(from).algorithm("calendar-months")
}
