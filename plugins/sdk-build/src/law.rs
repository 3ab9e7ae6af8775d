//! `law/**/*.toml`: rules, parameters and tables.

mod parameter;
mod rule;
mod table;

use std::path::Path;

pub(crate) use parameter::ParameterEntry;
pub(crate) use rule::RuleEntry;
pub(crate) use table::TableEntry;

use crate::node::Node;
use crate::plugin_file::{self, PluginFile};
use crate::refusal::Refusals;
use crate::source;
use crate::spelling;

/// All law data of a plugin.
#[derive(Debug, Default)]
pub(crate) struct LawData {
    pub(crate) rules: Vec<RuleEntry>,
    pub(crate) parameters: Vec<ParameterEntry>,
    pub(crate) tables: Vec<TableEntry>,
}

/// Reads all files below `law`.
pub(crate) fn read(folder: &Path, plugin: &PluginFile, refusals: &Refusals) -> LawData {
    let mut law = shared_rules(plugin, refusals);
    let (files, complete) = source::read_all(folder, "law", refusals);
    for file in files {
        let root = Node::new(&file.file, String::new(), &file.table, refusals);
        rule::read(&root, plugin, false, &mut law.rules);
        parameter::read(&root, &mut law.parameters);
        table::read(&root, &mut law.tables);
        root.done();
    }
    if complete {
        check_gates(plugin, &law, refusals);
        table::check_rules(&law, refusals);
    }
    law
}

/// The rules of files that several plugins share.
pub(crate) fn shared_rules(plugin: &PluginFile, refusals: &Refusals) -> LawData {
    let mut law = LawData::default();
    for file in &plugin.shared {
        let root = Node::new(&file.file, String::new(), &file.table, refusals);
        rule::read(&root, plugin, true, &mut law.rules);
    }
    law
}

fn check_gates(plugin: &PluginFile, law: &LawData, refusals: &Refusals) {
    if law.rules.is_empty() && !plugin.id.is_empty() {
        refusals.add(
            "law",
            "",
            "has no rule; add a file with `[[rule]]`, since a plugin speaks only through rules",
        );
    }
    for gate in &plugin.gates {
        if !law.rules.iter().any(|rule| rule.gate == gate.id) {
            let at = format!("gate `{}`", gate.id);
            refusals.add(
                plugin_file::FILE,
                &at,
                "no rule belongs to it; add a rule with this `gate`, or remove the gate",
            );
        }
    }
}

/// Refuses an id that is taken.
fn check_new<'a>(node: &Node<'_>, id: &str, mut taken: impl Iterator<Item = (&'a str, &'a str)>) {
    if let Some((_, file)) = taken.find(|(other, _)| *other == id && !id.is_empty()) {
        let place = if file == node.file { "above".to_owned() } else { format!("in `{file}`") };
        node.refuse(format!("is declared {place} too; remove or rename one"));
    }
}

/// Refuses a gate that `plugin.toml` does not declare.
fn check_gate(node: &Node<'_>, gate: &str, plugin: &PluginFile) {
    if !gate.is_empty() && !plugin.gates.iter().any(|declared| declared.id == gate) {
        let hint = spelling::hint(gate, plugin.gates.iter().map(|declared| declared.id.as_str()));
        node.refuse(format!("its gate `{gate}` is not declared in plugin.toml; {hint}"));
    }
}
