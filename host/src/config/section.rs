//! One table of the config file: hands out its keys, and in the end refuses what nobody took.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use praetor_decision::{Day, Name};
use praetor_ledger::Timestamp;
use serde_json::{Map, Value as Json};
use thiserror::Error;
use toml::{Table, Value};

use super::{ENV_PREFIX, ProfileEntry};
use crate::wire::value::read_day;

/// Why a config file cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// It is not there, or may not be read.
    #[error("cannot read the config file `{}`: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Its text or its keys are wrong.
    #[error("config file `{}`:\n{}", file.display(), lines(problems))]
    Wrong {
        /// The file.
        file: PathBuf,
        /// Everything that is wrong.
        problems: Vec<ConfigProblem>,
    },
}

/// One thing that is wrong with a config file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The key, `bindings.0.mode`; empty for the whole file.
    pub key: String,
    /// What is wrong and what would be right.
    pub says: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() { f.write_str(&self.says) } else { write!(f, "`{}` {}", self.key, self.says) }
    }
}

fn lines(problems: &[ConfigProblem]) -> String {
    problems.iter().map(|problem| format!("  {problem}")).collect::<Vec<_>>().join("\n")
}

/// A table whose keys are taken one by one.
#[derive(Debug)]
pub struct Section {
    path: String,
    table: Table,
    known: Vec<&'static str>,
    problems: Vec<ConfigProblem>,
}

impl Section {
    /// A table at a path; the path is empty for the whole file.
    pub fn new(path: impl Into<String>, table: Table) -> Self {
        Self { path: path.into(), table, known: vec![], problems: vec![] }
    }

    /// A string that may be missing.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            other => self.wrong(key, "a string", &other),
        }
    }

    /// So many in a hundred, at least one.
    pub fn percent(&mut self, key: &'static str) -> Option<u8> {
        let value = self.take(key)?;
        let number = value.as_integer().and_then(|number| u8::try_from(number).ok());
        match number.filter(|number| (1..=100).contains(number)) {
            Some(number) => Some(number),
            None => self.wrong(key, "a number from 1 to 100", &value),
        }
    }

    /// A string that must be there.
    pub fn required(&mut self, key: &'static str) -> String {
        if !self.table.contains_key(key) {
            let says = "is missing".to_owned();
            self.problems.push(ConfigProblem { key: self.key(key), says });
        }
        self.text(key).unwrap_or_default()
    }

    /// A value read from a string.
    pub fn parsed<T: FromStr>(&mut self, key: &'static str, default: &str, wanted: &str) -> Option<T> {
        let text = self.text(key).unwrap_or_else(|| default.to_owned());
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => self.wrong(key, wanted, &Value::String(text)),
        }
    }

    /// A string that fits.
    pub fn checked(
        &mut self,
        key: &'static str,
        wanted: &str,
        fits: impl FnOnce(&str) -> bool,
    ) -> Option<String> {
        let text = self.text(key)?;
        if fits(&text) { Some(text) } else { self.wrong(key, wanted, &Value::String(text)) }
    }

    /// Says what is wrong with the table as a whole.
    pub fn refuse(&mut self, says: &str) {
        self.problems.push(ConfigProblem { key: self.path.clone(), says: says.to_owned() });
    }

    /// One of several names.
    pub fn one_of<T: Copy>(&mut self, key: &'static str, names: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let all: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            self.wrong::<T>(key, &format!("one of {}", all.join(", ")), &Value::String(text));
        }
        found
    }

    /// Yes or no.
    pub fn yes_no(&mut self, key: &'static str) -> Option<bool> {
        match self.take(key)? {
            Value::Boolean(yes) => Some(yes),
            other => self.wrong(key, "true or false", &other),
        }
    }

    /// An instant with its offset: a date alone says nothing of where it begins.
    pub fn instant(&mut self, key: &'static str) -> Option<Timestamp> {
        let value = self.take(key)?;
        let read = text_of(&value).parse::<jiff::Timestamp>().ok();
        let read = read.and_then(|time| u64::try_from(time.as_microsecond()).ok()).filter(|time| *time > 0);
        match read {
            Some(time) => Some(Timestamp(time)),
            None => self.wrong(key, "an instant with its offset, `2027-01-01T00:00:00+01:00`", &value),
        }
    }

    /// A list of names.
    pub fn names(&mut self, key: &'static str) -> Vec<Name> {
        let value = self.take(key);
        let names: Option<Vec<Name>> = match &value {
            None => Some(vec![]),
            Some(Value::Array(list)) => list.iter().map(|name| name.as_str().map(Name::from)).collect(),
            Some(_) => None,
        };
        match (names, value) {
            (Some(names), _) => names,
            (None, value) => {
                let other = value.unwrap_or(Value::Boolean(false));
                self.wrong::<()>(key, "a list of strings", &other);
                vec![]
            }
        }
    }

    /// A table below this one; empty if it is missing.
    pub fn section(&mut self, key: &'static str) -> Self {
        let path = self.key(key);
        match self.take(key) {
            None => Self::new(path, Table::new()),
            Some(Value::Table(table)) => Self::new(path, table),
            Some(other) => {
                self.wrong::<()>(key, "a table", &other);
                Self::new(path, Table::new())
            }
        }
    }

    /// A list of tables below this one.
    pub fn sections(&mut self, key: &'static str) -> Vec<Self> {
        let path = self.key(key);
        let Some(value) = self.take(key) else {
            return vec![];
        };
        let tables: Option<Vec<Table>> = match &value {
            Value::Array(list) => list.iter().map(|entry| entry.as_table().cloned()).collect(),
            _ => None,
        };
        let Some(tables) = tables else {
            let wanted = format!("a list of tables, `[[{path}]]`");
            self.wrong::<()>(key, &wanted, &value);
            return vec![];
        };
        tables.into_iter().enumerate().map(|(i, table)| Self::new(format!("{path}.{i}"), table)).collect()
    }

    /// A table of settings, whose keys the plugin knows and not the host.
    pub fn json_table(&mut self, key: &'static str) -> Map<String, Json> {
        match self.take(key) {
            None => Map::new(),
            Some(Value::Table(table)) => table.into_iter().map(|(k, v)| (k, json(v))).collect(),
            Some(other) => {
                self.wrong::<()>(key, "a table", &other);
                Map::new()
            }
        }
    }

    /// The controller profile: one entity, or a list of them, for each key.
    pub fn profile(self, problems: &mut Vec<ConfigProblem>) -> Vec<ProfileEntry> {
        let mut entries = vec![];
        for (key, value) in self.table {
            let tables: Vec<Value> = match value {
                Value::Array(list) => list,
                other => vec![other],
            };
            for table in tables {
                let path = format!("{}.{key}", self.path);
                match table {
                    Value::Table(table) => entries.push(profile_entry(&path, &key, table, problems)),
                    _ => problems.push(ConfigProblem { key: path, says: "wants a table".into() }),
                }
            }
        }
        entries
    }

    /// Ends the reading: whatever is left over is unknown.
    pub fn finish(mut self, problems: &mut Vec<ConfigProblem>) {
        for key in self.table.keys() {
            let near = |known: &&&str| strsim::damerau_levenshtein(known, key);
            let nearest = self.known.iter().min_by_key(near).filter(|name| near(name) <= 3);
            let hint = match nearest {
                Some(nearest) => format!("; did you mean `{nearest}`?"),
                None => format!("; known keys: {}", self.known.join(", ")),
            };
            let says = format!("is not a key{hint}");
            self.problems.push(ConfigProblem { key: self.key(key), says });
        }
        problems.append(&mut self.problems);
    }

    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        self.table.remove(key)
    }

    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn wrong<T>(&mut self, key: &str, wanted: &str, found: &Value) -> Option<T> {
        let found = text_of(found);
        let says = format!("wants {wanted}, and is `{found}`");
        self.problems.push(ConfigProblem { key: self.key(key), says });
        None
    }
}

