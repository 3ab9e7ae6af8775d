//! Arts 17-22: what is owed to a person who asks the controller.

mod clock;
mod erasure;
mod reply;
mod stop;
mod tell;

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Says, Thing, Things};

use crate::law::rule;

/// Lets the articles speak on each request. Whoever is not the controller says so and names it.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        let processor = held_for_others(q, request);
        if processor.is_yes() {
            answer.on(request).forward(rule::ART_18_4_I.when(processor));
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
        Some("portability") => portability(q, request, answer),
        Some("erase") => erasure::erase(q, request, answer),
        Some("restrict" | "de-index") => block(q, request, answer),
        Some("withdraw-consent") => stop::withdraw(q, request, answer),
        Some(
            "object"
            | "object-marketing"
            | "opt-out-targeted-ads"
            | "opt-out-sale-share"
            | "opt-out-profiling",
        ) => {
            stop::object(q, request, answer);
        }
        Some("no-solely-automated") => stop::review(q, request, answer),
        Some("compensation") => {
            let asked = Cond::yes().resting_on(request.fact("right").at());
            answer.on(request).review(rule::ART_42.when(asked));
        }
        Some(_) => absent(q, request, answer),
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::ART_18_II.when(missing), Outcome::Fulfil);
        }
    }
}

/// Arts 18 I-II, VII, 19: everything held; trade secrets and what concerns others are left out.
fn access(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let others = interests(q, item);
        let mut on = answer.on(request);
        if others.is_empty() {
            let asked = Cond::yes().resting_on(request.fact("right").at());
            on.owed(rule::ART_18_II.when(asked).about(item), fulfil(q));
        } else {
            let part = rule::ART_19_SECRETS.always().about(item).reason("r-third-party-rights");
            on.owed(part, Outcome::Redact(others));
        }
    }
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

/// Art. 18 III and par. 6: what is wrong, incomplete or out of date is corrected, and who received it is told at once.
fn rectify(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is("found-wrong"),
        };
        let right = known(disputed.is_any_of(&["found-right", "undecidable"]));
        let mut on = answer.on(request);
        on.owed(rule::ART_18_III.when(wrong.clone()).about(item), fulfil(q));
        let stays = rule::ART_18_III_RIGHT.when(right).about(item).reason("r-not-covered");
        on.may_refuse(stays, Outcome::Refuse);
        if wrong.is_yes() {
            tell::recipients(request, item, "rectify", answer);
        }
    }
}

/// Art. 18 V and par. 7: what the law knows of the person, trade secrets and anonymised data apart. No period is set.
fn portability(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let anonymous = known(item.fact("identifiability").is("anonymous"));
        let secret = known(item.fact("protected-interests").contains("trade-secret"));
        let left_out = rule::ART_18_7.when(anonymous | secret).reason("r-not-covered");
        let asked = Cond::yes().resting_on(request.fact("right").at());
        let owed = rule::ART_18_V.when(asked).about(item);
        answer.on(request).owed_unless(owed, fulfil(q), [(left_out, Outcome::Refuse)]);
    }
}

/// Art. 18 IV: blocking of what is unnecessary, excessive or unlawful.
fn block(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let unlawful = item.fact("lawfulness").is_any_of(&["unlawful", "doubtful"]);
        let needless = known(!item.fact("needed").is_true());
        let breach = unlawful | needless;
        let mut on = answer.on(request);
        on.owed(rule::ART_18_IV.when(breach.clone()).about(item), Outcome::Restrict);
        if breach.is_yes() {
            tell::recipients(request, item, "restrict", answer);
        }
    }
}

/// Art. 18 VII, with par. 6, asked for on its own.
fn told(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        answer.on(request).owed(rule::ART_18_VII.always().about(item), fulfil(q));
    }
}

/// What art. 18 does not list: no right, and the request is taken as one for access.
fn absent(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let mut on = answer.on(request);
    let clause = || rule::ART_18_ABSENT.when(Cond::yes().resting_on(request.fact("right").at()));
    if request.fact("uses").value().is_some() {
        for each in uses(q, request) {
            on.no_right(clause().about(each).reason("r-no-such-right"));
        }
    } else {
        for item in items(q, request).or_gap() {
            on.no_right(clause().about(item).reason("r-no-such-right"));
        }
    }
    on.must_state(rule::ART_18_ABSENT.always(), Says::of("treated-as").with("rights", ["access"]));
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
