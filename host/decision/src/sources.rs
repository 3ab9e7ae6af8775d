//! Where the facts of a question come from, and what happens when sources contradict.
//!
//! The caller's entities stand first; the controller profile and the plugins of round one add to
//! them. Sets of places are united, values with a stricter direction keep the stricter one, and
//! any other difference is a contradiction: kept, named, and sent to review by `combine`.

use std::collections::{BTreeMap, BTreeSet};

use praetor_wit::Dictionary;
use serde::{Deserialize, Serialize};

use crate::decision::{Contradiction, Origin};
use crate::question::{Entity, EntityId, Fact, FactOf, Name, Question, Value};
use crate::stricter;

/// A fact that did not come from the caller alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactOrigin {
    /// The entity.
    pub entity: EntityId,
    /// The fact's name.
    pub name: Name,
    /// Who stated it last.
    pub origin: Origin,
}

/// What the caller said of a fact for which another source has a stricter value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restated {
    /// The entity.
    pub entity: EntityId,
    /// The fact's name.
    pub name: Name,
    /// The caller's value.
    pub value: Value,
}

/// A question that grows as sources speak.
#[derive(Clone, Debug)]
pub struct Sourced {
    question: Question,
    origins: BTreeMap<(EntityId, Name), Origin>,
    restated: BTreeMap<(EntityId, Name), Value>,
    contradictions: BTreeMap<FactOf, Vec<(Origin, Value)>>,
}

/// What all sources together say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// The question with the facts of all sources.
    pub question: Question,
    /// The facts that the caller did not state.
    pub origins: Vec<FactOrigin>,
    /// What the caller had said of those that a stricter value stands for.
    pub restated: Vec<Restated>,
    /// Where sources contradict each other.
    pub contradictions: Vec<Contradiction>,
}

impl Sourced {
    /// Starts with what the caller said.
    #[must_use]
    pub fn by_caller(question: Question) -> Self {
        let (origins, restated) = (BTreeMap::new(), BTreeMap::new());
        Self { question, origins, restated, contradictions: BTreeMap::new() }
    }

    /// The question as it stands.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The first id that no entity has.
    #[must_use]
    pub fn next_id(&self) -> EntityId {
        self.question.entities.iter().map(|entity| entity.id + 1).max().unwrap_or(0)
    }

    /// Adds what a source says. Ids below `first_new` are entities of the question; the others
    /// are new and are renumbered, so that two plugins may use the same ones. A new entity of a
    /// kind that occurs once joins the one that is there.
    pub fn state(
        &mut self,
        origin: &Origin,
        entities: &[Entity],
        first_new: EntityId,
        dictionary: &Dictionary,
    ) {
        let renumbered = self.renumber(entities, first_new, dictionary);
        for entity in entities {
            let Some(&id) = renumbered.get(&entity.id) else { continue };
            let entity = with_ids(entity, id, &renumbered);
            self.join(origin, entity, dictionary);
        }
    }

    /// Ends the gathering.
    #[must_use]
    pub fn gathered(self) -> Gathered {
        let contradictions = self.contradictions.into_iter();
        let restated = self.restated.into_iter();
        Gathered {
            question: self.question,
            origins: self
                .origins
                .into_iter()
                .map(|((entity, name), origin)| FactOrigin { entity, name, origin })
                .collect(),
            restated: restated.map(|((entity, name), value)| Restated { entity, name, value }).collect(),
            contradictions: contradictions.map(|(fact, said)| Contradiction { fact, said }).collect(),
        }
    }

    fn renumber(
        &self,
        entities: &[Entity],
        first_new: EntityId,
        dictionary: &Dictionary,
    ) -> BTreeMap<EntityId, EntityId> {
        let mut ids: BTreeMap<EntityId, EntityId> =
            self.question.entities.iter().map(|entity| (entity.id, entity.id)).collect();
        ids.retain(|id, _| *id < first_new);
        let mut free = self.next_id();
        for entity in entities.iter().filter(|entity| entity.id >= first_new) {
            let single = dictionary.kind(&entity.kind).is_some_and(|kind| !kind.many);
            let there = self.question.of_kind(&entity.kind).next().filter(|_| single);
            let id = there.map_or(free, |entity| entity.id);
            if there.is_none() {
                free = free.saturating_add(1);
            }
            ids.insert(entity.id, id);
        }
        ids
    }

