//! Sharing: the limits of the contract.

use praetor_sdk::{Cond, Day, Obligation, Period, Question, Row, SharingAnswer, Thing, Value, obligation};

use crate::contract::Contract;
use crate::law::{gate, rule};

/// Lets each heading of the contract speak.
pub(crate) fn decide(q: Question<'_>, answer: &mut SharingAnswer) {
    term(q, answer);
    for each in q.uses().or_gap() {
        purpose(q, each, answer);
        training(q, each, answer);
    }
    for item in q.items() {
        needs(q, item, answer);
    }
    chain(q, answer);
}

/// Term: in force on the day of the question, with what it binds the vendor to.
fn term(q: Question<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::CONTRACT);
    match Contract::on(q.as_of(), q.settings()) {
        Contract::Runs(last) => {
            let mut clause =
                rule::TERM_RUNS.always().changes_on(last.map(Day::next)).changes_on(next_objection(q));
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

/// The first objection to a sub-processor that is still to come: the permit ends there.
fn next_objection(q: Question<'_>) -> Option<Day> {
    let objections = q.settings().rows("sub-processors").filter_map(|row| row.day("objected-on"));
    objections.filter(|day| *day > q.as_of()).min()
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

fn has(plain: Row<'_>, key: &str, code: &str) -> bool {
    plain.codes(key).is_some_and(|codes| codes.iter().any(|one| one == code))
}

/// Purposes: those agreed and no others.
fn purpose(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let purposes = purposes(q);
    let agreed = each.purpose().is_any_of(&purposes);
    let limit = obligation("limit-use").with("purposes", purposes.as_slice());
    let mut gate = answer.at(gate::PURPOSE).about(each);
    gate.permit(rule::PURPOSE_AGREED.when(agreed.clone()).obliging(limit));
    gate.prohibit(rule::PURPOSE_OTHER.when(!agreed).reason("r-purpose-incompatible"));
}

fn purposes(q: Question<'_>) -> Vec<&str> {
    q.settings().plain().codes("purposes").unwrap_or_default().iter().map(String::as_str).collect()
}

/// Training: off, switched off first, or no use of the vendor at all.
fn training(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let plain = q.settings().plain();
    let trains = each.purpose().is("ai-training") | each.operation().is("train");
    let agreed = purposes(q).contains(&"ai-training");
    let learns = plain.code("training") == Some("on");
    let off = plain.code("training") == Some("off") || plain.code("training-switched") == Some("off");
    let other = !trains.clone() & Cond::known(!learns);
    let mut gate = answer.at(gate::TRAINING).about(each);
    gate.permit(rule::TRAINING_AGREED.when(trains.clone() & Cond::known(agreed)));
    gate.prohibit(rule::TRAINING_USE.when(trains & Cond::known(!agreed)).reason("r-training"));
    if off {
        gate.permit(rule::TRAINING_OFF.when(other).obliging(obligation("no-train")));
    } else if learns {
        gate.prohibit(rule::TRAINING_ON.always().reason("r-training"));
    } else {
        let switch = obligation("switch-training-off").before().as_condition();
        let clause = rule::TRAINING_SWITCH.when(other).with_conditions().burden(1);
        gate.permit(clause.obliging(switch).obliging(obligation("no-train")));
    }
}

/// Categories: what the service does not need is left out. Without a list, whatever is sent.
fn needs(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let Some(needs) = q.settings().plain().codes("needs") else {
        return;
    };
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    let unneeded = !item.category().is_any_of(&needs);
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
