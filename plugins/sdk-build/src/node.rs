//! One table of a file while it is read: what is asked of it is known, the rest is refused.

use std::cell::RefCell;

use toml::Value;

use crate::date::Day;
use crate::refusal::Refusals;
use crate::spelling;

/// A table with its place in the file.
pub(crate) struct Node<'a> {
    pub(crate) file: &'a str,
    /// What an author would call it: ``rule `art-2` ``; empty for the file itself.
    pub(crate) at: String,
    table: &'a toml::Table,
    asked: RefCell<Vec<String>>,
    refusals: &'a Refusals,
}

impl<'a> Node<'a> {
    pub(crate) fn new(file: &'a str, at: String, table: &'a toml::Table, refusals: &'a Refusals) -> Self {
        Self { file, at, table, asked: RefCell::default(), refusals }
    }

    /// A fault at this table.
    pub(crate) fn refuse(&self, says: impl Into<String>) {
        self.refusals.add(self.file, &self.at, says);
    }

    /// The value of a key, as it stands.
    pub(crate) fn raw(&self, key: &str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(key.to_owned());
        self.table.get(key)
    }

    /// An id, spelt as ids are.
    pub(crate) fn id(&self, key: &str) -> String {
        let id = self.text(key);
        if !id.is_empty() && !spelling::is_id(&id) {
            self.refuse(format!("`{id}` is no id; write lower-case words joined by hyphens, `like-this`"));
        }
        id
    }

    /// A text that may not be left out.
    pub(crate) fn text(&self, key: &str) -> String {
        match self.raw(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
            Some(Value::String(_)) => self.faulty(key, "is empty; write it out"),
            Some(_) => self.faulty(key, "is no text; write it in quotes"),
            None => self.faulty(key, "is missing; add it"),
        }
    }

    /// A text that may be left out.
    pub(crate) fn text_or(&self, key: &str, absent: &str) -> String {
        if self.has(key) { self.text(key) } else { absent.to_owned() }
    }

    /// One of these words, or the first with the fault noted.
    pub(crate) fn word(&self, key: &str, allowed: &[&'static str]) -> &'static str {
        let text = self.text(key);
        let first = allowed.first().copied().unwrap_or_default();
        match allowed.iter().find(|word| **word == text) {
            Some(word) => word,
            None if text.is_empty() => first,
            None => {
                self.refuse(format!("`{key}` is `{text}`; write one of {}", spelling::list(allowed)));
                first
            }
        }
    }

    /// One of these words, or the first of them if the key is left out.
    pub(crate) fn word_or_first(&self, key: &str, allowed: &[&'static str]) -> &'static str {
        if self.has(key) { self.word(key, allowed) } else { allowed.first().copied().unwrap_or_default() }
    }

    /// A truth value that may be left out.
    pub(crate) fn yes_no_or(&self, key: &str, absent: bool) -> bool {
        match self.raw(key) {
            None => absent,
            Some(Value::Boolean(holds)) => *holds,
            Some(_) => {
                self.faulty(key, "is neither `true` nor `false`");
                absent
            }
        }
    }

    /// A list of texts that may be left out.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        match self.raw(key) {
            None => Vec::new(),
            Some(value) => texts(value).unwrap_or_else(|| {
                self.faulty(key, "is no list of texts; write `[\"...\"]`");
                Vec::new()
            }),
        }
    }

    /// A date that may be left out.
    pub(crate) fn day_or_none(&self, key: &str) -> Option<Day> {
        let value = self.raw(key)?;
        let day = day(value);
        if day.is_none() {
            self.faulty(key, &format!("is `{}`, which is no date; write `2026-11-23`", plain(value)));
        }
        day
    }

    /// The tables of an array, each as a node; `name` makes what an author calls it.
    pub(crate) fn tables(&self, key: &str, name: impl Fn(usize, &toml::Table) -> String) -> Vec<Node<'a>> {
        let array = match self.raw(key) {
            None => return Vec::new(),
            Some(Value::Array(array)) => array,
            Some(_) => {
                self.faulty(key, &format!("is no list of tables; write `[[{key}]]`"));
                return Vec::new();
            }
        };
        let tables = array.iter().filter_map(Value::as_table).enumerate();
        let nodes = tables.map(|(i, table)| Node::new(self.file, name(i, table), table, self.refusals));
        nodes.collect()
    }

    /// A single table as a node.
    pub(crate) fn table(&self, key: &str) -> Option<Node<'a>> {
        match self.raw(key)? {
            Value::Table(table) => Some(Node::new(self.file, self.below(key), table, self.refusals)),
            _ => {
                self.faulty(key, &format!("is no table; write `[{key}]`"));
                None
            }
        }
    }

    /// The keys and values of the table, all of them taken as known.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.asked.borrow_mut().extend(self.table.keys().cloned());
        self.table.iter()
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.asked.borrow_mut().push(key.to_owned());
        self.table.contains_key(key)
    }

    /// Refuses every key that was never asked for.
    pub(crate) fn done(&self) {
        let asked = self.asked.borrow();
        let mut known: Vec<&str> = asked.iter().map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        for key in self.table.keys().filter(|key| !asked.contains(key)) {
            let hint = spelling::hint(key, known.iter().copied());
            self.refuse(format!("unknown key `{key}`; {hint}"));
        }
    }

    fn below(&self, key: &str) -> String {
        if self.at.is_empty() { format!("`{key}`") } else { format!("{}, `{key}`", self.at) }
    }

    fn faulty(&self, key: &str, says: &str) -> String {
        self.refuse(format!("`{key}` {says}"));
        String::new()
    }
}

/// What an author calls the entry of a list: its id if it has one, else its number.
pub(crate) fn called(what: &str, number: usize, table: &toml::Table) -> String {
    match table.get("id").and_then(Value::as_str) {
        Some(id) => format!("{what} `{id}`"),
        None => format!("{what} number {}", number + 1),
    }
}

/// A list of texts.
pub(crate) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A date, in quotes or as TOML has it.
pub(crate) fn day(value: &Value) -> Option<Day> {
    match value {
        Value::String(text) => Day::parse(text),
        Value::Datetime(date) if date.time.is_none() => Day::parse(&date.to_string()),
        _ => None,
    }
}

/// A value as the author wrote it, without quotes.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(holds) => holds.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Array(_) => "[...]".to_owned(),
        Value::Table(_) => "{ ... }".to_owned(),
    }
}
