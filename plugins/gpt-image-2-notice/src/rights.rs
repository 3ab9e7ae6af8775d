//! Sections 10 and 11: the rights that the policy promises, and reports about children.
//!
//! "Depending on your location, you may have rights" promises what a law gives, which that law
//! says itself: the policy then has no word of its own. Only an operator who grants the rights
//! everywhere makes it a promise of the policy.

use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Rule, Thing, mark, obligation};

use crate::law::rule;

/// What a promised right does.
struct Promise {
    rule: Rule,
    outcome: Outcome,
    /// It is about uses, not about items.
    of_uses: bool,
}

/// Lets sections 10 and 11 speak on each request.
pub(crate) fn decide(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests().or_gap() {
        promised(q, request, answer);
        contact(request, answer);
        child(q, request, answer);
    }
}

/// Section 10, first to fifth item.
fn promised(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let Some(promise) = request.fact("right").code().and_then(promise_of) else {
        return;
    };
    let everywhere = q.settings().plain().yes_no("rights-everywhere") == Some(true);
    let cond = Cond::because(request.fact("right").at(), everywhere);
    let asked = asked_about(q, request, promise.of_uses);
    if promise.of_uses && asked.is_empty() {
        // No use is open to it; naming none would speak of all.
        return;
    }
    let mut clause = promise.rule.when(cond);
    for thing in asked {
        clause = clause.about(thing);
    }
    answer.on(request).owed(clause, promise.outcome);
}

fn promise_of(right: &str) -> Option<Promise> {
    let (rule, outcome, of_uses) = match right {
        "access" => (rule::S_10A_ACCESS, Outcome::Fulfil, false),
        "rectify" => (rule::S_10B_RECTIFY, Outcome::Fulfil, false),
        "erase" => (rule::S_10B_ERASE, Outcome::Fulfil, false),
        "restrict" => (rule::S_10C_RESTRICT, Outcome::Restrict, false),
        "portability" => (rule::S_10E_COPY, Outcome::Fulfil, false),
        "object" => (rule::S_10C_OBJECT, Outcome::Stop, true),
        "withdraw-consent" => (rule::S_10D_WITHDRAW, Outcome::Stop, true),
        _ => return None,
    };
    Some(Promise { rule, outcome, of_uses })
}

/// The items or uses that a request names, or all of them. "Certain processing" (objection) and
/// "where processing is based on consent" (withdrawal) leave the others out.
fn asked_about<'q>(q: Question<'q>, request: Thing<'q>, of_uses: bool) -> Vec<Thing<'q>> {
    let (fact, kind) = if of_uses { ("uses", "use") } else { ("items", "item") };
    let named =
        if request.fact(fact).is_stated().is_yes() { request.follow(fact, kind) } else { q.all(kind) };
    named.iter().filter(|thing| !of_uses || is_open_to(*thing, request)).collect()
}

fn is_open_to(each: Thing<'_>, request: Thing<'_>) -> bool {
    let basis = each.fact("declared-basis").code();
    match request.fact("right").code() {
        Some("object") => basis == Some("legitimate-interest"),
        _ => basis.is_some_and(|basis| basis.contains("consent")),
    }
}

/// Section 10, last sentence, and section 13: whatever the channel, the reply names the contact.
fn contact(request: Thing<'_>, answer: &mut RightsAnswer) {
    answer.on(request).must_state(rule::S_10G_CONTACT.always(), "contact");
}

/// Section 11, second sentence: locked away now, looked at by a person, removed where that is
/// right.
fn child(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let ground = request.fact("ground");
    let reported = request.fact("right").is("erase") & ground.is_stated() & ground.is("unlawful-child-data");
    if !reported.is_yes() {
        return;
    }
    let items = asked_about(q, request, false);
    let received = request.fact("received-on").day().unwrap_or(q.as_of());
    let mut quarantined = rule::S_11B_CHILD
        .when(reported.clone())
        .obliging(obligation("quarantine"))
        .obliging(obligation("human-review").before().with("role", ["privacy-officer"]))
        .marking(mark("quarantine", received));
    for item in &items {
        quarantined = quarantined.about(*item);
    }
    let mut on = answer.on(request);
    on.interim(quarantined, Outcome::Restrict);
    on.review(rule::S_11B_CHILD.when(reported));
}

#[cfg(test)]
mod tests;
