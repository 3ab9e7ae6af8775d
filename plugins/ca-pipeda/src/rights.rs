//! Sections 8, 9, 11, 14 and Schedule 1 clauses 4.3.8, 4.5.3, 4.9, 4.10: what is owed to a person who asks.

mod clock;
mod erasure;
mod reply;
mod stop;
mod tell;

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Says, Thing, Things, mark, obligation};

use crate::law::rule;

/// Lets the clauses speak on each request. Whoever holds the information for another passes the request on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        let held = held_for_others(q, request);
        if held.is_yes() {
            answer.on(request).forward(rule::FORWARD.when(held));
            continue;
        }
        clock::clocks(q, request, answer);
        reply::reply(q, request, answer);
        words(q, request, answer);
    }
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let asked = || Cond::yes().resting_on(request.fact("right").at());
    match request.fact("right").code() {
        Some("access" | "be-informed") => access(q, request, answer),
        Some("list-third-parties" | "recipients-told") => third_parties(q, request, answer),
        Some("rectify") => rectify(q, request, answer),
        Some("erase") => erasure::erase(q, request, answer),
        Some(
            "withdraw-consent"
            | "object"
            | "object-marketing"
            | "opt-out-targeted-ads"
            | "opt-out-sale-share"
            | "opt-out-profiling",
        ) => stop::withdraw(q, request, answer),
        Some("grievance") => {
            answer.on(request).review(rule::CL_4_10.when(asked()));
        }
        Some("compensation") => {
            answer.on(request).review(rule::S_16.when(asked()));
        }
        Some(_) => absent(q, request, answer),
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::CL_4_9.when(missing), Outcome::Fulfil);
        }
    }
}

/// Clauses 4.9, 4.9.1, section 9: what is held; what concerns others is severed, and some interests stand against it.
fn access(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let shielded = shielded(item);
        let asked = Cond::yes().resting_on(request.fact("right").at());
        let mut on = answer.on(request);
        if shielded.is_yes() {
            let refused = rule::S_9_3.when(shielded).about(item).reason("r-secret");
            on.may_refuse(refused, Outcome::Refuse);
            let kept = rule::S_8_8.always().about(item).obliging(obligation("keep-copy").after());
            on.must_state(kept, "reasons");
        } else if about_others(q, item).is_yes() {
            let part = rule::S_9_1.when(asked).about(item).reason("r-third-party-rights");
            on.owed(part, Outcome::Redact(vec!["third-person".to_owned()]));
        } else {
            on.owed(rule::CL_4_9.when(asked).about(item), fulfil(q));
        }
    }
}

/// Section 9(3): interests that may stand against access, as they were documented.
fn shielded(item: Thing<'_>) -> Cond<'_> {
    const SHIELDED: [&str; 4] = ["trade-secret", "legal-privilege", "investigation", "safety-of-others"];
    known(item.fact("protected-interests").contains_any(&SHIELDED))
}

fn about_others<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let shown = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("state").is("present") & label.fact("owner").is("third-person")
    });
    known(item.fact("protected-interests").contains("third-person")) | shown
}

/// Clause 4.9.3: to whom it went, as specific as possible.
fn third_parties(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let asked = Cond::yes().resting_on(request.fact("right").at());
        answer.on(request).owed(rule::CL_4_9_3.when(asked).about(item), fulfil(q));
    }
}

/// Clauses 4.9.5, 4.9.6: what was shown to be wrong is amended; an unresolved challenge is put on record.
fn rectify(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is("found-wrong"),
        };
        let unresolved = known(disputed.is("undecidable"));
        let right = known(disputed.is("found-right"));
        let mut on = answer.on(request);
        on.owed(rule::CL_4_9_5.when(wrong.clone()).about(item), fulfil(q));
        let stays = rule::CL_4_9_5_RIGHT.when(right).about(item).reason("r-not-covered");
        on.may_refuse(stays, Outcome::Refuse);
        if unresolved.is_yes() {
            let noted =
                mark("accuracy-contested", q.as_of()).over(item.category().code().unwrap_or_default());
            let open = rule::CL_4_9_6.when(unresolved).about(item).reason("r-not-covered").marking(noted);
            on.may_refuse(open, Outcome::Refuse);
        }
        if wrong.is_yes() {
            tell::recipients(request, item, "rectify", rule::CL_4_9_5_THIRD, answer);
        }
    }
}

/// What the Act does not know: no right, and the request is taken as one for access.
fn absent(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let mut on = answer.on(request);
    let clause = || rule::ABSENT.when(Cond::yes().resting_on(request.fact("right").at()));
    if request.fact("uses").value().is_some() {
        for each in uses(q, request) {
            on.no_right(clause().about(each).reason("r-no-such-right"));
        }
    } else {
        for item in items(q, request).or_gap() {
            on.no_right(clause().about(item).reason("r-no-such-right"));
        }
    }
    on.must_state(rule::ABSENT.always(), Says::of("treated-as").with("rights", ["access"]));
}

fn held_for_others<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    const FOR_OTHERS: [&str; 2] = ["processor", "sub-processor"];
    let items = items(q, request);
    let all = items.iter().all(|item| item.fact("held-as").is_any_of(&FOR_OTHERS).is_yes());
    known(q.controller().role().is_any_of(&FOR_OTHERS)) | Cond::known(all && !items.is_empty())
}

/// The items that a request is about: those it names, or everything held about the person.
fn items<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("items").value().is_some() { request.follow("items", "item") } else { q.items() }
}

/// The uses that a request is about.
fn uses<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("uses").value().is_some() { request.follow("uses", "use") } else { q.uses() }
}

/// Somebody asks for the person and has not shown the authority to do so.
fn unproven(q: Question<'_>) -> Cond<'_> {
    const SHOWN: [&str; 3] = ["signed-permission", "power-of-attorney", "parental-authority-shown"];
    let requester = q.requester();
    known(requester.fact("relation").is_any_of(&["agent", "parent", "guardian"]))
        & !known(requester.fact("proof").is_any_of(&SHOWN))
}

/// In full, or once whoever asks for another has shown that they may.
fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}
