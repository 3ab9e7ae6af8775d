//! Asks, reads what is missing, states it, and passes a mark back.

use std::error::Error;

use serde_json::{Value as Json, json};

type Failure = Box<dyn Error>;

/// One decision. A refusal of the question itself is an RFC 9457 problem: it says what is wrong, and where.
fn ask(kind: &str, question: &Json) -> Result<Json, Failure> {
    let (url, token) = (std::env::var("PRAETOR_URL")?, std::env::var("PRAETOR_TOKEN")?);
    let mut answer = ureq::post(format!("{url}/v1/decisions/{kind}"))
        .config()
        .http_status_as_error(false)
        .build()
        .header("authorization", format!("Bearer {token}"))
        .send_json(question)?;
    let status = answer.status();
    let body: Json = answer.body_mut().read_json()?;
    if status.is_success() { Ok(body) } else { Err(format!("{status}: {body:#}").into()) }
}

fn main() -> Result<(), Failure> {
    missing_then_stated()?;
    let marks = objection()?;
    with_marks(&marks)
}

fn missing_then_stated() -> Result<(), Failure> {
    let prompt = |item: Json| {
        json!({
            "as_of": "2026-11-23",
            "subject": { "id": "user-4711", "residence": ["FR"], "age": 34, "age-knowledge": "declared" },
            "items": [item],
            "uses": [{ "id": "render", "purpose": "content-generation", "operation": "share" }],
            "recipients": [{ "id": "image-model-nl" }],
        })
    };
    let unknown =
        ask("sharing", &prompt(json!({ "id": "prompt", "category": "prompt-text", "needed": true })))?;
    say(format!("the prompt, searched or not: {}", word(&unknown, "effect")));
    for fact in list(&unknown, "missing") {
        say(format!("  please say {} of {}", word(fact, "fact"), word(fact, "entity")));
    }
    let item = json!({ "id": "prompt", "category": "prompt-text", "needed": true, "scan": "full" });
    let searched = ask("sharing", &prompt(item))?;
    say(format!("the prompt, searched: {}", word(&searched, "effect")));
    for duty in list(&searched, "obligations") {
        say(format!("  owed: {}", word(duty, "id")));
    }
    say(format!("  because: {}", reasons(&searched).first().map_or("", String::as_str)));
    Ok(())
}

/// The deciding rules in words, with their citations.
fn reasons(answer: &Json) -> Vec<String> {
    let decided =
        list(answer, "decided_by").iter().filter_map(|rule| answer.get("rules")?.get(rule.as_str()?));
    let in_words = decided.map(|rule| {
        let cites: Vec<&str> = list(rule, "cites").iter().filter_map(Json::as_str).collect();
        format!("{} ({})", word(rule, "says"), cites.join("; "))
    });
    in_words.collect()
}

/// An objection; what comes back is to be remembered with the person.
fn objection() -> Result<Vec<Json>, Failure> {
    let answer = ask(
        "rights",
        &json!({
            "as_of": "2026-11-23",
            "subject": {
                "id": "user-4711", "residence": ["FR"], "marks": [], "matters": [], "earlier-requests": []
            },
            "requester": { "relation": "self", "identity-achieved": "verified", "signed-in": true },
            "requests": [{ "id": "stop", "right": "object", "received-on": "2026-11-23" }],
            "uses": [{
                "id": "improve", "purpose": "product-improvement", "operation": "use", "lia": "passed",
                "compelling-grounds": "none"
            }],
            "items": [{ "id": "clicks", "category": "usage-event" }],
        }),
    )?;
    let by = list(&answer, "requests").first().map_or("", |request| word(request, "respond_by"));
    say(format!("an objection: {}, answer by {by}", word(&answer, "effect")));
    Ok(list(&answer, "marks").to_vec())
}

/// Marks are passed back as entities, each with an id of the caller's choice.
fn with_marks(marks: &[Json]) -> Result<(), Failure> {
    let passed = marks.iter().enumerate().filter_map(|(number, mark)| {
        let mut entity = mark.as_object()?.clone();
        entity.retain(|_, value| !value.is_null());
        entity.insert("id".into(), format!("mark-{number}").into());
        Some(Json::Object(entity))
    });
    let passed: Vec<Json> = passed.collect();
    let ids: Vec<&str> = passed.iter().map(|mark| word(mark, "id")).collect();
    let answer = ask(
        "sharing",
        &json!({
            "as_of": "2026-11-24",
            "subject": {
                "id": "user-4711", "residence": ["FR"], "age": 34, "age-knowledge": "declared", "marks": ids
            },
            "marks": passed,
            "items": [{ "id": "clicks", "category": "usage-event", "needed": true }],
            "uses": [{
                "id": "improve", "purpose": "product-improvement", "operation": "use", "lia": "passed",
                "lia-on": "2026-05-02"
            }],
        }),
    )?;
    let by: Vec<&str> = list(&answer, "decided_by").iter().filter_map(Json::as_str).collect();
    say(format!("the same use, with the mark: {}, by {}", word(&answer, "effect"), by.join(", ")));
    Ok(())
}

fn word<'j>(value: &'j Json, key: &str) -> &'j str {
    value.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn list<'j>(value: &'j Json, key: &str) -> &'j [Json] {
    value.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

#[expect(clippy::print_stdout, reason = "an example shows what it got")]
fn say(text: String) {
    println!("{text}");
}
