//! Arts 7, 11, 13, 14: what is owed to a person who applied to the controller.

mod clock;
mod erasure;
mod reply;
mod stop;
mod tell;

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Says, Thing, Things};

use crate::law::rule;

/// Lets the articles speak on each application. A processor passes it on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        let processor = held_for_others(q, request);
        if processor.is_yes() {
            answer.on(request).forward(rule::ART_3_FORWARD.when(processor));
            continue;
        }
        clock::clocks(q, request, answer);
        reply::reply(q, request, answer);
        words(q, request, answer);
    }
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    match request.fact("right").code() {
        Some("access" | "be-informed" | "list-third-parties" | "explain-automated") => {
            access(q, request, answer);
        }
        Some("recipients-told") => told(q, request, answer),
        Some("rectify") => rectify(q, request, answer),
        Some("erase" | "de-index") => erasure::erase(q, request, answer),
        Some("withdraw-consent") => stop::withdraw(q, request, answer),
        Some("object-marketing" | "opt-out-targeted-ads") => stop::marketing(q, request, answer),
        Some("object") => stop::object(q, request, answer),
        Some("no-solely-automated") => stop::contest(q, request, answer),
        Some("compensation") => compensation(q, request, answer),
        Some(_) => absent(q, request, answer),
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::ART_11_1_A.when(missing), Outcome::Fulfil);
        }
    }
}

/// Art. 11(1)(a)-(ç): everything held, also what is kept for a law only; what concerns others is left out.
fn access(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let copy = known(request.fact("asks-for").contains_any(&["copy", "specific-pieces", "portable-copy"]));
    for item in items(q, request).or_gap() {
        let others = interests(q, item);
        let outside = outside_of_rights(item);
        let mut on = answer.on(request);
        if outside.is_yes() {
            let reason = if known(item.fact("public").is("by-subject")).is_yes() {
                "r-not-covered"
            } else {
                "r-investigation"
            };
            on.may_refuse(rule::ART_28_2.when(outside).about(item).reason(reason), Outcome::Refuse);
        } else if others.is_empty() {
            let rule = if copy.is_yes() { rule::ART_11_1_COPY } else { rule::ART_11_1_A };
            let asked = Cond::yes().resting_on(request.fact("right").at());
            on.owed(rule.when(asked).about(item), fulfil(q));
        } else {
            let part = rule::ART_11_THIRD.always().about(item).reason("r-third-party-rights");
            on.owed(part, Outcome::Redact(others));
        }
    }
}

/// Art. 28(2)(a)-(b): what an investigation needs, and what the person made public.
fn outside_of_rights(item: Thing<'_>) -> Cond<'_> {
    known(item.fact("public").is("by-subject"))
        | known(item.fact("protected-interests").contains("investigation"))
}

/// What of others an item holds, by what was documented and by its labels.
fn interests(q: Question<'_>, item: Thing<'_>) -> Vec<String> {
    const OF_OTHERS: [&str; 4] = ["third-person", "trade-secret", "legal-privilege", "safety-of-others"];
    let stated = item.fact("protected-interests").codes().iter();
    let mut all: Vec<String> = stated.filter(|code| OF_OTHERS.contains(&code.as_str())).cloned().collect();
    let shown = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("state").is("present") & label.fact("owner").is("third-person")
    });
    if shown.is_yes() && !all.iter().any(|code| code == "third-person") {
        all.push("third-person".to_owned());
    }
    all
}

/// Art. 11(1)(d), with (f): what is wrong or incomplete is corrected, and who received it is told.
fn rectify(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is("found-wrong"),
        };
        let right = known(disputed.is_any_of(&["found-right", "undecidable"]));
        let mut on = answer.on(request);
        on.owed(rule::ART_11_1_D.when(wrong.clone()).about(item), fulfil(q));
        on.may_refuse(
            rule::ART_11_1_D_RIGHT.when(right).about(item).reason("r-not-covered"),
            Outcome::Refuse,
        );
        if wrong.is_yes() {
            tell::recipients(request, item, "rectify", answer);
        }
    }
}

/// Art. 11(1)(f) asked for on its own.
fn told(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        answer.on(request).owed(rule::ART_11_1_F.always().about(item), fulfil(q));
    }
}

/// Art. 11(1)(ğ): damage from unlawful processing. Whether and how much is for people and courts.
fn compensation(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let items = items(q, request);
    let unlawful = some(&items, |item| item.fact("lawfulness").is_any_of(&["unlawful", "doubtful"]));
    let lawful = items.all(|item| item.fact("lawfulness").is("lawful"));
    let mut on = answer.on(request);
    if known(lawful.clone()).is_yes() {
        on.may_refuse(rule::ART_11_1_GH_NONE.when(lawful).reason("r-unfounded"), Outcome::Refuse);
    } else {
        on.owed(
            rule::ART_11_1_GH.when(unlawful.clone() | Cond::missing(request.fact("right").at())),
            fulfil(q),
        );
        on.review(rule::ART_11_1_GH.when(unlawful));
    }
}

/// What art. 11 does not list: no right, and the request is taken as one for information.
fn absent(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let mut on = answer.on(request);
    let clause = || rule::ART_11_ABSENT.when(Cond::yes().resting_on(request.fact("right").at()));
    if request.fact("uses").value().is_some() {
        for each in uses(q, request) {
            on.no_right(clause().about(each).reason("r-no-such-right"));
        }
    } else {
        for item in items(q, request).or_gap() {
            on.no_right(clause().about(item).reason("r-no-such-right"));
        }
    }
    treated_as(request, "access", answer);
}

/// The reply says as what the request is taken.
fn treated_as(request: Thing<'_>, right: &str, answer: &mut RightsAnswer) {
    let says = Says::of("treated-as").with("rights", [right]);
    answer.on(request).must_state(rule::ART_11_ABSENT.always(), says);
}

fn held_for_others<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    const FOR_OTHERS: [&str; 2] = ["processor", "sub-processor"];
    let items = items(q, request);
    let all = items.iter().all(|item| item.fact("held-as").is_any_of(&FOR_OTHERS).is_yes());
    let of_items = Cond::known(all && !items.is_empty());
    known(q.controller().role().is_any_of(&FOR_OTHERS)) | of_items
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
    let requester = q.requester();
    known(requester.fact("relation").is_any_of(&["agent", "parent", "guardian"]))
        & !known(requester.fact("proof").is_any_of(&["power-of-attorney", "parental-authority-shown"]))
}

/// In full, or once whoever asks for another has shown that they may.
fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}
