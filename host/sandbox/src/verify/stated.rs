use std::collections::BTreeSet;

use praetor_decision::{Entity, EntityId, Fact, Question, Value};
use praetor_wit::{Dictionary, FactSpec};

use super::dictionary::{codes, references, value_type};
use super::{Checked, each};
use crate::CallError;

/// Checks the facts that a plugin states: about entities of the question or new ones, all known
/// to the dictionary, of their types, and not about who somebody is.
pub(crate) fn stated(entities: &[Entity], question: &Question, next_id: EntityId) -> Checked {
    let dictionary = Dictionary::bundled_or_empty();
    let asked = question.entities.iter();
    let known: BTreeSet<_> = asked.chain(entities).map(|entity| entity.id).collect();
    let mut seen = BTreeSet::new();
    each(entities, |entity| {
        if !seen.insert(entity.id) {
            return Err(CallError::malformed(format!(
                "entity {} is stated twice",
                entity.id
            )));
        }
        belongs(entity, question, next_id)?;
        each(&entity.facts, |fact| fits(dictionary, entity, fact, &known))
    })
}

/// An entity of the question keeps its kind; a new one has an id of its own.
fn belongs(entity: &Entity, question: &Question, next_id: EntityId) -> Checked {
    let Entity { id, kind, .. } = entity;
    match question.entity(*id) {
        Some(asked) if asked.kind == *kind => Ok(()),
        Some(asked) => Err(CallError::lying(format!(
            "entity {id} is of kind `{}`, not `{kind}`",
            asked.kind
        ))),
        None if *id >= next_id => Ok(()),
        None => Err(CallError::lying(format!("the question has no entity {id}"))),
    }
}

fn fits(
    dictionary: &Dictionary,
    entity: &Entity,
    fact: &Fact,
    known: &BTreeSet<EntityId>,
) -> Checked {
    let (kind, name) = (&entity.kind, &fact.name);
    let malformed = |says: &str| Err(CallError::malformed(format!("`{kind}.{name}` {says}")));
    let Some(spec) = dictionary.fact(kind, name) else {
        return malformed("is not a fact of the dictionary");
    };
    if spec.personal {
        return malformed("says who somebody is; a plugin cannot know that");
    }
    if !is_of_type(spec, &fact.value) {
        return malformed(&format!("must be of type {}", spec.value_type));
    }
    if let Some(code) = codes(&fact.value).find(|code| !dictionary.allows(spec, code)) {
        return malformed(&format!("cannot be `{code}`"));
    }
    match references(&fact.value)
        .iter()
        .find(|id| !known.contains(id))
    {
        Some(id) => malformed(&format!("refers to entity {id}, which does not exist")),
        None => Ok(()),
    }
}

fn is_of_type(spec: &FactSpec, value: &Value) -> bool {
    value_type(value).map_or(spec.event, |is| is == spec.value_type)
}
