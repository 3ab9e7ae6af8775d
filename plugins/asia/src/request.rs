//! What a request is about, who makes it, and what of it concerns others.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Day, Outcome, Question, RightsAnswer, Rule, Thing, Things};

use crate::content::is_on;

/// The items that a request is about: those it names, or everything held about the person.
#[must_use]
pub fn items<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("items").value().is_some() { request.follow("items", "item") } else { q.items() }
}

/// The uses that a request is about: those it names, or all.
#[must_use]
pub fn uses<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("uses").value().is_some() { request.follow("uses", "use") } else { q.uses() }
}

/// The uses that work with an item.
#[must_use]
pub fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}

/// The day on which the person asked for the erasure of the item.
#[must_use]
pub fn erasure_asked<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Day> {
    let of_item = |request: Thing<'q>| {
        let named = request.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        request.fact("right").is_any_of(&["erase", "de-index"]) & reaches
    };
    q.requests().which(of_item).into_iter().find_map(|request| request.fact("received-on").day())
}

/// Passes the request on where the controller only works for another; says whether it did.
pub fn forwarded(q: Question<'_>, request: Thing<'_>, rule: Rule, answer: &mut RightsAnswer) -> bool {
    const FOR_OTHERS: [&str; 2] = ["processor", "sub-processor"];
    let items = items(q, request);
    let all = items.iter().all(|item| item.fact("held-as").is_any_of(&FOR_OTHERS).is_yes());
    let of_items = Cond::known(all && !items.is_empty());
    let processor = known(q.controller().role().is_any_of(&FOR_OTHERS)) | of_items;
    let forwards = processor.is_yes();
    if forwards {
        answer.on(request).forward(rule.when(processor));
    }
    forwards
}

/// Somebody asks for the person and has not shown the authority to do so.
pub fn unproven(q: Question<'_>) -> Cond<'_> {
    const PROOFS: [&str; 4] =
        ["power-of-attorney", "parental-authority-shown", "heir-shown", "signed-permission"];
    let requester = q.requester();
    known(requester.fact("relation").is_any_of(&["agent", "parent", "guardian", "heir"]))
        & !known(requester.fact("proof").is_any_of(&PROOFS))
}

/// In full, or once whoever asks for another has shown that they may.
#[must_use]
pub fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}

/// Stops at once, or once whoever asks for another has shown that they may.
#[must_use]
pub fn stop(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop }
}

/// What of others an item holds, by what was documented and by its labels.
#[must_use]
pub fn interests(q: Question<'_>, item: Thing<'_>) -> Vec<String> {
    const OF_OTHERS: [&str; 4] = ["third-person", "trade-secret", "legal-privilege", "safety-of-others"];
    let stated = item.fact("protected-interests").codes().iter();
    let mut all: Vec<String> = stated.filter(|code| OF_OTHERS.contains(&code.as_str())).cloned().collect();
    let shown = some(&q.labels(), |label| {
        is_on(label, item) & label.fact("state").is("present") & label.fact("owner").is("third-person")
    });
    if shown.is_yes() && !all.iter().any(|code| code == "third-person") {
        all.push("third-person".to_owned());
    }
    all
}
