//! Whom each law reaches: residents acting for themselves, and controllers over the thresholds of their state.

use praetor_sdk::figure::{Looked, Of, reaches as reached};
use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Day, Question, Rule, Standing};

use crate::beside;
use crate::law::rule;
use crate::minor::knows_to_be_under;
use crate::sensitive;
use crate::states::{STATES, State};

/// A state, the laws beside the comprehensive ones, or American books.
pub fn reaches(q: Question<'_>) -> Standing {
    if q.one("incident").exists().is_yes() {
        return Standing::by(q, rule::BREACH_SCOPE.when(crate::incident::affected(q)));
    }
    let mut clauses: Vec<(Rule, Cond<'_>)> = Vec::new();
    for state in &STATES {
        let here = q.subject().residence().within(&[state.place]);
        if !here.is_no() || clauses.is_empty() {
            let cond = if here.is_no() { here } else { governs(q, state) };
            clauses.push((state.scope, cond));
        }
    }
    clauses.extend(beside::reach(q));
    clauses.push((rule::BOOKS, books(q)));
    Standing::by_any(q, clauses.into_iter().map(|(rule, cond)| rule.when(cond)))
}

/// The states whose law governs or may govern today, each with whether it does.
pub fn governing(q: Question<'_>) -> Vec<(&'static State, Cond<'_>)> {
    let begun = |state: &&State| state.scope.as_ref().from.is_none_or(|first| first <= q.as_of());
    let all = STATES.iter().filter(begun).map(|state| (state, governs(q, state)));
    all.filter(|(_, governs)| !governs.is_no()).collect()
}

/// A trait of the law of a state on the day of the question.
pub fn has(state: &State, name: &str, day: Day) -> bool {
    state.traits.on(day).or(&[]).contains(&name)
}

/// A number of the law of a state.
pub fn number(state: &State, name: &str, day: Day) -> Option<i64> {
    if state.numbers.has(name) { state.numbers.of(name, day).value } else { None }
}

/// A resident in an individual or household context, and a controller over the thresholds.
fn governs<'q>(q: Question<'q>, state: &State) -> Cond<'q> {
    let subject = q.subject();
    let here = subject.residence().within(&[state.place]);
    if here.is_no() {
        return here;
    }
    let human = !known(subject.fact("kind").is("juristic"));
    let private = !known(subject.fact("capacity").is_any_of(&["employee", "business"]));
    let day = q.as_of().max(state.scope.as_ref().from.unwrap_or(q.as_of()));
    let profit =
        if has(state, "nonprofits", day) { Cond::yes() } else { q.controller().fact("for-profit").is_true() };
    here & human & private & profit & over(q, state, day)
}

/// The thresholds of a state; some speak whatever the size.
fn over<'q>(q: Question<'q>, state: &State, day: Day) -> Cond<'q> {
    let small = q.controller().fact("small-business").is_true();
    let sells_sensitive =
        known(some_sale(q)) & Cond::any(q.items().iter().map(|item| sensitive::is(q, state, item)));
    let large = revenue(q, state, day) & volume(q, state, day);
    if has(state, "listed-activity", day) {
        let listed = ["online-ads-majority", "smart-speaker", "app-store"];
        return (large & q.controller().fact("activities").contains_any(&listed)) | sells_sensitive;
    }
    if has(state, "small-exempt", day) {
        return (!small & large) | sells_sensitive;
    }
    let delicate = || Cond::any(q.items().iter().map(|item| known(sensitive::is(q, state, item))));
    let any_sensitive = if has(state, "any-sensitive", day) { delicate() } else { Cond::no() };
    let offers =
        known(q.controller().fact("sells-or-shares").is_any_of(&["sells", "both"])) | known(some_sale(q));
    let offers = if has(state, "offers-for-sale", day) { offers } else { Cond::no() };
    let minors =
        if has(state, "minors-whatever-size", day) { known(knows_to_be_under(q, 18)) } else { Cond::no() };
    large | any_sensitive | offers | minors
}

fn some_sale(q: Question<'_>) -> Cond<'_> {
    some(&q.uses(), |each| each.operation().is("sell") | each.purpose().is("sell-data"))
}

fn revenue<'q>(q: Question<'q>, state: &State, day: Day) -> Cond<'q> {
    let year = i64::from(q.as_of().year) - 1;
    let looked =
        Looked { measure: "revenue", of: Of::World, years: Some(year..=year), currency: Some("USD") };
    match (number(state, "revenue", day), number(state, "revenue-over", day)) {
        (Some(least), _) => reached(q, &looked, |amount| amount.at_least(least)),
        (None, Some(bound)) => reached(q, &looked, |amount| amount.over(bound)),
        (None, None) => Cond::yes(),
    }
}

/// So many consumers, or fewer and a share of the revenue from sale. A law without numbers reaches everybody.
fn volume<'q>(q: Question<'q>, state: &State, day: Day) -> Cond<'q> {
    let Some(many) = number(state, "consumers", day) else { return Cond::yes() };
    let few = number(state, "few", day).unwrap_or(many);
    let some = if few == 0 { Cond::yes() } else { counted(q, state, day, few) };
    let year = i64::from(q.as_of().year);
    let looked =
        Looked { measure: "sale-revenue-share", of: Of::Share, years: Some(year - 1..=year), currency: None };
    let share = match (number(state, "share", day), number(state, "share-from", day)) {
        (Some(bound), _) => reached(q, &looked, |amount| amount.over(bound)),
        (None, Some(least)) => reached(q, &looked, |amount| amount.at_least(least)),
        (None, None) => q.controller().fact("sells-or-shares").is_any_of(&["sells", "both"]),
    };
    let idle = known(q.controller().fact("sells-or-shares").is_any_of(&["neither", "shares-for-ads"]));
    counted(q, state, day, many) | (!idle & share & some)
}

/// Residents of the state; where those who only pay are left out, a count with them can only miss the number.
fn counted<'q>(q: Question<'q>, state: &State, day: Day, least: i64) -> Cond<'q> {
    let year = i64::from(q.as_of().year);
    let of = Of::Place(state.place);
    let looked = |measure| Looked { measure, of, years: Some(year - 1..=year), currency: None };
    let all = reached(q, &looked("consumers"), |amount| amount.at_least(least));
    if !has(state, "payment-left-out", day) {
        return all;
    }
    let without = reached(q, &looked("consumers-without-payment-only"), |amount| amount.at_least(least));
    if without.is_unknown() && all.is_no() { all } else { without }
}

/// Books that were said to be American; only a question on keeping is told.
fn books(q: Question<'_>) -> Cond<'_> {
    let general = known(q.controller().fact("books-of").within(&["US"]));
    general | some(&q.items(), |item| item.fact("books-of").within(&["US"]))
}
