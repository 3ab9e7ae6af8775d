use toml::Value;

use super::check_new;
use crate::citation::{Said, grounds, said};
use crate::date::Day;
use crate::node::{Node, called};
use crate::value::{TYPES, is_place, rust_value};

/// A number of the law with all its values.
#[derive(Debug)]
pub(crate) struct ParameterEntry {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) says: String,
    pub(crate) unit: String,
    pub(crate) value_type: &'static str,
    pub(crate) values: Vec<DatedValue>,
}

/// One value with its dates. The last day is filled in from the next value.
#[derive(Clone, Debug)]
pub(crate) struct DatedValue {
    pub(crate) key: String,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    /// The Rust expression; none where the law deliberately has no value.
    pub(crate) value: Option<String>,
}

/// The word for "the law has no value in this time".
const NONE: &str = "none";

/// Reads the parameters of one file.
pub(super) fn read(root: &Node<'_>, parameters: &mut Vec<ParameterEntry>) {
    for node in root.tables("parameter", |i, table| called("parameter", i, table)) {
        let parameter = parameter(&node);
        let taken = parameters.iter().map(|p| (p.id.as_str(), p.file.as_str()));
        check_new(&node, &parameter.id, taken);
        parameters.push(parameter);
    }
}

fn parameter(node: &Node<'_>) -> ParameterEntry {
    let (id, value_type) = (node.id("id"), node.word("type", &TYPES));
    let (says, unit) = (node.text("says"), node.text_or("unit", ""));
    let keyed = node.word_or_first("key", &["", "place", "name"]);
    let around = said(node);
    let name = |i: usize, table: &toml::Table| format!("{}, {}", node.at, value_name(i, table));
    let nodes = node.tables("value", name);
    if nodes.is_empty() {
        node.refuse("has no `[[parameter.value]]`; add one with `from` and `value`");
    }
    let values = nodes.iter().filter_map(|value| dated(value, value_type, keyed, &around)).collect();
    let values = chained(node, values);
    node.done();
    ParameterEntry { id, file: node.file.to_owned(), says, unit, value_type, values }
}

fn value_name(number: usize, table: &toml::Table) -> String {
    match table.get("key").and_then(Value::as_str) {
        Some(key) => format!("value number {} (`{key}`)", number + 1),
        None => format!("value number {}", number + 1),
    }
}

fn dated(node: &Node<'_>, value_type: &str, keyed: &str, around: &Said) -> Option<DatedValue> {
    let key = key(node, keyed);
    let from = node.day_or_none("from");
    if !node.has("from") {
        node.refuse("has no `from`; add the first day on which it applies");
    }
    let until = node.day_or_none("until");
    let value = match node.raw("value") {
        None => {
            node.refuse("has no `value`; write `value = \"none\"` if the law had none in this time");
            None
        }
        Some(Value::String(word)) if word == NONE => None,
        Some(value) => rust_value(value_type, value).map_err(|wrong| node.refuse(wrong)).ok(),
    };
    node.text_or("note", "");
    grounds(node, said(node), around);
    node.done();
    Some(DatedValue { key, from: from?, until, value })
}

fn key(node: &Node<'_>, keyed: &str) -> String {
    if keyed.is_empty() {
        if node.has("key") {
            node.refuse("has a `key`, but the parameter declares none; add `key = \"place\"` or `key = \"name\"` to the parameter");
        }
        return node.text_or("key", "");
    }
    let key = node.text("key");
    if keyed == "place" && !key.is_empty() && !is_place(&key) {
        node.refuse(format!("its key `{key}` is no place; write an ISO 3166 code, `DE` or `DE-BY`"));
    }
    key
}

/// Sorts the values of each key by date, fills in their last days, and refuses gaps and overlaps.
fn chained(node: &Node<'_>, mut values: Vec<DatedValue>) -> Vec<DatedValue> {
    values.sort_by(|one, other| (&one.key, one.from).cmp(&(&other.key, other.from)));
    let next: Vec<Option<(String, Day)>> =
        values.iter().skip(1).map(|value| Some((value.key.clone(), value.from))).chain([None]).collect();
    for (value, next) in values.iter_mut().zip(next) {
        let next = next.filter(|(key, _)| *key == value.key).map(|(_, from)| from);
        close(node, value, next);
    }
    values
}

fn close(node: &Node<'_>, value: &mut DatedValue, next: Option<Day>) {
    if let Some(until) = value.until.filter(|until| *until < value.from) {
        refuse_dates(
            node,
            value,
            &format!("the value of {} ends on {until}, before it begins; correct one of the two", value.from),
        );
        return;
    }
    let Some(next) = next else { return };
    match value.until {
        _ if next == value.from => {
            refuse_dates(
                node,
                value,
                &format!("two values begin on {next}; remove one or correct its `from`"),
            );
        }
        None => value.until = Some(next.previous()),
        Some(until) if until >= next => {
            refuse_dates(
                node,
                value,
                &format!("two values overlap from {next} to {until}; correct `until` or the next `from`"),
            );
        }
        Some(until) if until.next() < next => {
            let (first, last) = (until.next(), next.previous());
            refuse_dates(
                node,
                value,
                &format!(
                    "no value from {first} to {last}; add one, with `value = \"none\"` if the law had none"
                ),
            );
        }
        Some(_) => {}
    }
}

fn refuse_dates(node: &Node<'_>, value: &DatedValue, says: &str) {
    let key = if value.key.is_empty() { String::new() } else { format!("key `{}`: ", value.key) };
    node.refuse(format!("{key}{says}"));
}
