//! FADP arts 19, 21, 25 to 32, DPO arts 16 to 22: what is owed to a person who exercised a right.

mod claim;
mod clock;
mod copy;
mod correction;
mod erasure;
mod fee;
mod reply;
mod stop;
mod tell;

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, Things};

use crate::law::rule;

/// Lets the articles speak on each request. Where the operator is only a processor, the request is
/// passed on (art. 25(4)).
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        let processor = held_for_others(q, request);
        if processor.is_yes() {
            answer.on(request).forward(rule::ART_25_4.when(processor));
            continue;
        }
        clock::clocks(q, request, answer);
        reply::reply(q, request, answer);
        words(q, request, answer);
    }
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    match request.fact("right").code() {
        Some("access" | "list-third-parties") => copy::access(q, request, answer),
        Some("portability") => copy::portability(q, request, answer),
        Some("rectify") => correction::rectify(q, request, answer),
        Some("restrict" | "limit-sensitive" | "de-index") => correction::forbid(q, request, answer),
        Some("erase") => erasure::erase(q, request, answer),
        Some("object" | "opt-out-profiling") => stop::object(q, request, answer),
        Some("object-marketing" | "opt-out-targeted-ads" | "opt-out-sale-share") => {
            stop::object(q, request, answer);
        }
        Some("withdraw-consent") => stop::withdraw(q, request, answer),
        Some("no-solely-automated") => stop::contest(q, request, answer),
        Some("recipients-told") => tell::on_claim(q, request, answer),
        Some("be-informed") => {
            answer.on(request).owed(rule::ART_19_INFORMATION.always(), fulfil(q));
        }
        Some("explain-automated") => {
            answer.on(request).owed(rule::ART_25_2_F.always(), fulfil(q));
        }
        Some(_) => {
            answer.on(request).no_right(rule::CHAPTER_4.always().reason("r-no-such-right"));
        }
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::ART_25_1.when(missing), Outcome::Fulfil);
        }
    }
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

/// The uses that work with an item.
fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}

/// Art. 26(1)(c): manifestly unfounded, or frivolous. The controller shows it; a motive such as a
/// lawsuit is no proof, nor is a repetition.
fn unfounded<'q>(request: Thing<'q>) -> Cond<'q> {
    known(request.fact("abuse").is("proven")) | known(request.fact("unfounded").is_true())
}

/// Somebody asks for the person and has not shown the authority to do so.
fn unproven(q: Question<'_>) -> Cond<'_> {
    let requester = q.requester();
    known(requester.fact("relation").is_any_of(&["agent", "parent", "guardian"]))
        & !known(requester.fact("proof").is_any_of(&[
            "signed-permission",
            "power-of-attorney",
            "parental-authority-shown",
        ]))
}

/// In full, or once whoever asks for another has shown that they may.
fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}
