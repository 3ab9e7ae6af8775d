//! `plugin.toml`: what the plugin says of itself.

mod reads;
mod setting;
mod shared;

use std::path::Path;

use praetor_wit::{Dictionary, ValueType};

use crate::node::Node;
use crate::refusal::Refusals;
use crate::source::{self, Source};
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
    /// Files of `include`, which several plugins share; their rules are read with those of `law/`.
    pub(crate) shared: Vec<Source>,
}

#[derive(Debug)]
pub(crate) struct GateEntry {
    /// Declared in an included file: its type belongs to the crate that shares it.
    pub(crate) shared: bool,
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

/// Reads `plugin.toml`.
pub(crate) fn read(folder: &Path, refusals: &Refusals) -> PluginFile {
    let Some(file) = source::read(folder, &folder.join(FILE), refusals) else {
        return PluginFile::default();
    };
    let root = Node::new(&file.file, String::new(), &file.table, refusals);
    let kind = root.word("kind", &KINDS);
    let mut plugin = PluginFile {
        id: root.id("id"),
        version: root.text("version"),
        kind,
        title: root.text("title"),
        legal_order: legal_order(&root, kind),
        specialises: root.texts("specialises"),
        connections: connections(&root, kind),
        ..PluginFile::default()
    };
    plugin.shared = shared::files(folder, &root.texts("include"), refusals);
    plugin.take(&root, shared::Part::read(&root), false);
    plugin.take_shared(refusals);
    reads::check(&root, &plugin.reads);
    root.done();
    plugin
}

/// Reads files that are shared and belong to no plugin: gates, and the rules that are read with
/// them.
pub(crate) fn read_shared(folder: &Path, files: &[&str], refusals: &Refusals) -> PluginFile {
    let names: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
    let mut plugin = PluginFile { shared: shared::files(folder, &names, refusals), ..PluginFile::default() };
    plugin.take_shared(refusals);
    for gate in &mut plugin.gates {
        gate.shared = false;
    }
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
