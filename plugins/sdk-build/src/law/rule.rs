use super::{check_gate, check_new};
use crate::citation::{Grounds, Said, grounds, said};
use crate::date::Day;
use crate::node::{Node, called};
use crate::plugin_file::PluginFile;

/// A rule with what it rests on.
#[derive(Debug)]
pub(crate) struct RuleEntry {
    /// Declared in an included file: the constant belongs to the crate that shares it.
    pub(crate) shared: bool,
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) gate: String,
    pub(crate) says: String,
    pub(crate) grounds: Option<Grounds>,
    pub(crate) authority: &'static str,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) pending: String,
}

const AUTHORITIES: [&str; 5] = ["statute", "case-law", "guidance", "contract", "policy"];

/// Reads the rules of one file.
pub(super) fn read(root: &Node<'_>, plugin: &PluginFile, shared: bool, rules: &mut Vec<RuleEntry>) {
    for node in root.tables("rule", |i, table| called("rule", i, table)) {
        let rule = RuleEntry { shared, ..rule(&node) };
        check_new(&node, &rule.id, rules.iter().map(|rule| (rule.id.as_str(), rule.file.as_str())));
        check_gate(&node, &rule.gate, plugin);
        rules.push(rule);
    }
}

fn rule(node: &Node<'_>) -> RuleEntry {
    let rule = RuleEntry {
        shared: false,
        id: node.id("id"),
        file: node.file.to_owned(),
        gate: node.text_or("gate", ""),
        says: node.text("says"),
        grounds: grounds(node, said(node), &Said::default()),
        authority: node.word_or_first("authority", &AUTHORITIES),
        from: node.day_or_none("from"),
        until: node.day_or_none("until"),
        pending: node.text_or("pending", ""),
    };
    if let (Some(from), Some(until)) = (rule.from, rule.until)
        && until < from
    {
        node.refuse(format!("ends on {until}, before it begins on {from}; correct one of the two"));
    }
    node.done();
    rule
}
