//! Access with a portable copy, lists of third parties, correction.

use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing};

use super::{On, excessive, failed, fulfil, unknown_agent};
use crate::law::{param, rule};

/// Item by item; what concerns others or is never disclosed is left out.
pub fn copy(on: &On<'_>, answer: &mut RightsAnswer) {
    for item in on.items().or_gap() {
        if refused(on, item, answer) {
            continue;
        }
        let listed = names(&param::NEVER_DISCLOSED, on.q.as_of());
        let secret = on.has("never-disclosed") && item.category().is_any_of(listed).is_yes();
        let others = of_others(on.q, item);
        let mut say = answer.on(on.request);
        if secret {
            let clause = rule::NEVER_DISCLOSED.when(on.asked()).about(item).reason("r-never-disclosed");
            say.owed(clause.clone(), Outcome::DescribeOnly).must_not(clause, Outcome::DescribeOnly);
            say.must_state(rule::NEVER_DISCLOSED.when(on.asked()), "data-types-held");
        } else if others.is_empty() {
            say.owed(on.state.rights.when(on.asked()).about(item), fulfil(on.q));
        } else {
            let clause = rule::OTHERS.when(on.asked()).about(item).reason("r-third-party-rights");
            say.owed(clause, Outcome::Redact(others));
        }
        say.must_state(on.state.rights.when(on.asked()), "confirmation");
    }
}

/// What stands against a request: nobody can be tied to the item, an agent whom the state does not know, no
/// authentication, no ground.
pub fn refused(on: &On<'_>, item: Thing<'_>, answer: &mut RightsAnswer) -> bool {
    let mut say = answer.on(on.request);
    let nobodys = known(item.fact("identifiability").is("anonymous"));
    if nobodys.is_yes() {
        let clause = rule::NOT_PERSONAL.when(on.asked() & nobodys).about(item).reason("r-not-covered");
        say.no_right(clause);
        true
    } else if unknown_agent(on).is_yes() {
        let clause = rule::NO_AGENTS.when(on.asked() & unknown_agent(on)).about(item);
        say.may_refuse(clause.reason("r-agent-unproven"), Outcome::Refuse);
        true
    } else if failed(on).is_yes() {
        let clause = rule::AUTHENTICATION.when(on.asked()).about(item).reason("r-identity-failed");
        say.may_refuse(clause, Outcome::Refuse);
        true
    } else if excessive(on.request).is_yes() {
        let clause = rule::EXCESSIVE.when(on.asked() & excessive(on.request)).about(item);
        say.may_refuse(clause.reason("r-unfounded"), Outcome::Refuse);
        true
    } else {
        false
    }
}

/// What of others an item holds.
fn of_others(q: Question<'_>, item: Thing<'_>) -> Vec<String> {
    const OF_OTHERS: [&str; 4] = ["third-person", "trade-secret", "legal-privilege", "safety-of-others"];
    let stated = item.fact("protected-interests").codes().iter();
    let mut all: Vec<String> = stated.filter(|code| OF_OTHERS.contains(&code.as_str())).cloned().collect();
    let shown = q.labels().into_iter().any(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        (here & label.fact("state").is("present") & label.fact("owner").is("third-person")).is_yes()
    });
    if shown && !all.iter().any(|code| code == "third-person") {
        all.push("third-person".to_owned());
    }
    all
}

/// Oregon, Minnesota, Connecticut: the third parties by name; Delaware, Maryland: their kinds.
pub fn list(on: &On<'_>, answer: &mut RightsAnswer) {
    let (rule, says) = if on.has("third-party-list") {
        (rule::THIRD_PARTY_LIST, "third-party-list")
    } else if on.has("third-party-categories") {
        (rule::THIRD_PARTY_CATEGORIES, "recipient-categories")
    } else {
        super::absent(on, answer);
        return;
    };
    for item in on.items().or_gap() {
        if !refused(on, item, answer) {
            answer.on(on.request).owed(rule.when(on.asked()).about(item), fulfil(on.q));
        }
    }
    answer.on(on.request).must_state(rule.when(on.asked()), says);
}

/// Wrong data are corrected; Indiana corrects what the person provided.
pub fn correct(on: &On<'_>, answer: &mut RightsAnswer) {
    for item in on.items().or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is_any_of(&["found-wrong", "undecidable"]),
        };
        let foreign = if on.has("correct-provided-only") { not_provided(item) } else { Cond::no() };
        if refused(on, item, answer) {
            continue;
        }
        let mut say = answer.on(on.request);
        if foreign.is_yes() {
            let clause = rule::NOT_PROVIDED.when(on.asked() & foreign).about(item).reason("r-not-provided");
            say.no_right(clause);
        } else if known(disputed.is("found-right")).is_yes() {
            let clause = rule::ACCURATE.when(on.asked()).about(item).reason("r-not-covered");
            say.may_refuse(clause, Outcome::Refuse);
        } else {
            say.owed(on.state.rights.when(on.asked() & wrong).about(item), fulfil(on.q));
        }
    }
}

/// Not given by the person: observed, concluded, made, or given by others.
pub fn not_provided(item: Thing<'_>) -> Cond<'_> {
    known(!item.fact("origin").is("provided"))
}
