//! § 312.10: only as long as the purpose of collection needs it, and never without end.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, Ground, Question, RetentionAnswer, Term, Thing, obligation};

use crate::law::rule;

/// Legal orders whose duties to keep are given way to.
const ORDERS: &[&str] = &["US"];

/// Every item: no duty to keep, what its purposes need, and claims.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    for item in q.items().or_gap() {
        answer.no_floor(rule::NO_FLOOR.always().about(item));
        let listed = q.subject().fact("matters");
        if listed.value().is_none() {
            answer.review(rule::MATTERS_UNKNOWN.when(Cond::missing(listed.at())).about(item));
        }
        matters(q, item, answer);
        let uses: Vec<Thing<'_>> = q.uses().into_iter().filter(|each| works_with(*each, item)).collect();
        if uses.is_empty() {
            let end = requested(q, item).map_or_else(Ending::now, |day| Ending::at(Term::on(day)));
            let clause = match requested(q, item) {
                Some(_) => rule::DELETION_ENDS.always(),
                None => rule::DELETION_ENDS.when(Cond::missing(q.one("use").purpose().at())),
            };
            answer.ground(clause.about(item), recognising(end));
        }
        for each in uses {
            purpose(q, item, each, answer);
        }
    }
}

fn matters<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    for matter in q.matters() {
        let named = matter.fact("items");
        let here = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = here & !known(matter.fact("released-on").happened());
        if !open.is_no() && !known(!matter.fact("concrete").is_true()).is_yes() {
            answer.hold(rule::HOLD.when(open).about(item), matter);
        }
    }
}

fn purpose<'q>(q: Question<'q>, item: Thing<'q>, each: Thing<'q>, answer: &mut RetentionAnswer) {
    let ends = [each.fact("ended-on"), q.subject().fact("account-closed-on")];
    let over = ends.into_iter().find(|fact| known(fact.happened()).is_yes());
    match (over, requested(q, item)) {
        (None, Some(day)) => {
            answer.ground(rule::DELETION_ENDS.always().about(item), recognising(Term::on(day)));
        }
        _ => {
            let end = Term::days(0).from(over.unwrap_or(each.fact("ended-on")));
            answer.ground(rule::S_312_10.always().about(item), recognising(end));
            if over.is_none() {
                indefinite(q, item, each, answer);
            }
        }
    }
}

/// A policy without a time of deletion, or one that ends with the account: a person decides, and the policy is written.
fn indefinite<'q>(q: Question<'q>, item: Thing<'q>, each: Thing<'q>, answer: &mut RetentionAnswer) {
    let policy = q.controller().fact("retention-policy");
    let none = known(policy.is_any_of(&["none", "general"]));
    let vague = q.all("declared-use").into_iter().any(|declared| {
        let ours = each.purpose().code().map_or(Cond::no(), |code| declared.fact("purpose").is(code));
        let stated = declared.fact("retention-stated").is_any_of(&["none", "vague"]);
        (ours & known(stated)).is_yes()
    });
    let unpublished = known(!q.one("notice").fact("topics").contains("child-retention"));
    let lacking = none | Cond::known(vague) | unpublished;
    let duty = obligation("publish-retention-policy").before();
    answer.review(rule::S_312_10_INDEFINITE.when(lacking).about(item).obliging(duty));
}

/// The day on which a parent, or the child, asked for deletion.
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

fn works_with(each: Thing<'_>, item: Thing<'_>) -> bool {
    match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    }
}

fn recognising(end: impl Into<Ending>) -> Ground {
    Ground::until(end).recognising(ORDERS)
}
