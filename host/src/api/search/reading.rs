//! Reads the body of a search: every problem with its place, nothing guessed away.

use jiff::civil::Date;
use praetor_decision::{Kind, Name};
use praetor_ledger::{Filter, Order, Timestamp};
use serde_json::{Map, Value as Json};

use crate::limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, STRING_BYTES_MAX};
use crate::replay::Scope;
use crate::service::Search;
use crate::wire::decision::effects;
use crate::wire::problem::step;
use crate::wire::question::KINDS;
use crate::wire::value::read_day;
use crate::wire::{InputError, InputProblem};

/// The keys of a search.
const KEYS: [&str; 13] = [
    "subject",
    "from",
    "to",
    "kind",
    "effect",
    "plugin",
    "rule",
    "jurisdiction",
    "due_from",
    "due_to",
    "order",
    "limit",
    "cursor",
];
/// The keys of a range.
const RANGE_KEYS: [&str; 3] = ["from", "to", "kind"];
const ORDERS: [(&str, Order); 2] =
    [("newest-first", Order::NewestFirst), ("oldest-first", Order::OldestFirst)];

/// Reads a search; its cursor is another's affair.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read_search(json: &Json) -> Result<Search, InputError> {
    let mut reading = Reading { json, keys: &KEYS, problems: vec![] };
    let Json::Object(object) = json else {
        return Err(InputProblem::at("", "a search is a JSON object, `{}` for the newest decisions").into());
    };
    reading.unknown(object);
    let search = reading.search();
    if json.get("cursor").is_some_and(|cursor| !cursor.is_string()) {
        reading.wrong("cursor", "wants the text of `next`");
    }
    if reading.problems.is_empty() { Ok(search) } else { Err(InputError(reading.problems)) }
}

/// Reads which decisions to replay.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_range(json: &Json) -> Result<Scope, InputError> {
    let mut reading = Reading { json, keys: &RANGE_KEYS, problems: vec![] };
    let Json::Object(object) = json else {
        return Err(InputProblem::at("", "a range is a JSON object, `{}` for all decisions").into());
    };
    reading.unknown(object);
    let (from, until) = (reading.time("from"), reading.time("to"));
    let scope = Scope { from, until, kind: reading.one_of("kind", &KINDS) };
    if reading.problems.is_empty() { Ok(scope) } else { Err(InputError(reading.problems)) }
}

/// Filters of decisions, and what is wrong with them.
struct Reading<'a> {
    json: &'a Json,
    keys: &'static [&'static str],
    problems: Vec<InputProblem>,
}

impl Reading<'_> {
    fn search(&mut self) -> Search {
        let kind = self.one_of("kind", &KINDS);
        Search {
            from: self.time("from"),
            until: self.time("to"),
            kind,
            filter: Filter {
                subject: self
                    .text("subject", "wants the person's identifier, as questions have it in `subject.id`"),
                effect: self.effect(kind),
                plugin: self.text("plugin", "wants the id of a plugin").map(Name::from),
                rule: self.rule(),
                laws: None,
                due: self.due(),
            },
            jurisdiction: self.text("jurisdiction", "wants a legal order, `EU`").map(Name::from),
            order: self.one_of("order", &ORDERS).unwrap_or_default(),
            limit: self.limit(),
            after: None,
        }
    }

    fn wrong(&mut self, key: &str, detail: impl Into<String>) {
        self.problems.push(InputProblem::at(step("", key), detail));
    }

    /// A text of a filter. It is never repeated in a problem, for it may be a person.
    fn text(&mut self, key: &str, wants: &str) -> Option<String> {
        let json = self.json.get(key)?;
        let text = json.as_str().filter(|text| (1..=STRING_BYTES_MAX).contains(&text.len()));
        if text.is_none() {
            self.wrong(key, format!("{wants}, 1 to {STRING_BYTES_MAX} bytes"));
        }
        text.map(str::to_owned)
    }

    fn effect(&mut self, kind: Option<Kind>) -> Option<Name> {
        let json = self.json.get("effect")?;
        let allowed = effects(kind);
        let found = json.as_str().filter(|word| allowed.contains(word));
        if found.is_none() {
            let nearest = nearest(json.as_str().unwrap_or_default(), allowed.iter().copied());
            let problem = InputProblem::at("/effect", "not an effect that these decisions can have");
            self.problems.push(problem.allowing(allowed.iter().copied()).nearest(nearest));
        }
        found.map(Name::from)
    }

    fn rule(&mut self) -> Option<Name> {
        let rule = self.text("rule", "wants a rule, `eu-gdpr/art-6-1-b`")?;
        if !rule.contains('/') {
            self.wrong("rule", "wants the plugin and its rule, `eu-gdpr/art-6-1-b`");
        }
        Some(rule.into())
    }

    fn due(&mut self) -> Option<(Date, Date)> {
        let (from, until) = (self.day("due_from"), self.day("due_to"));
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.wrong("due_to", "lies before `due_from`");
        }
        let asked = from.is_some() || until.is_some();
        asked.then(|| (from.unwrap_or(Date::MIN), until.unwrap_or(Date::MAX)))
    }

    fn day(&mut self, key: &str) -> Option<Date> {
        let json = self.json.get(key)?;
        let day = json.as_str().and_then(read_day);
        if day.is_none() {
            self.wrong(key, "wants a day, `2026-11-23`");
        }
        day
    }

    fn unknown(&mut self, object: &Map<String, Json>) {
        for key in object.keys().filter(|key| !self.keys.contains(&key.as_str())) {
            let keys = self.keys.iter().copied();
            let nearest = nearest(key, keys.clone());
            let detail = format!("`{key}` is not a filter");
            let problem = InputProblem::at(step("", key), detail).allowing(keys).nearest(nearest);
            self.problems.push(problem);
        }
    }

    fn time(&mut self, key: &str) -> Option<Timestamp> {
        let json = self.json.get(key)?;
        let time = json.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        if time.is_none() {
            let detail = "wants a time of RFC 3339 with its offset, `2026-11-23T09:00:00Z`";
            self.problems.push(InputProblem::at(step("", key), detail));
        }
        // Nothing was recorded before 1970.
        time.map(|time| Timestamp(u64::try_from(time.as_microsecond()).unwrap_or(0)))
    }

    fn one_of<T: Copy>(&mut self, key: &str, names: &[(&str, T)]) -> Option<T> {
        let json = self.json.get(key)?;
        let found = names.iter().find(|(name, _)| json.as_str() == Some(name));
        if found.is_none() {
            let allowed = names.iter().map(|(name, _)| *name);
            self.problems.push(InputProblem::at(step("", key), "not one of these").allowing(allowed));
        }
        found.map(|(_, value)| *value)
    }

    fn limit(&mut self) -> usize {
        let Some(json) = self.json.get("limit") else {
            return PAGE_ROWS_DEFAULT;
        };
        let limit = json.as_u64().and_then(|limit| usize::try_from(limit).ok());
        match limit.filter(|limit| (1..=PAGE_ROWS_MAX).contains(limit)) {
            Some(limit) => limit,
            None => {
                let detail = format!("wants a whole number from 1 to {PAGE_ROWS_MAX}");
                self.problems.push(InputProblem::at("/limit", detail));
                PAGE_ROWS_DEFAULT
            }
        }
    }
}

/// The word that comes nearest to what was written, if any comes near.
fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |word: &&str| strsim::damerau_levenshtein(word, written);
    words.into_iter().min_by_key(distance).filter(|word| distance(word) <= 3)
}
