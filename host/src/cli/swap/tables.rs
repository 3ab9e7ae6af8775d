//! What serves, and what did, in tables.

use serde_json::Value as Json;

use crate::cli::report;

/// Hexadecimal digits of a digest that tell plugins apart.
const SHORT: usize = 12;

pub(super) fn text(json: &Json, key: &str) -> String {
    match json.get(key) {
        Some(Json::String(text)) => text.clone(),
        None | Some(Json::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

fn short(json: &Json, key: &str) -> String {
    text(json, key).chars().take(SHORT).collect()
}

pub(super) fn list<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = &'a Json> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

/// `from` and `until` in one cell.
fn period(from: &str, until: &str) -> String {
    match (from, until) {
        ("", "") => String::new(),
        (from, "") => format!("from {from}"),
        ("", until) => format!("until {until}"),
        (from, until) => format!("{from} to {until}"),
    }
}

/// The bindings, and the plugins that were refused.
pub fn plugins(listed: &Json) -> String {
    let row = |one: &Json| {
        let serving = if one.get("serving") == Some(&Json::Bool(true)) { "yes" } else { "no" };
        let bound = period(&text(one, "bound_from"), &text(one, "bound_until"));
        vec![
            text(one, "id"),
            text(one, "version"),
            text(one, "mode"),
            serving.to_owned(),
            bound,
            short(one, "digest"),
        ]
    };
    let header = ["id", "version", "mode", "serves now", "period", "digest"];
    let table = report::table(&header, list(listed, "plugins").map(row));
    let refused = list(listed, "refused").map(|one| {
        let (id, step, code) = (text(one, "id"), text(one, "step"), text(one, "code"));
        format!("\nrefused: {id} at the step {step} ({code}): {}", text(one, "says"))
    });
    format!("generation {}\n{table}{}", text(listed, "generation"), refused.collect::<String>())
}

/// What serves after a change.
pub fn changed(done: &Json) -> String {
    let generation = text(done, "generation");
    if done.get("changed") != Some(&Json::Bool(true)) {
        return format!("generation {generation} serves; nothing was to be changed");
    }
    let gate = list(done, "gate").map(|gate| {
        let (id, cases) = (text(gate, "id"), text(gate, "cases"));
        let (fuel, memory) = (text(gate, "fuel_most"), text(gate, "memory_most"));
        format!("\n  {id}: {cases} cases of its own passed, at most {fuel} units of fuel and {memory} bytes of memory a call")
    });
    format!("generation {generation} serves{}", gate.collect::<String>())
}

/// Generations and refusals, the latest first.
pub fn history(entries: &[Json]) -> String {
    let row = |entry: &Json| {
        let what = match text(entry, "back_to").as_str() {
            "" => text(entry, "what"),
            to => format!("{} to {to}", text(entry, "what")),
        };
        let changes: Vec<String> = list(entry, "bindings").map(change).collect();
        let details = match text(entry, "plugin").as_str() {
            "" => changes.join("\n"),
            plugin => format!("{plugin} ({}): {}", text(entry, "code"), text(entry, "says")),
        };
        vec![text(entry, "generation"), text(entry, "recorded_at"), text(entry, "actor"), what, details]
    };
    report::table(&["generation", "when", "who", "what", "changes"], entries.iter().map(row))
}

fn change(changed: &Json) -> String {
    let side = |key| {
        let bound: Vec<String> = list(changed, key).map(bound).collect();
        if bound.is_empty() { "not bound".to_owned() } else { bound.join(", ") }
    };
    format!("{}: {} -> {}", text(changed, "id"), side("before"), side("after"))
}

fn bound(one: &Json) -> String {
    let period = period(&text(one, "from"), &text(one, "until"));
    let parts = [text(one, "version"), short(one, "digest"), text(one, "mode"), period];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What differs between two generations.
pub fn diff(diff: &Json) -> String {
    let mut lines: Vec<String> = list(diff, "bindings").map(change).collect();
    for rules in list(diff, "rules") {
        for (key, sign) in [("added", '+'), ("removed", '-'), ("changed", '~')] {
            let id = text(rules, "id");
            lines.extend(
                list(rules, key).filter_map(Json::as_str).map(|rule| format!("  {sign} {id}/{rule}")),
            );
        }
        if rules.get("unknown") == Some(&Json::Bool(true)) {
            lines.push(format!("  {}: a manifest cannot be read any more", text(rules, "id")));
        }
    }
    lines
        .extend(list(diff, "standing").filter_map(Json::as_str).map(|part| format!("{part} is another one")));
    if lines.is_empty() { "nothing differs".to_owned() } else { lines.join("\n") }
}
