//! Children under 13, and older minors as each state has it.

use praetor_sdk::consent::{CLEAR_ACTS, any, by_guardian, in_force};
use praetor_sdk::person::{under, under_when_given};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::deal::{advertising, profiling, sale};
use crate::law::{gate, param, rule};
use crate::scope::{has, number};
use crate::states::State;

/// What one state asks for.
pub fn minor<'q>(
    q: Question<'q>,
    state: &State,
    governs: &Cond<'q>,
    each: Thing<'q>,
    answer: &mut SharingAnswer,
) {
    let child = governs.clone() & knows_to_be_under(q, param::AGE_OF_PARENT.on(q.as_of()).or(13));
    let proof = || obligation("keep-consent-proof");
    let mut at = answer.at(gate::MINOR).about(each);
    let barred = state.child.when(child).reason("r-minor");
    at.prohibit(barred.obliging(obligation("obtain-parental-consent").before()))
        .unless(rule::PARENTAL_CONSENT.when(parent(q, each)).obliging(proof()));
    let Some(teen) = state.teen else { return };
    let Some(age) = number(state, "teen", q.as_of()) else { return };
    let young = governs.clone() & young(q, state, age);
    let ban = has(state, "teen-ban", q.as_of());
    let (barred, open) = acts(q, state, each, ban);
    if ban {
        let clause = teen.when(young.clone() & barred).reason("r-banned");
        at.prohibit(clause);
    }
    let clause = teen.when(young & open).reason("r-minor");
    at.prohibit(clause).unless(rule::TEEN_CONSENT.when(own(q, each)).obliging(proof()));
}

/// What is banned, and what consent opens.
fn acts<'q>(q: Question<'q>, state: &State, each: Thing<'q>, ban: bool) -> (Cond<'q>, Cond<'q>) {
    let day = q.as_of();
    if has(state, "teen-any-use", day) {
        return (Cond::no(), Cond::yes());
    }
    let traded = sale(q, each, has(state, "sells-for-money", day)) | advertising(each);
    let weighty = profiling(each);
    let weighty_ban = if has(state, "teen-profiling-ban", day) { weighty.clone() } else { Cond::no() };
    let weighty_open = if has(state, "teen-profiling-consent", day) { weighty } else { Cond::no() };
    if ban { (traded | weighty_ban, weighty_open) } else { (Cond::no(), traded | weighty_open) }
}

/// Actual knowledge, or signs that were wilfully overlooked; an age that was stated is known.
pub fn knows_to_be_under(q: Question<'_>, years: i64) -> Cond<'_> {
    let subject = q.subject();
    let knowledge = subject.fact("age-knowledge");
    let knows = match knowledge.code() {
        Some("none") => known(subject.fact("age-disregarded").is_true()).resting_on(knowledge.at()),
        _ => Cond::yes(),
    };
    knows & under(subject, years)
}

/// Maryland asks what the controller should have known: a stated age is enough.
fn young<'q>(q: Question<'q>, state: &State, age: i64) -> Cond<'q> {
    let stated = known(under(q.subject(), age));
    if state.place == "US-MD" && stated.is_yes() { stated } else { knows_to_be_under(q, age) }
}

/// A parent's consent, verified as COPPA asks, that covers the act.
pub fn parent<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    any(q, q.subject(), |consent| {
        let checked = consent.fact("method").is_any_of(&["verified-parent", "joint"])
            & !known(consent.fact("parent-check").is_any_of(&["none", "not-applicable"]));
        in_force(consent) & covers(q, each, consent) & checked & by_guardian(q, consent)
    })
}

fn covers<'q>(q: Question<'q>, each: Thing<'q>, consent: Thing<'q>) -> Cond<'q> {
    let acts = consent.fact("acts");
    if advertising(each).is_yes() {
        acts.contains("targeted-ads")
    } else if known(sale(q, each, false)).is_yes() {
        acts.contains("sale")
    } else {
        acts.contains_any(&[
            "processing",
            "disclosure",
            "sensitive-content",
            "automated-decision",
            "training",
        ])
    }
}

/// The minor's own consent from 13 on, by a clear act; below, or as well, the parent's.
fn own<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let Some(id) = q.subject().id() else { return Cond::no() };
    let own = any(q, q.subject(), |consent| {
        let given = consent.fact("given-by").points_at(id) & consent.fact("concerns").points_at(id);
        let clear = consent.fact("method").is_any_of(&CLEAR_ACTS);
        let young = under_when_given(q, consent, param::AGE_OF_PARENT.on(q.as_of()).or(13));
        in_force(consent) & given & covers(q, each, consent) & clear & !young
    });
    own | known(parent(q, each))
}
