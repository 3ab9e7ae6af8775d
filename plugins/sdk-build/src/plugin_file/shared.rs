//! Files that several plugins include: what they have in common is written once.

use std::path::Path;

use super::{GateEntry, PluginFile, SettingEntry, reads, setting};
use crate::node::{Node, called};
use crate::refusal::Refusals;
use crate::source::{self, Source};

/// What both `plugin.toml` and an included file may hold.
pub(super) struct Part {
    gates: Vec<GateEntry>,
    reads: Vec<(&'static str, Vec<String>)>,
    settings: Vec<SettingEntry>,
}

impl Part {
    /// Reads it; what else the file holds is for others.
    pub(super) fn read(root: &Node<'_>) -> Self {
        Self { gates: gates(root), reads: reads::read(root), settings: setting::read(root) }
    }
}

impl PluginFile {
    /// Takes over a part; whatever is there already is refused.
    pub(super) fn take(&mut self, root: &Node<'_>, part: Part, shared: bool) {
        for gate in part.gates {
            if self.gates.iter().any(|other| other.id == gate.id) {
                root.refuse(format!("gate `{}` is declared twice; remove or rename one", gate.id));
            }
            self.gates.push(GateEntry { shared, ..gate });
        }
        for setting in part.settings {
            if self.settings.iter().any(|other| other.table == setting.table && other.key == setting.key) {
                root.refuse(format!("setting `{}` is declared twice; remove or rename one", setting.key));
            }
            self.settings.push(setting);
        }
        reads::unite(&mut self.reads, part.reads);
    }

    /// Takes over what the included files hold, but for their rules.
    pub(super) fn take_shared(&mut self, refusals: &Refusals) {
        for file in std::mem::take(&mut self.shared) {
            let root = Node::new(&file.file, String::new(), &file.table, refusals);
            root.tables("rule", |i, table| called("rule", i, table));
            let part = Part::read(&root);
            self.take(&root, part, true);
            root.done();
            self.shared.push(file);
        }
    }
}

/// The files by their paths, which start at the plugin's folder.
pub(super) fn files(folder: &Path, names: &[String], refusals: &Refusals) -> Vec<Source> {
    names.iter().filter_map(|name| source::read(folder, &folder.join(name), refusals)).collect()
}

fn gates(root: &Node<'_>) -> Vec<GateEntry> {
    let nodes = root.tables("gate", |i, table| called("gate", i, table));
    let mut gates: Vec<GateEntry> = Vec::new();
    for node in nodes {
        let id = node.id("id");
        if gates.iter().any(|gate| gate.id == id) {
            node.refuse("is declared twice; remove or rename one");
            continue;
        }
        let stance = node.word("stance", &["closed", "open"]);
        gates.push(GateEntry { shared: false, id, stance, says: node.text("says") });
        node.done();
    }
    gates
}
