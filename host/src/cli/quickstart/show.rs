//! What quickstart prints of the answers.

use serde_json::Value as Json;

use super::sample::SampleQuestion;
use crate::cases::Seen;
use crate::cli::report;

/// The answers as a table: question, effect, due date, the rule that decided.
pub fn table(answers: &[(&SampleQuestion, Json)]) -> String {
    let rows = answers.iter().map(|(question, answer)| {
        let title = match question.clause.as_str() {
            "" => question.title.clone(),
            clause => format!("{} ({clause})", question.title),
        };
        vec![title, effect(answer), due(answer), rule(answer)]
    });
    report::table(&["question", "effect", "due", "the rule that decided"], rows)
}

/// How the answers differ from what the sample expects, a line each.
pub fn unexpected(answers: &[(&SampleQuestion, Json)]) -> Vec<String> {
    let lines = answers.iter().flat_map(|(question, answer)| {
        let decision = answer.as_object().cloned().unwrap_or_default();
        let differences = question.expect.differences(&Seen::in_decision(&decision));
        differences.into_iter().map(|line| format!("  {}: {line}", question.title))
    });
    lines.collect()
}

/// The explanation that the API gave.
pub fn explanation(told: &Json) -> String {
    let mut text = String::new();
    for paragraph in list(told.get("explanation")) {
        text.push_str(&format!("  {}\n", string(paragraph.get("heading"))));
        for sentence in list(paragraph.get("sentences")) {
            text.push_str(&format!("    {}\n", string(Some(sentence))));
        }
    }
    text
}

/// The effect, and item by item where they differ.
fn effect(answer: &Json) -> String {
    let whole = string(answer.get("effect"));
    let items = list(answer.get("items")).map(|item| {
        let word = item.get("action_now").or_else(|| item.get("effect"));
        (string(item.get("id")), string(word))
    });
    let lines = list(answer.get("requests")).flat_map(|request| list(request.get("lines")));
    let lines = lines.filter_map(|line| Some((string(Some(line.get("item")?)), string(line.get("outcome")))));
    let each: Vec<(String, String)> = items.chain(lines).collect();
    if each.len() > 1 && each.iter().any(|(_, word)| Some(word) != each.first().map(|(_, w)| w)) {
        let each: Vec<String> = each.iter().map(|(name, word)| format!("{name}: {word}")).collect();
        return format!("{whole}\n{}", each.join("\n"));
    }
    match each.first() {
        Some((_, word)) if *word != whole => format!("{whole}: {word}"),
        _ => whole,
    }
}

/// The date to act by: the answer's, an obligation's, the end of the keeping, or the day on
/// which the decision can change.
fn due(answer: &Json) -> String {
    let respond = list(answer.get("requests")).filter_map(|request| request.get("respond_by")?.as_str());
    let respond = respond.map(|day| format!("answer by {day}"));
    let kept = list(answer.get("requests")).flat_map(|request| list(request.get("lines")));
    let kept = kept.filter_map(|line| {
        let until = line.get("kept")?.get("until")?.as_str()?;
        Some(format!("{} until {until}", string(line.get("item"))))
    });
    let steps = list(answer.get("items")).flat_map(|item| list(item.get("steps")));
    let steps = steps.filter(|step| string(step.get("action")) == "erase");
    let steps = steps.filter_map(|step| Some(format!("erase {}", step.get("from").map(from)?)));
    let owed = list(answer.get("obligations"));
    let owed = owed.filter_map(|o| Some(format!("{} by {}", string(o.get("id")), o.get("due")?.as_str()?)));
    let mut all: Vec<String> = respond.chain(kept).chain(steps).chain(owed).collect();
    if let (true, Some(until)) = (all.is_empty(), answer.get("valid_until").and_then(Json::as_str)) {
        all.push(format!("holds until {until}"));
    }
    all.truncate(LINES_OF_A_CELL);
    all.join("\n")
}

fn from(start: &Json) -> String {
    match start {
        Json::String(day) => format!("from {day}"),
        Json::Object(after) => match after.get("after") {
            Some(Json::String(day)) => format!("after {day}"),
            Some(formula) => format!("after {}", string(formula.get("says"))),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// The rules that decided, each with the first of its citations: what stands against a no, what
/// the law permits on for a yes, what commands the keeping of a record.
fn rule(answer: &Json) -> String {
    let mut named: Vec<String> = vec![];
    for id in against(answer).into_iter().chain(owed(answer)).chain(kept_or_permitted(answer)) {
        let cite =
            answer.get("rules").and_then(|rules| rules.get(&id)).and_then(|rule| rule.get("cites")?.get(0));
        let line = format!("{id} ({})", string(cite));
        if !named.contains(&line) {
            named.push(line);
        }
    }
    let more = named.len().saturating_sub(LINES_OF_A_CELL);
    named.truncate(LINES_OF_A_CELL);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join("\n")
}

/// What stands against the items that are not allowed.
fn against(answer: &Json) -> Vec<String> {
    let cells = list(answer.get("cells")).filter(|cell| !string(cell.get("effect")).starts_with("allow"));
    let gates: Vec<&Json> = cells.flat_map(|cell| list(cell.get("gates"))).collect();
    let named = |key| gates.iter().flat_map(move |gate| list(gate.get(key)));
    named("prohibitions")
        .chain(named("reviews"))
        .chain(named("needs"))
        .map(|rule| string(Some(rule)))
        .collect()
}

/// The duties to keep, and what sets the day for the answer.
fn owed(answer: &Json) -> Vec<String> {
    let requests = list(answer.get("requests"));
    let rules = requests.flat_map(|request| {
        let kept = list(request.get("lines")).filter_map(|line| line.get("kept"));
        let floors = kept.flat_map(|kept| list(kept.get("floors"))).filter_map(|floor| floor.get("rule"));
        let words = list(request.get("lines")).flat_map(|line| list(line.get("words")));
        let wins = words.filter(|word| word.get("wins") == Some(&Json::Bool(true)));
        floors.chain(wins.filter_map(|word| word.get("rule"))).chain(request.get("respond_by_rule"))
    });
    rules.map(|rule| string(Some(rule))).collect()
}

fn kept_or_permitted(answer: &Json) -> Vec<String> {
    let whole = string(answer.get("effect"));
    let permitted = list(answer.get("decided_by")).filter(|_| whole.starts_with("allow"));
    let items = list(answer.get("items"));
    let schedules = items.flat_map(|item| list(item.get("winners")));
    permitted.chain(schedules).map(|rule| string(Some(rule))).collect()
}

/// Lines of one cell of the table; the whole answer is one request away.
const LINES_OF_A_CELL: usize = 3;

fn list(value: Option<&Json>) -> std::slice::Iter<'_, Json> {
    value.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default().iter()
}

fn string(value: Option<&Json>) -> String {
    value.and_then(Json::as_str).unwrap_or_default().to_owned()
}
