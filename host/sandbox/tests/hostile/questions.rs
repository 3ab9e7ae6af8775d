//! The question that guests are asked: four items, one use, one recipient, 25 facts.

use praetor_decision::question::Kind;
use praetor_decision::{Day, Entity, Fact, Question, Value};

/// A sharing question of 25 facts.
pub fn sharing() -> Question {
    let mut entities = vec![subject(0), usage(1), recipient(2)];
    let categories = ["prompt", "uploaded-image", "account-email", "device"];
    entities.extend((3..).zip(categories).map(|(id, category)| item(id, category)));
    Question { kind: Kind::Sharing, as_of: day(2026, 6, 15), entities }
}

/// Settings with the number that the guests read.
pub fn settings(n: i64) -> Vec<Entity> {
    vec![entity(0, "settings", vec![("n", Value::Integer(n))])]
}

pub fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

pub fn entity(id: u32, kind: &str, facts: Vec<(&str, Value)>) -> Entity {
    let mut facts: Vec<_> =
        facts.into_iter().map(|(name, value)| Fact { name: name.into(), value }).collect();
    facts.sort_by(|a, b| a.name.cmp(&b.name));
    Entity { id, kind: kind.into(), facts }
}

fn code(code: &str) -> Value {
    Value::Code(code.into())
}

fn place(place: &str) -> Value {
    Value::Places(vec![place.into()])
}

fn subject(id: u32) -> Entity {
    entity(
        id,
        "subject",
        vec![
            ("residence", place("DE")),
            ("age-at-least", Value::Integer(18)),
            ("age-knowledge", code("declared")),
            ("has-contract", Value::YesNo(true)),
            ("account-opened-on", Value::Day(day(2025, 2, 3))),
        ],
    )
}

fn usage(id: u32) -> Entity {
    entity(
        id,
        "use",
        vec![
            ("purpose", code("service-delivery")),
            ("operation", code("share")),
            ("items", Value::Refs(vec![3, 4, 5, 6])),
            ("basis", code("contract")),
            ("contract-necessary", Value::YesNo(true)),
        ],
    )
}

fn recipient(id: u32) -> Entity {
    entity(
        id,
        "recipient",
        vec![
            ("legal-entity", code("vendor-inc")),
            ("role", code("processor")),
            ("establishment", place("US")),
            ("processing-places", place("US")),
            ("training", code("no")),
            ("public-body", Value::YesNo(false)),
            // Not declared by the honest guest, so it never sees it.
            ("group-member", Value::YesNo(false)),
        ],
    )
}

fn item(id: u32, category: &str) -> Entity {
    entity(id, "item", vec![("category", code(category)), ("needed", Value::YesNo(true))])
}
