//! Replays for the person at the terminal.

use serde_json::Value as Json;

use crate::cli::report;

fn text<'j>(json: &'j Json, key: &str) -> &'j str {
    json.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn number(json: &Json, pointer: &str) -> u64 {
    json.pointer(pointer).and_then(Json::as_u64).unwrap_or_default()
}

fn list<'j>(json: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> + use<'j> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

/// One decision, with its calls.
pub(super) fn one(replayed: &Json) {
    report::line(format!("{}: {}", text(replayed, "outcome"), text(replayed, "says")));
    report::line(format!("decision     {}", text(replayed, "id")));
    report::line(format!("recorded at  {}", text(replayed, "recorded_at")));
    report::line(format!("generation   {}", number(replayed, "/generation")));
    for call in list(replayed, "calls") {
        let (then, now) = (number(call, "/fuel/then"), number(call, "/fuel/now"));
        let same = if call.get("same").and_then(Json::as_bool) == Some(true) { "same" } else { "other" };
        let (plugin, name) = (text(call, "plugin"), text(call, "call"));
        report::line(format!("call         {plugin} {name}: {same}, fuel {then} then, {now} now"));
    }
    changes(replayed);
    differences(replayed);
}

/// A line of a range.
pub(super) fn line(line: &Json) {
    if text(line, "type") == "summary" {
        return summary(line);
    }
    report::line(format!("{} {}: {}", text(line, "id"), text(line, "outcome"), text(line, "says")));
    differences(line);
}

/// How far a range has come; not part of the result.
pub(super) fn progress(line: &Json) {
    report::progress(format!(
        "passed {} of {} records of the log, {} decisions, {} a second",
        number(line, "/done"),
        number(line, "/total"),
        number(line, "/replayed"),
        rate(line)
    ));
}

fn summary(line: &Json) {
    let outcomes = line.get("outcomes").and_then(Json::as_object).into_iter().flatten();
    for (outcome, count) in outcomes {
        report::line(format!("{outcome:<15}{count}"));
    }
    let other_engine = number(line, "/engine_changed");
    if other_engine > 0 {
        report::line(format!("by another engine than the present one: {other_engine}"));
    }
    let seconds = line.get("seconds").and_then(Json::as_f64).unwrap_or_default();
    let replayed = number(line, "/replayed");
    report::line(format!("{replayed} decisions in {seconds:.1} s, {} a second", rate(line)));
}

fn rate(line: &Json) -> String {
    format!("{:.0}", line.get("rate").and_then(Json::as_f64).unwrap_or_default())
}

fn changes(replayed: &Json) {
    let changed = replayed.get("environment_changed").and_then(Json::as_object).into_iter().flatten();
    for (what, values) in changed {
        let (then, now) = (text(values, "then"), text(values, "now"));
        let then = if then.is_empty() { "not on record" } else { then };
        report::line(format!("changed      {what}: {then} then, {now} now"));
    }
}

fn differences(replayed: &Json) {
    for difference in list(replayed, "differences") {
        let value = |key: &str| difference.get(key).map_or_else(|| "nothing".to_owned(), Json::to_string);
        let rule = difference.get("rule").and_then(Json::as_str);
        let rule = rule.map(|rule| format!(" (rule {rule})")).unwrap_or_default();
        let path = text(difference, "path");
        report::line(format!("  {path}{rule}: was {}, is {}", value("was"), value("now")));
    }
    if replayed.get("more_differences").and_then(Json::as_bool) == Some(true) {
        report::line("  and more");
    }
}
