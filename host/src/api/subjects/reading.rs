//! Reads the body of a request that is a few keys: about a person, or for an export.

use praetor_decision::Name;
use praetor_ledger::Timestamp;
use serde_json::Value as Json;

use crate::api::problem::{Code, Problem};
use crate::limits::{MATTER_BYTES_MAX, STRING_BYTES_MAX};
use crate::wire::problem::step;
use crate::wire::{InputError, InputProblem};

/// A body and what is wrong with it.
pub(in crate::api) struct Reading<'a> {
    json: &'a Json,
    problems: Vec<InputProblem>,
}

impl<'a> Reading<'a> {
    /// A body that may have these keys.
    pub(in crate::api) fn new(json: &'a Json, keys: &[&'static str]) -> Self {
        let mut reading = Self { json, problems: vec![] };
        match json {
            Json::Object(object) => {
                for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
                    let problem = InputProblem::at(step("", key), format!("`{key}` is not a key of this"));
                    reading.problems.push(problem.allowing(keys.iter().copied()));
                }
            }
            _ => reading.wrong("", "wants a JSON object"),
        }
        reading
    }

    pub(in crate::api) fn wrong(&mut self, pointer: &str, detail: impl Into<String>) {
        self.problems.push(InputProblem::at(pointer, detail.into()));
    }

    /// The person's identifier. It is never repeated in a problem.
    pub(in crate::api) fn id(&mut self) -> Option<String> {
        let id = self.json.get("id").and_then(Json::as_str);
        let id = id.filter(|id| (1..=STRING_BYTES_MAX).contains(&id.len()));
        if id.is_none() {
            self.wrong("/id", format!("wants the person's identifier, 1 to {STRING_BYTES_MAX} bytes, as questions have it in `subject.id`"));
        }
        id.map(str::to_owned)
    }

    /// A key that has no place here.
    pub(in crate::api) fn none<T>(&mut self, key: &str) -> Option<T> {
        if self.json.get(key).is_some() {
            self.wrong(&step("", key), "has no place beside `everything`");
        }
        None
    }

    pub(in crate::api) fn yes_no(&mut self, key: &str) -> bool {
        match self.json.get(key) {
            None => false,
            Some(Json::Bool(yes)) => *yes,
            Some(_) => {
                self.wrong(&step("", key), "wants `true` or `false`");
                false
            }
        }
    }

    /// A word of a list; none if there is none.
    pub(in crate::api) fn one_of<T: Copy>(&mut self, key: &str, names: &[(&'static str, T)]) -> Option<T> {
        let json = self.json.get(key)?;
        let found = names.iter().find(|(name, _)| json.as_str() == Some(name));
        if found.is_none() {
            let problem = InputProblem::at(step("", key), "not one of these");
            self.problems.push(problem.allowing(names.iter().map(|(name, _)| *name)));
        }
        found.map(|(_, value)| *value)
    }

    pub(in crate::api) fn number(&mut self, key: &str) -> u64 {
        let number = self.json.get(key).and_then(Json::as_u64);
        if number.is_none() {
            self.wrong(&step("", key), "wants the number of a hold");
        }
        number.unwrap_or_default()
    }

    pub(in crate::api) fn time(&mut self, key: &str) -> Option<Timestamp> {
        let json = self.json.get(key).filter(|json| !json.is_null())?;
        let time = json.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        let time = time.and_then(|time| u64::try_from(time.as_microsecond()).ok()).filter(|time| *time > 0);
        if time.is_none() {
            let detail = "wants a time of RFC 3339 with its offset, `2026-11-23T09:00:00Z`";
            self.wrong(&step("", key), detail);
        }
        time.map(Timestamp)
    }

    /// The reference of a matter: it stays in the log for ever, so it must not name a person.
    pub(in crate::api) fn matter(&mut self) -> Name {
        let fits = |text: &&str| {
            (1..=MATTER_BYTES_MAX).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte))
        };
        let matter = self.json.get("matter").and_then(Json::as_str).filter(fits);
        if matter.is_none() {
            let detail = format!(
                "wants the reference of a matter, never a name: 1 to {MATTER_BYTES_MAX} letters, digits, `-`, `.`, `_` and `/`"
            );
            self.wrong("/matter", detail);
        }
        matter.unwrap_or_default().into()
    }

    pub(in crate::api) fn finish(self) -> Result<(), Problem> {
        self.finish_as(Code::InvalidSubject)
    }

    /// What is wrong, as a problem of this type.
    pub(in crate::api) fn finish_as(self, code: Code) -> Result<(), Problem> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(Problem::of_input(code, InputError(self.problems)))
    }
}
