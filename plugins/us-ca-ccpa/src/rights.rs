//! §§ 1798.105-1798.145, 11 CCR §§ 7020-7071: what is owed to a person who sent requests.

mod clock;
mod correct;
mod decisions;
mod delete;
mod know;
mod reply;
mod stop;
mod tell;

use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Day, Outcome, Question, RightsAnswer, Thing, Things};

use crate::law::{param, rule};

/// Rights for which no proof of identity may be asked for.
const UNPROVEN: [&str; 3] = ["opt-out-sale-share", "opt-out-targeted-ads", "limit-sensitive"];

/// Rights about decisions by machines.
const MACHINES: [&str; 3] = ["opt-out-profiling", "no-solely-automated", "explain-automated"];

/// Rights that are answered by knowing.
const KNOWING: [&str; 4] = ["access", "portability", "list-third-parties", "be-informed"];

/// Lets the law speak on each request. A service provider passes it on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        let provider = held_for_others(q, request);
        if provider.is_yes() {
            answer.on(request).forward(rule::CCR_7050_FORWARD.when(provider));
            continue;
        }
        clock::clocks(q, request, answer);
        reply::reply(q, request, answer);
        words(q, request, answer);
    }
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let listed = known(request.fact("channel").is("data-broker-list"));
    match request.fact("right").code() {
        Some(right) if KNOWING.contains(&right) => know::know(q, request, answer),
        Some("erase") if listed.is_yes() => delete::by_list(q, request, answer),
        Some("erase") => delete::delete(q, request, answer),
        Some("rectify") => correct::correct(q, request, answer),
        Some("opt-out-sale-share" | "opt-out-targeted-ads" | "withdraw-consent") => {
            stop::opt_out(q, request, answer);
        }
        Some("limit-sensitive") => stop::limit(q, request, answer),
        Some("opt-in-sale") => stop::opt_in(q, request, answer),
        Some(right) if MACHINES.contains(&right) => decisions::decisions(q, request, answer),
        Some(_) => absent(q, request, answer),
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::S_1798_110.when(missing), Outcome::Fulfil);
        }
    }
}

/// What the law does not list: objections, restriction, portability to another, appeals.
fn absent(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let clause = || rule::NO_SUCH_RIGHT.when(Cond::yes().resting_on(request.fact("right").at()));
    let mut on = answer.on(request);
    if request.fact("uses").value().is_some() {
        for each in uses(q, request) {
            on.no_right(clause().about(each).reason("r-no-such-right"));
        }
    } else {
        for item in items(q, request).or_gap() {
            on.no_right(clause().about(item).reason("r-no-such-right"));
        }
    }
}

/// The day that picks the version of the law: of receipt, else of the question.
fn day_of(q: Question<'_>, request: Thing<'_>) -> Day {
    request.fact("received-on").day().unwrap_or(q.as_of())
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

fn held_for_others<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    const FOR_OTHERS: [&str; 4] = ["processor", "sub-processor", "service-provider", "contractor"];
    let items = items(q, request);
    let all = items.iter().all(|item| item.fact("held-as").is_any_of(&FOR_OTHERS).is_yes());
    let of_items = Cond::known(all && !items.is_empty());
    known(q.controller().role().is_any_of(&FOR_OTHERS)) | of_items
}

/// § 1798.145(h)(3): what the business shows to be unfounded or excessive.
fn excessive<'q>(request: Thing<'q>) -> Cond<'q> {
    known(request.fact("unfounded").is_true()) | known(request.fact("abuse").is("proven"))
}

/// 11 CCR § 7063: somebody acts for the person. A power of attorney is enough, and the authority of a parent; with a
/// signed permission the person also proves identity or confirms.
fn unproven(q: Question<'_>) -> Cond<'_> {
    let requester = q.requester();
    let another = known(requester.fact("relation").is_any_of(&["agent", "parent", "guardian"]));
    let proof = requester.fact("proof");
    let full = known(proof.is_any_of(&["power-of-attorney", "parental-authority-shown"]));
    let confirmed = known(requester.fact("confirmation-demanded").is("confirmed"))
        | known(requester.fact("identity-achieved").is_any_of(&["verified", "strong"]));
    let permitted = known(proof.is("signed-permission")) & confirmed;
    another & !full & !permitted
}

/// Whether the agent was asked for proof and gave none.
fn proof_withheld(q: Question<'_>) -> Cond<'_> {
    known(q.requester().fact("proof-demanded").is("refused"))
        | known(q.requester().fact("confirmation-demanded").is("refused"))
}

/// In full, or once whoever asks for another has shown that they may.
fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}

/// Content of these labels that an item is known to hold.
fn labels_of(q: Question<'_>, item: Thing<'_>, listed: &[&str]) -> Vec<String> {
    let here = |label: &Thing<'_>| {
        let ours = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        (ours & label.fact("content").is_any_of(listed) & label.fact("state").is("present")).is_yes()
    };
    let shown = q.labels().into_iter().filter(here);
    shown.filter_map(|label| label.fact("content").code().map(str::to_owned)).collect()
}

/// Categories and labels that no answer discloses.
fn never_disclosed(q: Question<'_>) -> (&'static [&'static str], &'static [&'static str]) {
    (names(&param::NEVER_DISCLOSED, q.as_of()), names(&param::NEVER_DISCLOSED_LABELS, q.as_of()))
}
