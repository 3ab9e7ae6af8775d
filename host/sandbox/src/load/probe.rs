use praetor_decision::manifest::Ability;
use praetor_decision::question::{Decimal, Instant, Kind, Period};
use praetor_decision::{Day, Entity, EntityId, Fact, Question, Value};
use praetor_wit::{Dictionary, FactSpec, ValueType};

use super::LoadError;
use crate::{CallError, Deadline, Plugin};

impl Plugin {
    /// Asks each interface twice, with every declared fact present and with none, and compares: the
    /// same answer, or the same failure. A plugin that fails here is loaded, since it may be right to
    /// fail on a question that no law foresees; one that differs is not.
    ///
    /// # Errors
    /// [`LoadError::Differs`], or [`LoadError::Environmental`] if the machine failed.
    pub fn answers_alike(&self, settings: &[Entity]) -> Result<(), LoadError> {
        for ability in self.abilities() {
            let question = question(self, ability);
            let bare = Question { entities: Vec::new(), ..question.clone() };
            self.check_alike(ability, &question, settings)?;
            self.check_alike(ability, &bare, settings)?;
        }
        Ok(())
    }

    /// Asks twice, in fresh instances, and compares what comes back.
    ///
    /// # Errors
    /// [`LoadError::Differs`], or [`LoadError::Environmental`] if the machine failed.
    pub fn check_alike(
        &self,
        ability: Ability,
        question: &Question,
        settings: &[Entity],
    ) -> Result<(), LoadError> {
        let same = match ability {
            Ability::Profile => same(|| {
                let next = question.entities.len() as EntityId;
                let stated = self.state_facts(question, next, settings, Deadline::while_loading());
                stated.map(|stated| stated.entities)
            })?,
            _ => same(|| self.ask(question, settings, Deadline::while_loading()).map(|reply| reply.answer))?,
        };
        let asked = match ability {
            Ability::Profile => "its facts",
            Ability::Sharing => "a sharing question",
            Ability::Retention => "a retention question",
            Ability::Rights => "a rights question",
            Ability::Incident => "an incident question",
        };
        if same { Ok(()) } else { Err(LoadError::Differs { asked }) }
    }
}

fn same<T: PartialEq>(ask: impl Fn() -> Result<T, CallError>) -> Result<bool, LoadError> {
    Ok(certain(ask())? == certain(ask())?)
}

/// The plugin's own result; a failure of the machine proves nothing.
fn certain<T>(result: Result<T, CallError>) -> Result<Result<T, CallError>, LoadError> {
    match result {
        Err(error) if error.environmental() => Err(LoadError::Environmental(error)),
        result => Ok(result),
    }
}

/// A question with one entity of each kind that the interface reads, and every declared fact.
fn question(plugin: &Plugin, ability: Ability) -> Question {
    let dictionary = Dictionary::bundled_or_empty();
    let declared = plugin.declared(ability);
    let mut entities: Vec<Entity> = Vec::new();
    for (id, kind) in (0..).zip(declared.kinds()) {
        entities.push(Entity { id, kind: kind.clone(), facts: Vec::new() });
    }
    let kinds: Vec<_> = entities.iter().map(|entity| entity.kind.clone()).collect();
    let id_of = |kind: &str| (0..).zip(&kinds).find(|(_, other)| *other == kind).map(|(id, _)| id);
    for entity in &mut entities {
        let names = declared.names(&entity.kind).unwrap_or_default();
        let specs = names.iter().filter_map(|name| dictionary.fact(&entity.kind, name));
        let facts = specs.filter_map(|spec| {
            Some(Fact { name: spec.name.as_str().into(), value: value(dictionary, spec, id_of)? })
        });
        entity.facts = facts.collect();
    }
    Question { kind: kind(ability), as_of: DAY, entities }
}

/// A profile is asked with any question.
const fn kind(ability: Ability) -> Kind {
    match ability {
        Ability::Profile | Ability::Sharing => Kind::Sharing,
        Ability::Retention => Kind::Retention,
        Ability::Rights => Kind::Rights,
        Ability::Incident => Kind::Incident,
    }
}

/// A day on which most laws that plugins know apply.
const DAY: Day = jiff::civil::date(2026, 6, 15);

/// Some value that the fact may have; none for a reference to a kind that is not there.
fn value(
    dictionary: &Dictionary,
    spec: &FactSpec,
    id_of: impl Fn(&str) -> Option<EntityId>,
) -> Option<Value> {
    let code = || dictionary.allowed(spec).first().map_or("any", |code| code).into();
    let entity = || spec.refers_to.iter().find_map(|kind| id_of(kind));
    Some(match spec.value_type {
        ValueType::YesNo => Value::YesNo(true),
        ValueType::Integer => Value::Integer(20),
        ValueType::Decimal => Value::Decimal(Decimal { digits: 5, scale: 1 }),
        ValueType::Code => Value::Code(code()),
        ValueType::Codes => Value::Codes(vec![code()]),
        ValueType::Day => Value::Day(DAY),
        ValueType::Days => Value::Days(vec![DAY]),
        ValueType::Instant => Value::Instant(Instant { seconds: 1_781_517_600, offset_minutes: 120 }),
        ValueType::Period => Value::Period(Period { months: 1, days: 0 }),
        ValueType::Places => Value::Places(vec!["DE".into()]),
        ValueType::Ref => Value::Ref(entity()?),
        ValueType::Refs => Value::Refs(vec![entity()?]),
    })
}
