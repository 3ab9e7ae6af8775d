//! Schemas of answers and problems.

use serde_json::{Map, Value as Json, json};

use crate::api::problem::{Code, PROBLEM_JSON};

/// Decisions, pages, plugins and problems.
pub fn schemas() -> Map<String, Json> {
    let schemas = [
        ("decision", decision()),
        ("batch", batch()),
        ("search", search()),
        ("page", page()),
        ("row", row()),
        ("plugins", plugins()),
        ("replayed", super::replay::schema()),
        ("problem", problem()),
        ("input-problem", input_problem()),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// One answer for each status that a problem can have.
pub fn problems() -> Map<String, Json> {
    let mut answers = Map::new();
    for status in statuses() {
        let codes = Code::ALL.iter().filter(|code| code.status().as_u16() == status);
        let says: Vec<String> = codes.map(|code| format!("`{}`: {}", code.urn(), code.title())).collect();
        let schema = json!({ "$ref": "#/components/schemas/problem" });
        let content = json!({ PROBLEM_JSON: { "schema": schema } });
        answers.insert(
            format!("problem-{status}"),
            json!({ "description": says.join("; "), "content": content }),
        );
    }
    answers
}

/// The statuses that problems have, in order.
pub fn statuses() -> Vec<u16> {
    let mut statuses: Vec<u16> = Code::ALL.iter().map(|code| code.status().as_u16()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

fn text(says: &str) -> Json {
    json!({ "type": "string", "description": says })
}

fn decision() -> Json {
    json!({
        "type": "object",
        "description": "A stored decision. Lists that would be empty are left out.",
        "required": ["id", "recorded", "recorded_at", "sequence", "leaf", "kind", "as_of", "effect",
            "confidence", "valid_until", "voices", "generation", "rules"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "recorded": { "const": "durable", "description": "It was on the disk before it was answered." },
            "recorded_at": { "type": "string", "format": "date-time" },
            "sequence": { "type": "integer", "description": "Its place in the log, without gaps." },
            "leaf": text("Its leaf in the Merkle tree of the log, RFC 6962, in hexadecimal digits."),
            "as_of_today": { "const": true, "description": "The question named no day, so today was used." },
            "kind": { "enum": ["sharing", "retention", "rights", "incident"] },
            "as_of": { "type": "string", "format": "date" },
            "effect": text("The answer in a word; only `allow` is a plain yes."),
            "confidence": { "enum": ["low", "medium", "high"], "description": "The lowest of the rules that decided." },
            "valid_until": { "type": ["string", "null"], "description": "The first known day on which the answer can change." },
            "obligations": { "type": "array", "items": { "type": "object" } },
            "missing": { "type": "array", "items": { "type": "object" }, "description": "Facts that would change the answer." },
            "voices": { "type": "array", "items": { "type": "object" }, "description": "Every plugin that took part." },
            "generation": { "type": "integer" },
            "rules": { "type": "object", "description": "Each rule that is named, in words and with its citations." },
            "explanation": { "type": "array", "items": { "type": "object" }, "description": "Sentences, with `?explain=true`." },
        },
    })
}

fn batch() -> Json {
    let one = json!({ "anyOf": [
        { "$ref": "#/components/schemas/decision" },
        { "$ref": "#/components/schemas/problem" },
    ] });
    json!({ "type": "array", "description": "In the order of the questions.", "items": one })
}

fn search() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "from": { "type": "string", "format": "date-time", "description": "Recorded at or after this time." },
            "to": { "type": "string", "format": "date-time", "description": "Recorded before this time." },
            "kind": { "type": "string", "enum": ["sharing", "retention", "rights", "incident"] },
            "subject": text("About this person, as questions have it in `subject.id`."),
            "effect": { "type": "string", "enum": crate::wire::decision::effects(None),
                "description": "With this effect; of a rights question, on any of its requests." },
            "plugin": text("This plugin took part."),
            "rule": text("It rests on a finding of this rule, `plugin/rule`: one that decided, passed or closed a gate, led to a step or a duty."),
            "jurisdiction": text("A law of this legal order took part and did not say that it has no say, `EU`."),
            "due_from": { "type": "string", "format": "date",
                "description": "An obligation, a clock or a step of a schedule is due on or after this day." },
            "due_to": { "type": "string", "format": "date", "description": "Due on or before this day." },
            "order": { "type": "string", "enum": ["newest-first", "oldest-first"], "default": "newest-first" },
            "limit": { "type": "integer", "minimum": 1, "maximum": crate::limits::PAGE_ROWS_MAX,
                "default": crate::limits::PAGE_ROWS_DEFAULT },
            "cursor": text("`next` of the page before, with the same filters."),
        },
    })
}