    fn join(&mut self, origin: &Origin, entity: Entity, dictionary: &Dictionary) {
        let at = self.question.entities.iter().position(|known| known.id == entity.id);
        let Some(known) = at.and_then(|at| self.question.entities.get_mut(at)) else {
            self.add(origin, entity);
            return;
        };
        if known.kind != entity.kind {
            return;
        }
        for fact in entity.facts {
            let merged = merge(known, fact, origin, &self.origins, dictionary);
            match merged {
                Merged::Stated(name) => {
                    self.origins.insert((known.id, name), origin.clone());
                }
                Merged::Stricter(name, before) => {
                    let fact = (known.id, name);
                    if !self.origins.contains_key(&fact) {
                        self.restated.insert(fact.clone(), before);
                    }
                    self.origins.insert(fact, origin.clone());
                }
                Merged::Same => {}
                Merged::Contradicts(fact_of, before, now) => {
                    let said = self.contradictions.entry(fact_of).or_insert_with(|| vec![before]);
                    said.push(now);
                }
            }
        }
    }

    fn add(&mut self, origin: &Origin, mut entity: Entity) {
        entity.facts.sort_by(|a, b| a.name.cmp(&b.name));
        entity.facts.dedup_by(|a, b| a.name == b.name);
        for fact in &entity.facts {
            self.origins.insert((entity.id, fact.name.clone()), origin.clone());
        }
        self.question.entities.push(entity);
    }
}

/// The question as the caller asked it, taken back out of what was gathered: its first `own` entities
/// without what others stated.
#[must_use]
pub fn as_asked(gathered: &Question, origins: &[FactOrigin], restated: &[Restated], own: usize) -> Question {
    let of_others: BTreeSet<(EntityId, &Name)> = origins.iter().map(|o| (o.entity, &o.name)).collect();
    let said: BTreeMap<(EntityId, &Name), &Value> =
        restated.iter().map(|r| ((r.entity, &r.name), &r.value)).collect();
    let mut question = gathered.clone();
    question.entities.truncate(own);
    for entity in &mut question.entities {
        let id = entity.id;
        entity.facts.retain_mut(|fact| match said.get(&(id, &fact.name)) {
            Some(value) => {
                fact.value = (*value).clone();
                true
            }
            None => !of_others.contains(&(id, &fact.name)),
        });
    }
    question
}

enum Merged {
    Stated(Name),
    /// With the value that stood there.
    Stricter(Name, Value),
    Same,
    Contradicts(FactOf, (Origin, Value), (Origin, Value)),
}

fn merge(
    known: &mut Entity,
    fact: Fact,
    origin: &Origin,
    origins: &BTreeMap<(EntityId, Name), Origin>,
    dictionary: &Dictionary,
) -> Merged {
    let (id, kind) = (known.id, known.kind.clone());
    let at = match known.facts.binary_search_by(|there| there.name.cmp(&fact.name)) {
        Ok(at) => at,
        Err(at) => {
            let name = fact.name.clone();
            known.facts.insert(at, fact);
            return Merged::Stated(name);
        }
    };
    let Some(there) = known.facts.get_mut(at) else { return Merged::Same };
    if there.value == fact.value {
        return Merged::Same;
    }
    let direction = dictionary.fact(&kind, &fact.name).and_then(|spec| spec.combine);
    match stricter::of(direction, &there.value, &fact.value) {
        Some(value) => Merged::Stricter(fact.name, std::mem::replace(&mut there.value, value)),
        None => {
            let first = origins.get(&(id, fact.name.clone())).cloned().unwrap_or(Origin::Caller);
            let before = (first, there.value.clone());
            let fact_of = FactOf { kind, entity: Some(id), name: fact.name };
            Merged::Contradicts(fact_of, before, (origin.clone(), fact.value))
        }
    }
}

