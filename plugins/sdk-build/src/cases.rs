//! `cases/**/*.toml`: they travel inside the plugin, as one TOML document.

use std::path::Path;

use crate::node::Node;
use crate::refusal::Refusals;
use crate::source;

/// Starts the comment before the cases of a file.
const FILE_MARK: &str = "#:file ";

/// Joins all case files. Each may hold nothing but `[[case]]`, so that together they are one
/// document again.
pub(crate) fn read(folder: &Path, refusals: &Refusals) -> String {
    let mut joined = String::new();
    let mut names: Vec<String> = Vec::new();
    for file in source::read_all(folder, "cases", refusals).0 {
        let root = Node::new(&file.file, String::new(), &file.table, refusals);
        for case in root.tables("case", |i, _| format!("case number {}", i + 1)) {
            check(&case, &mut names);
        }
        root.done();
        joined.push_str(&format!("{FILE_MARK}{}\n{}\n", file.file, file.text.trim_end()));
    }
    joined
}

fn check(case: &Node<'_>, names: &mut Vec<String>) {
    let name = case.text("name");
    if names.contains(&name) && !name.is_empty() {
        case.refuse(format!("the name `{name}` is taken; give each case its own"));
    }
    names.push(name);
    case.texts("with");
    case.texts("fallback_jurisdictions");
    for (key, required) in [
        ("question", true),
        ("expect", true),
        ("settings", false),
        ("settings_of", false),
        ("profile", false),
    ] {
        if case.table(key).is_none() && required && !case.has(key) {
            case.refuse(format!("has no `{key}`; add `[case.{key}]`"));
        }
    }
    case.done();
}
