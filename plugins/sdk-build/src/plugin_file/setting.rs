//! `[[setting]]`: what the operator may write.

use praetor_wit::{Dictionary, FactSpec};

use super::{SettingEntry, check_fact};
use crate::node::Node;

const SETTING_TYPES: [&str; 9] =
    ["code", "codes", "yes-no", "integer", "decimal", "day", "days", "period", "places"];

/// The settings of a file.
pub(super) fn read(root: &Node<'_>) -> Vec<SettingEntry> {
    let named = |i: usize, table: &toml::Table| match table.get("key").and_then(toml::Value::as_str) {
        Some(key) => format!("setting `{key}`"),
        None => format!("setting number {}", i + 1),
    };
    let nodes = root.tables("setting", named);
    let mut settings: Vec<SettingEntry> = Vec::new();
    for node in nodes {
        let setting = setting(&node);
        if settings.iter().any(|other| other.table == setting.table && other.key == setting.key) {
            node.refuse("is declared twice; remove or rename one");
            continue;
        }
        settings.push(setting);
    }
    settings
}

fn setting(node: &Node<'_>) -> SettingEntry {
    let setting = SettingEntry {
        table: if node.has("table") { node.id("table") } else { String::new() },
        key: node.id("key"),
        setting_type: node.word("type", &SETTING_TYPES),
        required: node.yes_no_or("required", false),
        allowed: allowed(node),
        says: node.text("says"),
    };
    if !setting.allowed.is_empty() && !["code", "codes"].contains(&setting.setting_type) {
        node.refuse(format!(
            "`allowed` is only for `code` and `codes`, not for `{}`; remove it",
            setting.setting_type
        ));
    }
    node.done();
    setting
}

/// The names that the setting may hold: written out, or those of a fact of the dictionary.
fn allowed(node: &Node<'_>) -> Vec<String> {
    let own = node.texts("allowed");
    if !node.has("allowed-of") {
        return own;
    }
    let path = node.text("allowed-of");
    if !own.is_empty() {
        node.refuse("has both `allowed` and `allowed-of`; remove one");
    }
    if check_fact(node, &path).is_none() {
        return own;
    }
    let names = names_of(&path);
    if names.is_empty() {
        node.refuse(format!("`{path}` has no list of names; write `allowed` instead"));
    }
    names
}

fn names_of(path: &str) -> Vec<String> {
    let dictionary = Dictionary::bundled_or_empty();
    let names = |fact: &FactSpec| dictionary.allowed(fact).into_iter().map(str::to_owned).collect();
    dictionary.fact_at(path).map(names).unwrap_or_default()
}
