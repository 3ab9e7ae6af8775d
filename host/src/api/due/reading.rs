//! Reads what is asked about what is due, and what is said of it.

use praetor_decision::{Day, Name};
use praetor_ledger::{DueStates, Outcome};
use serde_json::Value as Json;

use crate::api::problem::{Code, Problem};
use crate::limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, REFERENCE_BYTES_MAX};
use crate::wire::problem::step;
use crate::wire::{InputError, InputProblem};

/// Which page is asked for.
pub(super) struct Asked {
    pub(super) before: Option<Day>,
    pub(super) states: DueStates,
    pub(super) overdue: bool,
    pub(super) limit: usize,
    pub(super) cursor: Option<String>,
}

const STATES: [(&str, DueStates); 3] =
    [("open", DueStates::Open), ("closed", DueStates::Closed), ("all", DueStates::All)];

/// Reads the parameters of an address, each at most once.
pub(super) fn asked(query: &str) -> Result<Asked, Problem> {
    let mut asked = Asked {
        before: None,
        states: DueStates::Open,
        overdue: false,
        limit: PAGE_ROWS_DEFAULT,
        cursor: None,
    };
    let mut seen = Vec::new();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if seen.contains(&name) || !asked.takes(name, value) {
            return Err(wrong(name));
        }
        seen.push(name);
    }
    if asked.overdue && asked.states != DueStates::Open {
        return Err(Problem::new(Code::InvalidParameter, "what is overdue is open: leave out `state`"));
    }
    Ok(asked)
}

impl Asked {
    fn takes(&mut self, name: &str, value: &str) -> bool {
        let taken = match name {
            "before" => read_day(value).map(|day| self.before = Some(day)),
            "state" => one_of(value, &STATES).map(|states| self.states = states),
            "overdue" => one_of(value, &[("true", true), ("false", false)]).map(|yes| self.overdue = yes),
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=PAGE_ROWS_MAX).contains(limit));
                limit.map(|limit| self.limit = limit)
            }
            "cursor" => {
                self.cursor = Some(value.to_owned());
                Some(())
            }
            _ => None,
        };
        taken.is_some()
    }
}

/// What is wrong with a parameter. Its value is not repeated.
fn wrong(name: &str) -> Problem {
    let detail = match name {
        "before" => {
            "`before` wants one date, `2026-12-31`: what has its last day before it is listed".to_owned()
        }
        "state" => "`state` wants one of `open`, `closed` and `all`".to_owned(),
        "overdue" => "`overdue` wants `true` or `false`".to_owned(),
        "limit" => format!("`limit` wants a whole number from 1 to {PAGE_ROWS_MAX}"),
        "cursor" => "`cursor` wants the text of `next`, once".to_owned(),
        _ => "the parameters are `before`, `state`, `overdue`, `limit` and `cursor`".to_owned(),
    };
    Problem::new(Code::InvalidParameter, detail)
}

/// A date in its one spelling.
fn read_day(text: &str) -> Option<Day> {
    text.parse::<Day>().ok().filter(|day| day.to_string() == text)
}

fn one_of<T: Copy>(text: &str, names: &[(&str, T)]) -> Option<T> {
    names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
}

/// What is said of something due.
pub(super) struct Said {
    pub(super) outcome: Outcome,
    pub(super) reference: Name,
    pub(super) on: Day,
}

const KEYS: [&str; 3] = ["outcome", "reference", "on"];

/// Reads a body: what became of it, where more is written about it, and on which day it happened,
/// which is today if it is left out, and never a day to come.
pub(super) fn said(json: &Json, today: Day) -> Result<Said, Problem> {
    let mut problems = unknown_keys(json);
    let outcome = json.get("outcome").and_then(Json::as_str);
    let outcome = outcome.and_then(|text| Outcome::ALL.into_iter().find(|one| one.as_str() == text));
    if outcome.is_none() {
        let names = Outcome::ALL.map(Outcome::as_str);
        problems.push(InputProblem::at("/outcome", "not one of these").allowing(names));
    }
    let reference = json.get("reference").and_then(Json::as_str).filter(|text| is_reference(text));
    if reference.is_none() {
        problems.push(InputProblem::at("/reference", not_a_reference()));
    }
    let on = match json.get("on") {
        None => Some(today),
        Some(on) => on.as_str().and_then(read_day).filter(|on| *on <= today),
    };
    if on.is_none() {
        problems.push(InputProblem::at("/on", "wants a date, `2026-11-30`, today or before"));
    }
    match (outcome, reference, on) {
        (Some(outcome), Some(reference), Some(on)) if problems.is_empty() => {
            Ok(Said { outcome, reference: reference.into(), on })
        }
        _ => Err(Problem::of_input(Code::InvalidCompletion, InputError(problems))),
    }
}

fn unknown_keys(json: &Json) -> Vec<InputProblem> {
    let Json::Object(object) = json else {
        return vec![InputProblem::at("", "wants a JSON object")];
    };
    let unknown = object.keys().filter(|key| !KEYS.contains(&key.as_str()));
    unknown.map(|key| InputProblem::at(step("", key), "not a key of this").allowing(KEYS)).collect()
}

fn is_reference(text: &str) -> bool {
    (1..=REFERENCE_BYTES_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/:#".contains(&byte))
}

fn not_a_reference() -> String {
    format!(
        "wants a reference to where more is written about it, never a name, since it stays in the log for ever: 1 to {REFERENCE_BYTES_MAX} letters, digits, `-`, `.`, `_`, `/`, `:` and `#`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_once_each_and_nothing_else() {
        let read = asked("before=2026-12-31&state=all&limit=7").unwrap();
        assert_eq!((read.before, read.limit), (Some(Day::constant(2026, 12, 31)), 7));
        assert!(asked("").unwrap().states == DueStates::Open);
        for wrong in [
            "before=2026-13-01",
            "before=20261231",
            "before=2026-12-31&before=2026-12-31",
            "state=late",
            "limit=0",
            "limit=501",
            "overdue=yes",
            "overdue=true&state=all",
            "after=1",
            "before",
        ] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }
}
