//! `[reads]`: the facts of each interface.

use super::check_fact;
use crate::node::{Node, texts};
use crate::spelling;

const ABILITIES: [&str; 5] = ["profile", "sharing", "retention", "rights", "incident"];
/// The key of `[reads]` for facts that every interface of the plugin reads.
const EVERY: &str = "every";

/// The facts of each interface that the file names.
pub(super) fn read(root: &Node<'_>) -> Vec<(&'static str, Vec<String>)> {
    let Some(node) = root.table("reads") else {
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

/// Adds the facts of another file, interface by interface.
pub(super) fn unite(reads: &mut Vec<(&'static str, Vec<String>)>, others: Vec<(&'static str, Vec<String>)>) {
    for (ability, facts) in others {
        match reads.iter_mut().find(|(known, _)| *known == ability) {
            Some((_, known)) => *known = joined(known, facts),
            None => reads.push((ability, facts)),
        }
    }
}

/// Refuses a plugin that reads nothing at all.
pub(super) fn check(root: &Node<'_>, reads: &[(&'static str, Vec<String>)]) {
    if reads.is_empty() && !root.has("reads") {
        root.refuse(
            "has no `[reads]`; write the facts of each interface, `sharing = [\"subject.residence\"]`",
        );
    }
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
