//! § 1798.100(a)(3), (c), with the duties to keep of federal and Californian law.

mod floor;

use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Day, Ending, Ground, Question, RetentionAnswer, Rule, Term, Thing, obligation};

use crate::law::{param, rule};
use crate::scope::governs;

/// Proceedings for which nothing is erased while they run.
const HOLDING: [&str; 7] = [
    "litigation",
    "arbitration",
    "regulator-inquiry",
    "tax-audit",
    "legal-hold",
    "preservation-order",
    "access-review",
];

/// Every item: the duties to keep, and, where the Act governs, what its purposes allow.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let personal = !governs(q).is_no();
    for item in q.items().or_gap() {
        floor::floors(q, item, answer);
        if personal {
            of_item(q, item, answer);
        }
    }
}

fn of_item<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let listed = q.subject().fact("matters");
    if listed.value().is_none() {
        answer.review(rule::MATTERS_UNKNOWN.when(Cond::missing(listed.at())).about(item));
    }
    let claimed = matters(q, item, answer);
    let uses = uses_of(q, item);
    if uses.is_empty() {
        without_use(q, item, claimed, answer);
    }
    for each in uses {
        purpose(q, item, each, answer);
    }
}

/// Matters that hold the item, and claims that keep it locked away.
fn matters<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) -> bool {
    let mut kept = false;
    for matter in q.matters() {
        let named = matter.fact("items");
        let here = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = here & !known(matter.fact("released-on").happened());
        if open.is_no() || known(!matter.fact("concrete").is_true()).is_yes() {
            continue;
        }
        let proceeding =
            known(matter.fact("kind").is_any_of(&HOLDING)) | known(matter.fact("suit-filed-on").happened());
        if proceeding.is_yes() {
            answer.hold(rule::HOLD.when(proceeding & open).about(item), matter);
        } else {
            let ends = Term::days(0).from(matter.fact("released-on"));
            answer.ground(rule::CLAIMS.when(open).about(item), recognising(q, ends).restricted());
        }
        kept = true;
    }
    kept
}

/// Nobody said what the item is for: a record is left to its floors, the rest is asked about.
fn without_use<'q>(q: Question<'q>, item: Thing<'q>, claimed: bool, answer: &mut RetentionAnswer) {
    let record = known(!item.fact("record").is("none"));
    let clause = match requested(q, item) {
        Some(_) => rule::S_1798_105_ENDS.always(),
        None if record.is_yes() => rule::S_1798_100_A_3.when(record),
        None if claimed => return,
        None => rule::S_1798_100_A_3.when(Cond::missing(q.one("use").purpose().at())),
    };
    let end = requested(q, item).map_or_else(Ending::now, |day| Ending::at(Term::on(day)));
    answer.ground(clause.about(item), recognising(q, end));
}

/// Until the purpose has ended, the account was closed, or the person asked for deletion and no exception stands.
fn purpose<'q>(q: Question<'q>, item: Thing<'q>, each: Thing<'q>, answer: &mut RetentionAnswer) {
    let (ended, closed) = (each.fact("ended-on"), q.subject().fact("account-closed-on"));
    let over = [ended, q.subject().fact("contract-ended-on"), closed];
    let over = over.into_iter().find(|fact| known(fact.happened()).is_yes());
    let asked = requested(q, item).filter(|_| !excepted(each));
    if let (None, Some(day)) = (over, asked) {
        let clause = rule::S_1798_105_ENDS.always().about(item);
        answer.ground(clause, recognising(q, Term::on(day)));
        return;
    }
    let end = Term::days(0).from(over.unwrap_or(ended));
    for rule in [ground(q, each), rule::S_1798_100_BEFORE] {
        let clause = rule.always().about(item);
        let clause = if rule.id() == rule::S_1798_100_A_3_NOTICE.id() {
            clause.obliging(obligation("publish-retention-policy").before())
        } else {
            clause
        };
        answer.ground(clause, recognising(q, end.clone()));
    }
}

/// The rule, or the one that also names the gap in the notice: no period and no criteria.
fn ground(q: Question<'_>, each: Thing<'_>) -> Rule {
    let stated = q.one("notice").fact("period-stated");
    let declared = q.all("declared-use").into_iter().any(|declared| {
        let ours = each.purpose().code().map_or(Cond::no(), |code| declared.fact("purpose").is(code));
        (ours & declared.fact("retention-stated").is_any_of(&["none", "vague"])).is_yes()
    });
    let vague = known(stated.is_any_of(&["none", "vague"])).is_yes() || declared;
    if vague { rule::S_1798_100_A_3_NOTICE } else { rule::S_1798_100_A_3 }
}

/// § 1798.105(d): a use that goes on and is known to need the item.
fn excepted(each: Thing<'_>) -> bool {
    let runs = known(each.fact("ended-on").not_yet());
    let needed =
        known(each.fact("contract-necessary").is_true()) | known(each.fact("keeping-need").is("documented"));
    (runs & needed).is_yes()
}

/// The day on which the person asked for the deletion of the item.
fn requested<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Day> {
    let of_item = |request: Thing<'q>| {
        let named = request.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        request.fact("right").is("erase") & reaches
    };
    q.requests().which(of_item).into_iter().find_map(|request| request.fact("received-on").day())
}

fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}

/// § 1798.145(a)(1): federal, state and local laws are given way to, others are not.
fn recognising(q: Question<'_>, end: impl Into<Ending>) -> Ground {
    Ground::until(end).recognising(names(&param::RECOGNISED_ORDERS, q.as_of()))
}