/// Variables with the prefix that the command line reads itself.
const NOT_KEYS: [&str; 3] = ["CONFIG", "TOKEN", "SERVER"];

/// Lets `PRAETOR_A__B` set `a.b`. The value is read as TOML where it is TOML, else as a string.
pub fn override_by_environment(table: &mut Table, environment: impl Iterator<Item = (String, String)>) {
    for (name, text) in environment {
        let Some(key) = name.strip_prefix(ENV_PREFIX).filter(|key| !NOT_KEYS.contains(key)) else {
            continue;
        };
        let path: Vec<String> = key.split("__").map(str::to_lowercase).collect();
        let value = format!("value = {text}").parse::<Table>().ok().and_then(|mut t| t.remove("value"));
        set(table, &path, value.unwrap_or(Value::String(text)));
    }
}

fn set(table: &mut Table, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let below = table.entry(key.clone()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(below) = below {
                set(below, rest, value);
            }
        }
    }
}

fn profile_entry(path: &str, key: &str, mut table: Table, problems: &mut Vec<ConfigProblem>) -> ProfileEntry {
    let mut day = |name: &str| -> Option<Day> {
        let value = table.remove(name)?;
        let text = text_of(&value);
        let day = read_day(&text);
        if day.is_none() {
            let says = format!("wants a day, and is `{text}`");
            problems.push(ConfigProblem { key: format!("{path}.{name}"), says });
        }
        day
    };
    let (from, until) = (day("valid_from"), day("valid_until"));
    let facts = table.into_iter().map(|(k, v)| (k, json(v))).collect();
    ProfileEntry { json_key: key.to_owned(), facts, from, until }
}

/// A value as it would be written, strings without their quotes.
fn text_of(value: &Value) -> String {
    match json(value.clone()) {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

/// A TOML value as JSON; dates become strings.
#[must_use]
pub fn json(value: Value) -> Json {
    match value {
        Value::String(text) => Json::from(text),
        Value::Integer(number) => Json::from(number),
        Value::Float(number) => Json::from(number),
        Value::Boolean(yes) => Json::from(yes),
        Value::Datetime(date) => Json::from(date.to_string()),
        Value::Array(list) => list.into_iter().map(json).collect(),
        Value::Table(table) => Json::Object(table.into_iter().map(|(k, v)| (k, json(v))).collect()),
    }
}