fn with_ids(entity: &Entity, id: EntityId, ids: &BTreeMap<EntityId, EntityId>) -> Entity {
    let mut facts: Vec<Fact> = entity.facts.clone();
    for fact in &mut facts {
        match &mut fact.value {
            Value::Ref(to) => *to = ids.get(to).copied().unwrap_or(*to),
            Value::Refs(all) => {
                for to in all.iter_mut() {
                    *to = ids.get(to).copied().unwrap_or(*to);
                }
                all.sort_unstable();
            }
            _ => {}
        }
    }
    Entity { id, kind: entity.kind.clone(), facts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Kind;

    fn entity(id: EntityId, kind: &str, facts: Vec<(&str, Value)>) -> Entity {
        let mut facts: Vec<Fact> =
            facts.into_iter().map(|(name, value)| Fact { name: name.into(), value }).collect();
        facts.sort_by(|a, b| a.name.cmp(&b.name));
        Entity { id, kind: kind.into(), facts }
    }

    fn asked(entities: Vec<Entity>) -> Sourced {
        let as_of = jiff::civil::date(2026, 11, 23);
        Sourced::by_caller(Question { kind: Kind::Sharing, as_of, entities })
    }

    fn role(name: &str) -> (&str, Value) {
        ("role", Value::Code(name.into()))
    }

    #[test]
    fn two_sources_that_contradict_are_both_named() {
        let dictionary = Dictionary::bundled().unwrap();
        let mut sourced = asked(vec![entity(0, "recipient", vec![role("processor")])]);
        let vendor = Origin::Plugin("ai-model".into());
        sourced.state(&vendor, &[entity(0, "recipient", vec![role("third-party")])], 1, dictionary);
        let gathered = sourced.gathered();
        let said = &gathered.contradictions.first().unwrap().said;
        assert_eq!(said.len(), 2);
        assert_eq!(said[0].0, Origin::Caller);
        assert_eq!(said[1], (vendor, Value::Code("third-party".into())));
    }

    #[test]
    fn a_fact_that_only_a_plugin_knows_is_added_and_shows_its_source() {
        let dictionary = Dictionary::bundled().unwrap();
        let mut sourced = asked(vec![entity(0, "recipient", vec![])]);
        let vendor = Origin::Plugin("ai-model".into());
        sourced.state(&vendor, &[entity(0, "recipient", vec![role("processor")])], 1, dictionary);
        let gathered = sourced.gathered();
        assert_eq!(gathered.question.fact("recipient", "role"), Some(&Value::Code("processor".into())));
        assert_eq!(gathered.origins[0].origin, vendor);
    }

    #[test]
    fn the_question_as_asked_comes_back_out_of_what_was_gathered() {
        let dictionary = Dictionary::bundled().unwrap();
        let places = |places: &[&str]| Value::Places(places.iter().map(|p| (*p).into()).collect());
        let mut sourced = asked(vec![
            entity(0, "recipient", vec![role("processor"), ("processing-places", places(&["FR"]))]),
            entity(1, "subject", vec![("residence", places(&["DE"]))]),
        ]);
        let before = sourced.question().clone();
        for (plugin, place) in [("a", "DE"), ("b", "NL")] {
            let stated = entity(
                0,
                "recipient",
                vec![
                    role("third-party"),
                    ("processing-places", places(&[place])),
                    ("legal-entity", Value::Code("x".into())),
                ],
            );
            let new = entity(2, "certification", vec![role("x")]);
            sourced.state(&Origin::Plugin(plugin.into()), &[stated, new], 2, dictionary);
        }
        let Gathered { question, origins, restated, .. } = sourced.gathered();
        assert_ne!(question, before);
        assert_eq!(restated.len(), 1, "the caller's places, once");
        assert_eq!(as_asked(&question, &origins, &restated, 2), before);
    }

    #[test]
    fn new_entities_of_two_plugins_do_not_collide() {
        let dictionary = Dictionary::bundled().unwrap();
        let mut sourced = asked(vec![entity(0, "recipient", vec![])]);
        for plugin in ["a", "b"] {
            let origin = Origin::Plugin(plugin.into());
            sourced.state(&origin, &[entity(1, "certification", vec![])], 1, dictionary);
        }
        let ids: Vec<_> = sourced.question().of_kind("certification").map(|e| e.id).collect();
        assert_eq!(ids, [1, 2]);
    }

    #[test]
    fn a_new_entity_of_a_single_kind_joins_the_one_that_is_there() {
        let dictionary = Dictionary::bundled().unwrap();
        let mut sourced = asked(vec![entity(0, "controller", vec![])]);
        sourced.state(&Origin::Profile, &[entity(7, "controller", vec![role("controller")])], 1, dictionary);
        assert_eq!(sourced.question().entities.len(), 1);
        assert!(sourced.question().fact("controller", "role").is_some());
    }
}
