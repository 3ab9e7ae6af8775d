//! Reads the body of a request about a person.

use praetor_decision::Name;
use praetor_ledger::Timestamp;
use serde_json::Value as Json;

use crate::api::problem::{Code, Problem};
use crate::limits::{MATTER_BYTES_MAX, STRING_BYTES_MAX};
use crate::wire::problem::step;
use crate::wire::{InputError, InputProblem};

/// A body and what is wrong with it.
pub(super) struct Reading<'a> {
    json: &'a Json,
    problems: Vec<InputProblem>,
}

impl<'a> Reading<'a> {
    /// A body that may have these keys.
    pub(super) fn new(json: &'a Json, keys: &[&'static str]) -> Self {
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

    fn wrong(&mut self, pointer: &str, detail: impl Into<String>) {
        self.problems.push(InputProblem::at(pointer, detail.into()));
    }

    /// The person's identifier. It is never repeated in a problem.
    pub(super) fn id(&mut self) -> Option<String> {
        let id = self.json.get("id").and_then(Json::as_str);
        let id = id.filter(|id| (1..=STRING_BYTES_MAX).contains(&id.len()));
        if id.is_none() {
            self.wrong("/id", format!("wants the person's identifier, 1 to {STRING_BYTES_MAX} bytes, as questions have it in `subject.id`"));
        }
        id.map(str::to_owned)
    }

    /// A key that has no place here.
    pub(super) fn none<T>(&mut self, key: &str) -> Option<T> {
        if self.json.get(key).is_some() {
            self.wrong(&step("", key), "has no place beside `everything`");
        }
        None
    }

    pub(super) fn yes_no(&mut self, key: &str) -> bool {
        match self.json.get(key) {
            None => false,
            Some(Json::Bool(yes)) => *yes,
            Some(_) => {
                self.wrong(&step("", key), "wants `true` or `false`");
                false
            }
        }
    }

    pub(super) fn number(&mut self, key: &str) -> u64 {
        let number = self.json.get(key).and_then(Json::as_u64);
        if number.is_none() {
            self.wrong(&step("", key), "wants the number of a hold");
        }
        number.unwrap_or_default()
    }

    pub(super) fn time(&mut self, key: &str) -> Option<Timestamp> {
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
    pub(super) fn matter(&mut self) -> Name {
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

    pub(super) fn finish(self) -> Result<(), Problem> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(Problem::of_input(Code::InvalidSubject, InputError(self.problems)))
    }
}
