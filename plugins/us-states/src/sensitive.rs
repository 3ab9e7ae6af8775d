//! Sensitive data: consent, opt-out or strict necessity, and what is never sold.

use praetor_sdk::consent::{any, in_force, of_person, valid};
use praetor_sdk::marks::{Looked, stands_on};
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::deal::sale;
use crate::law::{gate, param, rule};
use crate::minor::parent;
use crate::scope::has;
use crate::states::State;

/// Item by item, what one state asks for.
pub fn sensitive<'q>(
    q: Question<'q>,
    state: &State,
    governs: &Cond<'q>,
    each: Thing<'q>,
    answer: &mut SharingAnswer,
) {
    for item in items_of(q, each).or_gap() {
        location(q, state, governs, each, item, answer);
        let delicate = governs.clone() & here(q, state, each, item);
        if delicate.is_no() {
            continue;
        }
        let day = q.as_of();
        let sold = sale(q, each, has(state, "sells-for-money", day));
        let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
        let requested = service(q, each) & each.fact("contract-necessary").is_true();
        if has(state, "sensitive-opt-out", day) {
            let out = Looked { kinds: &["limit-sensitive", "opt-out", "objection"], marketing: &[] };
            let refused = delicate & !service(q, each) & stands_on(q, out, each, item);
            at.prohibit(state.sensitive.when(refused).reason("r-opted-out"));
        } else if has(state, "sensitive-necessary", day) {
            let banned = state.sensitive.when(delicate.clone() & sold.clone()).reason("r-banned");
            at.prohibit(banned);
            at.prohibit(state.sensitive.when(delicate & !sold).reason("r-not-necessary"))
                .unless(rule::SENSITIVE_REQUESTED.when(requested));
        } else {
            let apart = has(state, "sale-consent-apart", day);
            let agreed = consented(q, each, known(sold.clone()).is_yes() && apart);
            at.prohibit(state.sensitive.when(delicate).reason("r-consent-missing"))
                .unless(rule::SENSITIVE_CONSENT.when(agreed))
                .unless(rule::SENSITIVE_REQUESTED.when(requested & !sold).burden(1));
        }
    }
}

/// No sale of a precise location, whatever the consent.
fn location<'q>(
    q: Question<'q>,
    state: &State,
    governs: &Cond<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    answer: &mut SharingAnswer,
) {
    let Some(rule) = state.location else { return };
    let sold = sale(q, each, has(state, "sells-for-money", q.as_of()));
    let precise = precise(q, item);
    let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
    at.prohibit(rule.when(governs.clone() & sold & precise).reason("r-banned"));
}

fn precise<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let radius = item.fact("location-radius");
    let near = radius.at_most(param::PRECISE_LOCATION.on(q.as_of()));
    let shown = labelled(q, item, &["precise-location", "location-in-image"]);
    (item.category().is("precise-location") & !known(!near.clone())) | known(near) | shown
}

/// Whether an item is sensitive in a state. Content that nobody has searched is unknown.
pub fn is<'q>(q: Question<'q>, state: &State, item: Thing<'q>) -> Cond<'q> {
    let open = known(item.category().is_any_of(names(&param::ANY_CONTENT, q.as_of())));
    let unseen = open & !item.fact("scan").is_any_of(&["full", "not-applicable"]);
    let unseen = if unseen.is_yes() { Cond::missing(item.fact("scan").at()) } else { unseen };
    shows(q, state, item) | unseen
}

/// For the service that was asked for, only what is known to be sensitive counts; beyond it, also what may be.
fn here<'q>(q: Question<'q>, state: &State, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    if service(q, each).is_yes() { shows(q, state, item) } else { is(q, state, item) }
}

fn shows<'q>(q: Question<'q>, state: &State, item: Thing<'q>) -> Cond<'q> {
    let mut list = names(&param::SENSITIVE_CONTENT, q.as_of()).to_vec();
    if has(state, "financial-sensitive", q.as_of()) {
        list.extend(names(&param::FINANCIAL_CONTENT, q.as_of()));
    }
    let wide = item.fact("location-radius").over(param::PRECISE_LOCATION.on(q.as_of()));
    let rough = known(item.category().is("precise-location")) & known(wide);
    (item.category().is_any_of(&list) & !rough) | labelled(q, item, &list)
}

/// Whether an item is known to hold content of one of these labels.
pub fn labelled<'q>(q: Question<'q>, item: Thing<'q>, list: &[&str]) -> Cond<'q> {
    Cond::any(q.labels().iter().map(|label| {
        let ours = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        known(ours & label.fact("content").is_any_of(list) & label.fact("state").is("present"))
    }))
}

fn service<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    known(each.purpose().is_any_of(names(&param::SERVICE_PURPOSES, q.as_of())))
}

/// Consent to the use of sensitive content; to its sale, where the state wants that said apart.
fn consented<'q>(q: Question<'q>, each: Thing<'q>, apart: bool) -> Cond<'q> {
    let own = any(q, q.subject(), |consent| {
        let acts = consent.fact("acts");
        let covers = if apart {
            acts.contains_all(&["sensitive-content", "sale"])
        } else {
            acts.contains("sensitive-content")
        };
        in_force(consent) & valid(consent) & of_person(q, consent, q.subject()) & covers
    });
    own | known(parent(q, each))
}