fn page() -> Json {
    json!({
        "type": "object",
        "required": ["rows", "complete", "next"],
        "properties": {
            "rows": { "type": "array", "items": { "$ref": "#/components/schemas/row" } },
            "complete": { "type": "boolean", "description": "There is nothing more; else `next` goes on, even if this page has no rows." },
            "next": { "type": ["string", "null"], "description": "The cursor of the next page; null: there is nothing more." },
        },
    })
}

fn row() -> Json {
    json!({
        "type": "object",
        "required": ["id", "recorded_at", "sequence", "kind", "generation"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "recorded_at": { "type": "string", "format": "date-time" },
            "sequence": { "type": "integer" },
            "kind": { "type": "string" },
            "generation": { "type": "integer" },
            "effect": { "type": "string" },
            "as_of": { "type": "string", "format": "date" },
            "erased": { "const": true, "description": "The key of its subject was erased." },
            "unreadable": { "const": true, "description": "An alarm: the record was altered, or needs a newer version." },
        },
    })
}

fn plugins() -> Json {
    let plugin = json!({
        "type": "object",
        "required": ["id", "plugin", "version", "kind", "digest", "mode", "abilities"],
        "properties": {
            "id": text("The id of the binding."),
            "plugin": text("The plugin's own id."),
            "version": { "type": "string" },
            "kind": { "enum": ["jurisdiction", "processor", "notice"] },
            "title": { "type": "string" },
            "legal_order": { "type": "string" },
            "digest": text("SHA-256 of its bytes."),
            "signature": {
                "type": "object",
                "required": ["state"],
                "properties": {
                    "state": { "enum": ["not-asked", "signed", "doubtful"] },
                    "by": { "type": "array", "items": { "type": "string" }, "description": "Names of trusted keys." },
                    "code": { "type": "string" },
                    "says": { "type": "string" },
                },
            },
            "provenance": {
                "type": "object",
                "description": "What its builder says; only a signature makes it worth believing.",
                "required": ["built_by", "source"],
                "properties": { "built_by": { "type": "string" }, "source": text("Digest of the source.") },
            },
            "mode": { "enum": ["enforce", "shadow", "off"] },
            "abilities": { "type": "array", "items": { "type": "string" } },
            "rules": { "type": "integer" },
            "confidence": { "type": "object", "additionalProperties": { "type": "integer" } },
            "settings_set": { "type": "array", "items": { "type": "string" }, "description": "Keys without their values." },
        },
    });
    json!({
        "type": "object",
        "required": ["generation", "plugins"],
        "properties": { "generation": { "type": "integer" }, "plugins": { "type": "array", "items": plugin } },
    })
}

fn problem() -> Json {
    let types: Vec<String> = Code::ALL.iter().map(|code| code.urn()).collect();
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "format": "uri", "enum": types },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": text("What is wrong here, and the next step."),
            "instance": text("The request: `urn:praetor:request:` and the header `X-Request-ID`."),
            "problems": { "type": "array", "items": { "$ref": "#/components/schemas/input-problem" } },
        },
    })
}

fn input_problem() -> Json {
    json!({
        "type": "object",
        "required": ["pointer", "detail"],
        "properties": {
            "pointer": text("JSON pointer into the body, RFC 6901."),
            "detail": { "type": "string" },
            "allowed": { "type": "array", "items": { "type": "string" } },
            "nearest": text("The known name that comes nearest."),
        },
    })
}
