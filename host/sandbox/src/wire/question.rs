//! The way out: a question of the core as the plugin sees it, lowered straight into its memory.

use praetor_decision::{
    Entity as CoreEntity, Fact as CoreFact, Question as CoreQuestion, Value as CoreValue,
};
use wasmtime::component::{ComponentType, Lower};

use super::types::{Day, Decimal, Instant, Period};
use crate::project::Declared;

/// A question.
#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct Question<'a> {
    #[component(name = "as-of")]
    as_of: Day,
    entities: Vec<Entity<'a>>,
    settings: Vec<Entity<'a>>,
}

impl<'a> Question<'a> {
    /// The question with only those facts that are declared, and the operator's settings.
    pub(crate) fn projected(
        question: &'a CoreQuestion,
        declared: &'a Declared,
        settings: &'a [CoreEntity],
    ) -> Self {
        let entities = declared
            .entities(question)
            .map(|(entity, facts)| Entity::with(entity, facts.map(Fact::from).collect()));
        Self { as_of: question.as_of.into(), entities: entities.collect(), settings: whole(settings) }
    }
}

/// Entities with all their facts.
pub(crate) fn whole(entities: &[CoreEntity]) -> Vec<Entity<'_>> {
    let whole = |entity| Entity::with(entity, entity.facts.iter().map(Fact::from).collect());
    entities.iter().map(whole).collect()
}

/// A thing in the question.
#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct Entity<'a> {
    id: u32,
    kind: &'a str,
    facts: Vec<Fact<'a>>,
}

impl<'a> Entity<'a> {
    fn with(entity: &'a CoreEntity, facts: Vec<Fact<'a>>) -> Self {
        Self { id: entity.id, kind: &entity.kind, facts }
    }
}

/// A named value.
#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct Fact<'a> {
    name: &'a str,
    value: Value<'a>,
}

impl<'a> From<&'a CoreFact> for Fact<'a> {
    fn from(fact: &'a CoreFact) -> Self {
        Self { name: &fact.name, value: Value::from(&fact.value) }
    }
}

/// The value of a fact.
#[derive(ComponentType, Lower)]
#[component(variant)]
pub(crate) enum Value<'a> {
    #[component(name = "yes-no")]
    YesNo(bool),
    #[component(name = "integer")]
    Integer(i64),
    #[component(name = "decimal")]
    Decimal(Decimal),
    #[component(name = "code")]
    Code(&'a str),
    #[component(name = "codes")]
    Codes(Vec<&'a str>),
    #[component(name = "day")]
    Day(Day),
    #[component(name = "days")]
    Days(Vec<Day>),
    #[component(name = "instant")]
    Instant(Instant),
    #[component(name = "period")]
    Period(Period),
    #[component(name = "places")]
    Places(Vec<&'a str>),
    #[component(name = "ref")]
    Ref(u32),
    #[component(name = "refs")]
    Refs(&'a [u32]),
    #[component(name = "not-yet")]
    NotYet,
}

impl<'a> From<&'a CoreValue> for Value<'a> {
    fn from(value: &'a CoreValue) -> Self {
        match value {
            CoreValue::YesNo(value) => Self::YesNo(*value),
            CoreValue::Integer(value) => Self::Integer(*value),
            CoreValue::Decimal(value) => Self::Decimal(Decimal { digits: value.digits, scale: value.scale }),
            CoreValue::Code(value) => Self::Code(value),
            CoreValue::Codes(value) => Self::Codes(value.iter().map(|code| code.as_str()).collect()),
            CoreValue::Day(value) => Self::Day((*value).into()),
            CoreValue::Days(value) => Self::Days(value.iter().map(|day| (*day).into()).collect()),
            CoreValue::Instant(value) => {
                Self::Instant(Instant { seconds: value.seconds, offset_minutes: value.offset_minutes })
            }
            CoreValue::Period(value) => Self::Period(Period { months: value.months, days: value.days }),
            CoreValue::Places(value) => Self::Places(value.iter().map(|place| place.as_str()).collect()),
            CoreValue::Ref(value) => Self::Ref(*value),
            CoreValue::Refs(value) => Self::Refs(value),
            CoreValue::NotYet => Self::NotYet,
        }
    }
}
