//! `plugin.toml`: what the plugin says of itself.

use std::path::Path;

use praetor_wit::{Dictionary, ValueType};

use crate::node::{Node, called, texts};
use crate::refusal::Refusals;
use crate::source;
use crate::spelling;
use crate::value::is_place;

/// `plugin.toml`, read.
#[derive(Debug, Default)]
pub(crate) struct PluginFile {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) legal_order: String,
    pub(crate) specialises: Vec<String>,
    pub(crate) connections: Vec<(String, Vec<String>)>,
    pub(crate) gates: Vec<GateEntry>,
    pub(crate) reads: Vec<(&'static str, Vec<String>)>,
    pub(crate) settings: Vec<SettingEntry>,
}

#[derive(Debug)]
pub(crate) struct GateEntry {
    pub(crate) id: String,
    pub(crate) stance: &'static str,
    pub(crate) says: String,
}

#[derive(Debug)]
pub(crate) struct SettingEntry {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) setting_type: &'static str,
    pub(crate) required: bool,
    pub(crate) allowed: Vec<String>,
    pub(crate) says: String,
}

pub(crate) const FILE: &str = "plugin.toml";
const KINDS: [&str; 3] = ["jurisdiction", "processor", "notice"];
const ABILITIES: [&str; 5] = ["profile", "sharing", "retention", "rights", "incident"];
/// The key of `[reads]` for facts that every interface of the plugin reads.
const EVERY: &str = "every";
const SETTING_TYPES: [&str; 9] =
    ["code", "codes", "yes-no", "integer", "decimal", "day", "days", "period", "places"];

/// Reads `plugin.toml`.
pub(crate) fn read(folder: &Path, refusals: &Refusals) -> PluginFile {
    let Some(file) = source::read(folder, &folder.join(FILE), refusals) else {
        return PluginFile::default();
    };
    let root = Node::new(&file.file, String::new(), &file.table, refusals);
    let kind = root.word("kind", &KINDS);
    let plugin = PluginFile {
        id: root.id("id"),
        version: root.text("version"),
        kind,
        title: root.text("title"),
        legal_order: legal_order(&root, kind),
        specialises: root.texts("specialises"),
        connections: connections(&root, kind),
        gates: gates(&root),
        reads: reads(&root),
        settings: settings(&root),
    };
    root.done();
    plugin
}

fn legal_order(root: &Node<'_>, kind: &str) -> String {
    if kind == "jurisdiction" {
        return root.text("legal-order");
    }
    if root.has("legal-order") {
        root.refuse(format!("`legal-order` is only for a jurisdiction; remove it from this {kind}"));
    }
    root.text_or("legal-order", "")
}

fn connections(root: &Node<'_>, kind: &str) -> Vec<(String, Vec<String>)> {
    let nodes = root.tables("connection", |i, _| format!("connection number {}", i + 1));
    if nodes.is_empty() && kind == "jurisdiction" {
        root.refuse(
            "has no `[[connection]]`; name a fact and the places by which this law reaches a question",
        );
    }
    nodes.iter().map(connection).collect()
}

fn connection(node: &Node<'_>) -> (String, Vec<String>) {
    let (fact, places) = (node.text("fact"), node.texts("places"));
    if check_fact(node, &fact).is_some_and(|value_type| value_type != ValueType::Places) {
        node.refuse(format!("`{fact}` holds no places; name a fact of the type `places`"));
    }
    if places.is_empty() {
        node.refuse("has no `places`; write `places = [\"DE\"]`");
    }
    for place in places.iter().filter(|place| !is_place(place)) {
        node.refuse(format!("`{place}` is no place; write an ISO 3166 code, `DE` or `DE-BY`"));
    }
    node.done();
    (fact, places)
}

fn gates(root: &Node<'_>) -> Vec<GateEntry> {
    let nodes = root.tables("gate", |i, table| called("gate", i, table));
    let mut gates: Vec<GateEntry> = Vec::new();
    for node in nodes {
        let id = node.id("id");
        if gates.iter().any(|gate| gate.id == id) {
            node.refuse("is declared twice; remove or rename one");
        }
        gates.push(GateEntry {
            id,
            stance: node.word("stance", &["closed", "open"]),
            says: node.text("says"),
        });
        node.done();
    }
    gates
}

fn reads(root: &Node<'_>) -> Vec<(&'static str, Vec<String>)> {
    let Some(node) = root.table("reads") else {
        if !root.has("reads") {
            root.refuse(
                "has no `[reads]`; write the facts of each interface, `sharing = [\"subject.residence\"]`",
            );
        }
        return Vec::new();
    };
    let every = read_facts(&node, EVERY);
    let mut reads = Vec::new();
    for (key, _) in node.entries() {
        match ABILITIES.iter().find(|ability| *ability == key) {
            Some(ability) => reads.push((*ability, joined(&every, read_facts(&node, key)))),
            None if key == EVERY => {}
            None => node
                .refuse(format!("unknown interface `{key}`; {}", spelling::hint(key, ABILITIES.into_iter()))),
        }
    }
    if reads.is_empty() {
        node.refuse(format!("names no interface; write one of {}", spelling::list(&ABILITIES)));
    }
    reads
}

fn read_facts(node: &Node<'_>, key: &str) -> Vec<String> {
    let Some(value) = node.raw(key) else {
        return Vec::new();
    };
    let Some(facts) = texts(value) else {
        node.refuse(format!("`{key}` is no list of facts; write `[\"subject.residence\"]`"));
        return Vec::new();
    };
    for fact in &facts {
        check_fact(node, fact);
    }
    facts
}

fn joined(every: &[String], own: Vec<String>) -> Vec<String> {
    let mut facts = every.to_vec();
    facts.extend(own);
    facts.sort();
    facts.dedup();
    facts
}

/// The type of a fact of the dictionary; a name that is not there is refused.
fn check_fact(node: &Node<'_>, path: &str) -> Option<ValueType> {
    if path.is_empty() {
        return None;
    }
    let dictionary = match Dictionary::bundled() {
        Ok(dictionary) => dictionary,
        Err(error) => {
            node.refuse(format!("the dictionary does not read: {error}"));
            return None;
        }
    };
    match dictionary.fact_at(path) {
        Some(spec) if spec.personal => {
            node.refuse(format!("`{path}` says who somebody is and never leaves the host; remove it"));
            None
        }
        Some(spec) => Some(spec.value_type),
        None => {
            node.refuse(format!("`{path}` is no fact of the dictionary; {}", nearest_fact(dictionary, path)));
            None
        }
    }
}

fn nearest_fact(dictionary: &Dictionary, path: &str) -> String {
    let Some((kind, name)) = path.split_once('.') else {
        return "write the kind of entity and the fact, `subject.residence`".to_owned();
    };
    if dictionary.kind(kind).is_none() {
        let near = dictionary.nearest_kind(kind).map(|near| format!("did you mean `{near}.{name}`?"));
        return near.unwrap_or_else(|| format!("there is no kind `{kind}`; see wit/dictionary/kinds.toml"));
    }
    match dictionary.nearest_fact(kind, name) {
        Some(near) => format!("did you mean `{kind}.{near}`?"),
        None => format!("see wit/dictionary/facts/{kind}.toml"),
    }
}

fn settings(root: &Node<'_>) -> Vec<SettingEntry> {
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
        allowed: node.texts("allowed"),
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
