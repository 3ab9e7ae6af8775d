//! Schemas of questions, from the dictionary.

use praetor_wit::{Dictionary, FactSpec, KindSpec, ValueType};
use serde_json::{Map, Value as Json, json};

use crate::limits::{ENTITIES_OF_KIND_MAX, LIST_MEMBERS_MAX, STRING_BYTES_MAX};
use crate::wire::question::KINDS;
use crate::wire::value::NOT_YET;

/// The question, each kind of entity, and the values that many facts share.
pub fn schemas(dictionary: &Dictionary) -> Map<String, Json> {
    let mut schemas = Map::new();
    for kind in dictionary.kinds() {
        schemas.insert(format!("entity-{}", kind.id), entity(kind, dictionary));
    }
    schemas.insert("question".into(), question(dictionary, false));
    schemas.insert("question-of-batch".into(), question(dictionary, true));
    schemas
}

fn question(dictionary: &Dictionary, kind_needed: bool) -> Json {
    let mut properties = Map::new();
    let kinds: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    properties.insert("kind".into(), json!({ "type": "string", "enum": kinds }));
    let as_of = "The day whose law is applied; without it, today at the controller.";
    properties.insert("as_of".into(), json!({ "type": "string", "format": "date", "description": as_of }));
    for kind in dictionary.kinds() {
        properties.insert(kind.json.clone(), entities(kind));
    }
    let mut schema = json!({
        "type": "object",
        "description": "What is asked. A fact that is left out is unknown, which is never yes and never no.",
        "properties": properties,
        "additionalProperties": false,
    });
    if let (true, Some(object)) = (kind_needed, schema.as_object_mut()) {
        object.insert("required".into(), json!(["kind"]));
    }
    schema
}

fn entities(kind: &KindSpec) -> Json {
    let one = json!({ "$ref": format!("#/components/schemas/entity-{}", kind.id) });
    if kind.many { json!({ "type": "array", "maxItems": ENTITIES_OF_KIND_MAX, "items": one }) } else { one }
}

fn entity(kind: &KindSpec, dictionary: &Dictionary) -> Json {
    let mut properties = Map::new();
    let id = "The caller's own name for it; other entities refer to it by this.";
    properties.insert("id".into(), json!({ "type": "string", "minLength": 1, "description": id }));
    let path = "Where the caller keeps it; no plugin sees it.";
    properties.insert("path".into(), json!({ "type": "string", "description": path }));
    for fact in dictionary.facts_of(&kind.id) {
        properties.insert(fact.name.clone(), described(fact, dictionary));
    }
    json!({
        "type": "object",
        "description": kind.meaning,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn described(fact: &FactSpec, dictionary: &Dictionary) -> Json {
    let mut schema = value(fact, dictionary);
    if fact.event {
        schema = json!({ "anyOf": [schema, { "const": NOT_YET }] });
    }
    if let Some(object) = schema.as_object_mut() {
        let unit = fact.unit.as_ref().map(|unit| format!(" In {unit}.")).unwrap_or_default();
        object.insert("description".into(), format!("{}{unit}", fact.meaning).into());
    }
    schema
}

fn value(fact: &FactSpec, dictionary: &Dictionary) -> Json {
    match fact.value_type {
        ValueType::YesNo => json!({ "type": "boolean" }),
        ValueType::Integer => json!({ "type": "integer" }),
        ValueType::Decimal => {
            let text = json!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,18})?$" });
            json!({ "anyOf": [text, { "type": "integer" }] })
        }
        ValueType::Code => code(fact, dictionary),
        ValueType::Codes => list(&code(fact, dictionary)),
        ValueType::Places => {
            list(&json!({ "type": "string", "pattern": "^[A-Z0-9]{2,3}(-[A-Z0-9]{1,3})?$" }))
        }
        ValueType::Day => day(),
        ValueType::Days => list(&day()),
        ValueType::Instant => json!({ "type": "string", "format": "date-time" }),
        ValueType::Period => json!({ "type": "string", "format": "duration" }),
        ValueType::Ref => reference(fact),
        ValueType::Refs => list(&reference(fact)),
    }
}

/// A list, or one member of it without the brackets.
fn list(member: &Json) -> Json {
    json!({ "anyOf": [{ "type": "array", "maxItems": LIST_MEMBERS_MAX, "items": member }, member] })
}

fn day() -> Json {
    json!({ "type": "string", "format": "date" })
}

fn code(fact: &FactSpec, dictionary: &Dictionary) -> Json {
    if fact.open {
        return json!({ "type": "string", "minLength": 1, "maxLength": STRING_BYTES_MAX });
    }
    json!({ "type": "string", "enum": dictionary.allowed(fact) })
}

fn reference(fact: &FactSpec) -> Json {
    let kinds = if fact.refers_to.is_empty() { "any kind".to_owned() } else { fact.refers_to.join(", ") };
    json!({ "type": "string", "description": format!("The id of an entity of the question: {kinds}.") })
}
