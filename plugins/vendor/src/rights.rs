//! Rights: how the request of a person reaches the vendor.

use praetor_sdk::{Obligation, Question, RightsAnswer, Row, Term, Thing, Verb, obligation};

use crate::class::Class;
use crate::law::rule;
use crate::retention::may_have_reached;

/// Rights that a recipient has to follow: the dictionary's name of the right is the action.
const FOLLOWED: [&str; 5] = ["erase", "rectify", "restrict", "object", "withdraw-consent"];

/// Speaks on each request that reaches a copy of the vendor.
pub fn passed_on(q: Question<'_>, class: Class, answer: &mut RightsAnswer) {
    passed_on_with(q, class, |_| None, answer);
}

/// The same, with a further duty of the class that comes with a command.
pub fn passed_on_with(
    q: Question<'_>,
    class: Class,
    duty: impl Fn(&str) -> Option<Obligation>,
    answer: &mut RightsAnswer,
) {
    for request in q.requests() {
        if let Some(action) = followed(q, request) {
            tell(q, request, (class, action, duty(action)), answer);
        }
    }
}

/// The action that a request asks of the vendor, if it reaches a copy there.
#[must_use]
pub fn followed(q: Question<'_>, request: Thing<'_>) -> Option<&'static str> {
    let right = FOLLOWED.into_iter().find(|right| request.fact("right").is(right).is_yes());
    right.filter(|_| reaches_a_copy(q, request))
}

/// Whether an item of the request may lie with the vendor.
fn reaches_a_copy(q: Question<'_>, request: Thing<'_>) -> bool {
    let named = request.fact("items").is_stated().is_yes();
    let items = if named { request.follow("items", "item") } else { q.items() };
    items.is_empty() || items.iter().any(|item| may_have_reached(q, item) && !is_gone(q, item))
}

/// Whether every disclosure of the item to the vendor is known to be erased there.
fn is_gone(q: Question<'_>, item: Thing<'_>) -> bool {
    let Some(vendor) = q.recipient().id() else {
        return false;
    };
    let mine = item.follow("disclosed-to", "disclosure");
    let mut mine = mine.iter().filter(|one| !one.fact("recipient").points_at(vendor).is_no()).peekable();
    mine.peek().is_some() && mine.all(|one| one.fact("still-held").is("erased").is_yes())
}

/// Assistance with rights: commanded where the vendor takes instructions, told where it does not.
fn tell(
    q: Question<'_>,
    request: Thing<'_>,
    (class, action, duty): (Class, &str, Option<Obligation>),
    answer: &mut RightsAnswer,
) {
    let plain = q.settings().plain();
    let mut on = answer.on(request);
    match class.route_in(plain) {
        None | Some("none") => {
            on.review(rule::ERASURE_NO_ROUTE.always());
        }
        Some(route) if route == "notice-only" || !class.obeys(plain) => {
            on.tell(rule::ERASURE_NOTICE.always(), q.recipient(), Verb::Notify, action, None);
        }
        Some(_) => {
            let due = due(request, plain);
            let confirmed = due.clone().filter(|_| action == "erase");
            let confirmed = confirmed.filter(|_| plain.yes_no("confirms-erasure") == Some(true));
            let confirmed = confirmed.map(|day| obligation("confirm-erasure").after().due(day));
            let duties = confirmed.into_iter().chain(duty);
            let clause = duties.fold(rule::ERASURE_COMMAND.always(), praetor_sdk::Clause::obliging);
            on.tell(clause, q.recipient(), Verb::Command, action, due);
        }
    }
}

/// The contract's own time, counted from the receipt of the request: an instruction given later
/// runs out later, which is for the vendor's clock and not for the person's.
fn due(request: Thing<'_>, plain: Row<'_>) -> Option<Term> {
    let within = plain.period("erasure-within")?;
    Some(Term::period(within).from(request.fact("received-on")))
}

#[cfg(test)]
mod tests;
