//! What rests on the contract: while it runs, a short grace, idle accounts, what was paid for.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, Period, Question, RetentionAnswer, Term, Thing, obligation};

use super::{ending, months, recognising};
use crate::law::{param, rule};

/// The contract's own end, the closing of the account with its grace, or idleness.
pub fn contract(
    q: Question<'_>,
    item: Thing<'_>,
    each: Thing<'_>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let subject = q.subject();
    if erased.is_some() {
        answer.ground(rule::ART_6_4_CONTRACT.always().about(item), recognising(q, ending(erased)));
        return;
    }
    let ended = [each.fact("ended-on"), subject.fact("contract-ended-on")];
    if let Some(day) = ended.into_iter().find(|fact| known(fact.happened()).is_yes()) {
        let term = Term::days(0).from(day);
        answer.ground(rule::ART_6_4_CONTRACT.always().about(item), recognising(q, term));
        return;
    }
    let idle = subject.fact("account-status").is_any_of(&["active", "dormant"])
        & subject.fact("last-active-on").is_stated();
    if known(idle.clone()).is_yes() {
        inactive(q, item, idle, answer);
        return;
    }
    let term = Term::days(days(q)).from(subject.fact("account-closed-on"));
    answer.ground(rule::ART_6_4_GRACE.always().about(item), recognising(q, term));
}

fn days(q: Question<'_>) -> u32 {
    u32::try_from(param::DAYS_OF_WARNING.on(q.as_of()).or(0)).unwrap_or(0)
}

/// An idle account: two years, and never without a warning; what is needed to use what was paid
/// for stays until it is used up.
fn inactive<'q>(q: Question<'q>, item: Thing<'q>, idle: Cond<'q>, answer: &mut RetentionAnswer) {
    let subject = q.subject();
    let paid = q.all("transaction").which(|bought| bought.fact("unused-balance").is_true());
    let needed = known(item.fact("needed").is_true());
    if let (Some(bought), true) = (paid.first(), needed.is_yes()) {
        let end = Term::days(0).from(bought.fact("completed-on"));
        answer.ground(rule::ART_6_4_PURCHASED.when(needed).about(item), recognising(q, end));
        return;
    }
    let last = subject.fact("last-active-on");
    let idle_for = months(q, &param::MONTHS_IDLE);
    let warned = subject.fact("warned-on");
    let over = last.day().map(|day| day.plus_years(u16::try_from(idle_for / 12).unwrap_or(0)));
    let end = if over.is_some_and(|over| over < q.as_of()) {
        Ending::at(Term::days(days(q)).from(warned))
    } else {
        Ending::at(Term::months(idle_for).from(last).algorithm("calendar-months"))
    };
    let lead = Period { months: 0, days: days(q) };
    let warn = obligation("warn-before-erasure").before().with("lead", lead);
    let clause = rule::ART_6_4_IDLE.when(idle).about(item);
    let clause = if known(warned.happened()).is_yes() { clause } else { clause.obliging(warn) };
    answer.ground(clause, recognising(q, end));
}
