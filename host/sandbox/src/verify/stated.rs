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
            return Err(CallError::malformed(format!("entity {} is stated twice", entity.id)));
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
        Some(asked) => {
            Err(CallError::lying(format!("entity {id} is of kind `{}`, not `{kind}`", asked.kind)))
        }
        None if *id >= next_id => Ok(()),
        None => Err(CallError::lying(format!("the question has no entity {id}"))),
    }
}

fn fits(dictionary: &Dictionary, entity: &Entity, fact: &Fact, known: &BTreeSet<EntityId>) -> Checked {
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
    match references(&fact.value).iter().find(|id| !known.contains(id)) {
        Some(id) => malformed(&format!("refers to entity {id}, which does not exist")),
        None => Ok(()),
    }
}

fn is_of_type(spec: &FactSpec, value: &Value) -> bool {
    value_type(value).map_or(spec.event, |is| is == spec.value_type)
}

#[cfg(test)]
mod tests {
    use praetor_decision::question::Kind;
    use praetor_decision::{Day, Entity, Fact, Question, Value};

    use super::stated;

    fn entity(id: u32, kind: &str, facts: Vec<(&str, Value)>) -> Entity {
        let fact = |(name, value): (&str, Value)| Fact { name: name.into(), value };
        Entity { id, kind: kind.into(), facts: facts.into_iter().map(fact).collect() }
    }

    /// What is said of facts stated about a question with one recipient, entity 3.
    fn said(entities: Vec<Entity>) -> String {
        let asked = vec![entity(3, "recipient", Vec::new())];
        let as_of = Day::new(2026, 1, 1).unwrap();
        let question = Question { kind: Kind::Sharing, as_of, entities: asked };
        stated(&entities, &question, 10).map_or_else(|error| error.to_string(), |()| "good".into())
    }

    fn role(id: u32, value: Value) -> String {
        said(vec![entity(id, "recipient", vec![("role", value)])])
    }

    #[test]
    fn facts_about_the_recipient_and_new_entities_are_good() {
        assert_eq!(role(3, Value::Code("processor".into())), "good");
        let hop = entity(10, "hop", vec![("to", Value::Ref(3)), ("blocked", Value::YesNo(false))]);
        assert_eq!(said(vec![hop]), "good");
    }

    #[test]
    fn facts_that_the_dictionary_does_not_allow_are_refused() {
        assert!(role(3, Value::Code("emperor".into())).contains("`recipient.role` cannot be `emperor`"));
        assert!(role(3, Value::YesNo(true)).contains("must be of type code"));
        assert!(role(3, Value::NotYet).contains("must be of type code"));
        let unknown = said(vec![entity(3, "recipient", vec![("mood", Value::YesNo(true))])]);
        assert!(unknown.contains("`recipient.mood` is not a fact of the dictionary"));
    }

    #[test]
    fn entities_are_those_of_the_question_or_new() {
        assert!(role(4, Value::Code("processor".into())).contains("the question has no entity 4"));
        assert!(said(vec![entity(3, "subject", Vec::new())]).contains("is of kind `recipient`"));
        let twice = vec![entity(10, "hop", Vec::new()), entity(10, "hop", Vec::new())];
        assert!(said(twice).contains("entity 10 is stated twice"));
        let astray = entity(10, "hop", vec![("to", Value::Ref(8))]);
        assert!(said(vec![astray]).contains("refers to entity 8, which does not exist"));
    }
}
