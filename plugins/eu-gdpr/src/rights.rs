//! Chapter III: what is owed to a person who exercised a right.

mod clock;
mod copy;
mod correction;
mod erasure;
mod reply;
mod stop;
mod tell;

use praetor_sdk::reading::{any_listed, known};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, Things};

use crate::law::{param, rule};

/// Lets the articles speak on each request. Where the operator is only a processor, the request
/// is passed on and nothing is decided (Art. 28(3)(e)).
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        let processor = held_for_others(q, request);
        if processor.is_yes() {
            answer.on(request).forward(rule::ART_28_3_E.when(processor));
            continue;
        }
        clock::clocks(q, request, answer);
        reply::reply(q, request, answer);
        words(q, request, answer);
    }
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    match request.fact("right").code() {
        Some("access" | "list-third-parties" | "recipients-told") => copy::access(q, request, answer),
        Some("portability") => copy::portability(q, request, answer),
        Some("rectify") => correction::rectify(q, request, answer),
        Some("restrict") => correction::restrict(q, request, answer),
        Some("erase" | "de-index") => erasure::erase(q, request, answer),
        Some("object") => stop::object(q, request, answer),
        Some("object-marketing" | "opt-out-targeted-ads" | "opt-out-sale-share" | "opt-out-profiling") => {
            stop::object(q, request, answer);
        }
        Some("withdraw-consent") => stop::withdraw(q, request, answer),
        Some("no-solely-automated") => stop::contest(q, request, answer),
        Some("be-informed") => {
            answer.on(request).owed(rule::ART_13_INFORMATION.always(), fulfil(q));
        }
        Some("explain-automated") => {
            answer.on(request).owed(rule::ART_15_1_H.always(), fulfil(q));
        }
        Some("compensation") => {
            answer.on(request).review(rule::ART_82.always());
        }
        Some(_) => {
            answer.on(request).no_right(rule::CHAPTER_3.always().reason("r-no-such-right"));
        }
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::ART_12_3.when(missing), Outcome::Fulfil);
        }
    }
}

fn held_for_others<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    const FOR_OTHERS: [&str; 2] = ["processor", "sub-processor"];
    let items = items(q, request);
    let all = items.iter().all(|item| item.fact("held-as").is_any_of(&FOR_OTHERS).is_yes());
    let items = Cond::known(all && !items.is_empty());
    known(q.controller().role().is_any_of(&FOR_OTHERS)) | items
}

/// The items that a request is about: those it names, or everything held about the person.
fn items<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("items").value().is_some() { request.follow("items", "item") } else { q.items() }
}

/// The uses that a request is about.
fn uses<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("uses").value().is_some() { request.follow("uses", "use") } else { q.uses() }
}

/// The uses that work with an item.
fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}

/// Art. 12(5): the controller proves that the request is unfounded, abusive or repetitive.
fn excessive<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    known(request.fact("abuse").is("proven"))
        | known(request.fact("unfounded").is_true())
        | known(repetitive(q, request))
}

/// Identical requests within six months, nothing having changed and without a good reason.
fn repetitive<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    let Some(received) = request.fact("received-on").day() else { return Cond::no() };
    let Some(window) = received.plus_days(-SIX_MONTHS_OF_DAYS) else { return Cond::no() };
    let residence = q.subject().residence();
    let of_place = residence.places().iter().filter_map(|p| param::REPETITIVE_AFTER.of(p, received).value);
    let many = of_place.min().or(param::REPETITIVE_AFTER.of("EU", received).value).unwrap_or(i64::MAX);
    let same = |earlier: Thing<'q>| {
        let right = match request.fact("right").code() {
            Some(right) => earlier.fact("right").is(right),
            None => Cond::no(),
        };
        right
            & earlier.fact("received-on").on_or_after(window)
            & earlier.fact("received-on").before(received)
            & earlier.fact("identical").is_true()
            & !known(earlier.fact("data-changed-since").is_true())
            & !known(earlier.fact("legitimate-cause").is_true())
    };
    let found = q.earlier_requests().which(same);
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let first = found.first().map(|earlier| earlier.fact("identical").at());
    let cond = Cond::known(count >= many && many > 0);
    let cond = first.map_or(cond.clone(), |at| cond.resting_on(at));
    cond & any_listed(q.subject(), "earlier-requests", "earlier-request", &q.earlier_requests(), same)
}

/// Six months as days, the shortest way: a window too short refuses nobody wrongly.
const SIX_MONTHS_OF_DAYS: i64 = 181;

/// Relations in which somebody asks for somebody else, and proofs that show the authority.
const FOR_ANOTHER: [&str; 3] = ["agent", "parent", "guardian"];
const SHOWN: [&str; 3] = ["signed-permission", "power-of-attorney", "parental-authority-shown"];

/// Somebody asks for the person and has not shown the authority to do so.
fn unproven(q: Question<'_>) -> Cond<'_> {
    let requester = q.requester();
    known(requester.fact("relation").is_any_of(&FOR_ANOTHER))
        & !known(requester.fact("proof").is_any_of(&SHOWN))
}

/// In full, or once whoever asks for another has shown that they may.
fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}
