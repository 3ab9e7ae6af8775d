//! Sharing: the limits of the contract that every class has.

use praetor_sdk::{Day, Obligation, Period, Question, SharingAnswer, Thing, Value, obligation};

use crate::contract::Contract;
use crate::law::{gate, rule};
use crate::{has, names};

/// Lets each heading of the contract speak: the term, the purposes, what the vendor needs, those
/// behind it.
pub fn contract(q: Question<'_>, answer: &mut SharingAnswer) {
    term(q, answer);
    for each in q.uses().or_gap() {
        purpose(q, each, answer);
    }
    for item in q.items() {
        needs(q, item, answer);
    }
    chain(q, answer);
}

/// A vendor that settles no payments gets no number of a card or an account.
pub fn no_card(q: Question<'_>, answer: &mut SharingAnswer) {
    for item in q.items() {
        let card = item.category().is_any_of(&["payment-card", "bank-account"]);
        let stays = rule::CARD_STAYS.when(card).reason("r-not-necessary");
        answer.at(gate::CARD).about(item).prohibit(stays);
    }
}

/// Term: in force on the day of the question, with what it binds the vendor to.
fn term(q: Question<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::CONTRACT);
    match Contract::on(q.as_of(), q.settings()) {
        Contract::Runs(last) => {
            let mut clause =
                rule::TERM_RUNS.always().changes_on(last.map(Day::next)).changes_on(next_change(q));
            for duty in duties(q) {
                clause = clause.obliging(duty);
            }
            gate.permit(clause);
        }
        Contract::None => {
            gate.prohibit(rule::TERM_NONE.always().reason("r-no-processing-contract"));
        }
        Contract::NotBegun(day) => {
            gate.prohibit(rule::TERM_NOT_BEGUN.always().reason("r-no-processing-contract").changes_on(day));
        }
        Contract::Over => {
            gate.prohibit(rule::TERM_OVER.always().reason("r-contract-ended"));
        }
    }
}

/// The next day on which something of the settings turns that laws read as of the day of the
/// question: an objection, a certification, a clause.
fn next_change(q: Question<'_>) -> Option<Day> {
    let settings = q.settings();
    let objections = settings.rows("sub-processors").filter_map(|row| row.day("objected-on"));
    let begin = settings.rows("certifications").filter_map(|row| row.day("from"));
    let end = settings.rows("certifications").filter_map(|row| row.day("to")).map(Day::next);
    let ended = settings.rows("instruments").filter_map(|row| row.day("until")).map(Day::next);
    objections.chain(begin).chain(end).chain(ended).filter(|day| *day > q.as_of()).min()
}

/// What the contract binds the vendor to, as obligations.
fn duties(q: Question<'_>) -> Vec<Obligation> {
    let plain = q.settings().plain();
    let says = |key: &str, word: &str, term: &str| {
        plain.code(key) == Some(word) || has(plain, "contract-terms", term)
    };
    let nobody_behind = plain.day("sub-processors-checked-on").is_some()
        && q.settings().rows("sub-processors").next().is_none();
    let mut duties = Vec::new();
    duties.extend(says("human-review", "off", "no-human-review").then(|| obligation("no-human-review")));
    duties.extend(says("zero-retention", "on", "zero-retention").then(|| obligation("zero-retention")));
    duties.extend(plain.period("vendor-retention").map(delete_within));
    duties.extend(plain.places("region-pin").map(pinned));
    duties.extend(nobody_behind.then(|| obligation("no-onward")));
    let at_end = || obligation("delete-or-return-at-end").after();
    duties.extend(has(plain, "contract-terms", "delete-or-return").then(at_end));
    duties
}

fn delete_within(within: Period) -> Obligation {
    obligation("delete-inputs").after().with("within", Value::Period(within))
}

fn pinned(places: &[String]) -> Obligation {
    obligation("region-pin").with("countries", Value::Places(places.to_vec()))
}

/// Purposes: those agreed and no others.
fn purpose(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let purposes = names(q.settings(), "purposes");
    let agreed = each.purpose().is_any_of(&purposes);
    let limit = obligation("limit-use").with("purposes", purposes.as_slice());
    let mut gate = answer.at(gate::PURPOSE).about(each);
    gate.permit(rule::PURPOSE_AGREED.when(agreed.clone()).obliging(limit));
    gate.prohibit(rule::PURPOSE_OTHER.when(!agreed).reason("r-purpose-incompatible"));
}

/// Categories: what the service does not need is left out. Without a list, whatever is sent.
fn needs(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    if q.settings().plain().codes("needs").is_none() {
        return;
    }
    let unneeded = !item.category().is_any_of(&names(q.settings(), "needs"));
    answer.at(gate::NEEDS).about(item).prohibit(rule::NEEDS_NOT.when(unneeded).reason("r-not-necessary"));
}

/// Sub-processors: nothing passes through one to which the controller objected.
fn chain(q: Question<'_>, answer: &mut SharingAnswer) {
    for sub in q.all("sub-processor") {
        let mine = q.recipient().id().is_none_or(|id| !sub.fact("of").points_at(id).is_no());
        if !mine {
            continue;
        }
        let dropped = sub.fact("dropped-on");
        let still_there = !dropped.is_stated() | dropped.not_yet();
        let objected = sub.fact("objected-on").happened() & sub.fact("in-path").is_true() & still_there;
        let clause = rule::CHAIN_OBJECTED.when(objected).reason("r-sub-processor");
        answer.at(gate::CHAIN).prohibit(clause);
    }
}

#[cfg(test)]
mod tests;
