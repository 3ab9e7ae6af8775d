use crate::duty::{IntoValue, fact};
use crate::question::Thing;
use crate::wit::types::{Entity, EntityId};

/// Facts that a plugin states in the first round, about entities of the question and new ones.
#[derive(Debug)]
pub struct Profile {
    entities: Vec<Entity>,
    next_id: EntityId,
}

impl Profile {
    /// Nothing stated yet; new entities get ids from this one upwards.
    #[must_use]
    pub const fn new(next_id: EntityId) -> Self {
        Self { entities: Vec::new(), next_id }
    }

    /// States facts about an entity of the question. About one that the question does not have,
    /// a new entity of its kind is stated.
    pub fn of(&mut self, thing: Thing<'_>) -> Stated<'_> {
        match thing.id() {
            Some(id) => self.entity(id, thing.kind()),
            None => self.add(thing.kind()),
        }
    }

    /// States a new entity.
    pub fn add(&mut self, kind: &str) -> Stated<'_> {
        let id = self.next_id;
        self.next_id += 1;
        self.entity(id, kind)
    }

    /// The entities stated so far.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    pub(crate) fn into_entities(self) -> Vec<Entity> {
        self.entities
    }

    fn entity(&mut self, id: EntityId, kind: &str) -> Stated<'_> {
        if !self.entities.iter().any(|entity| entity.id == id) {
            self.entities.push(Entity { id, kind: kind.to_owned(), facts: Vec::new() });
        }
        Stated { id, profile: self }
    }
}

/// One entity while facts are stated about it.
#[derive(Debug)]
pub struct Stated<'a> {
    id: EntityId,
    profile: &'a mut Profile,
}

impl Stated<'_> {
    /// States a fact.
    pub fn fact(&mut self, name: &str, value: impl IntoValue) -> &mut Self {
        let id = self.id;
        if let Some(entity) = self.profile.entities.iter_mut().find(|entity| entity.id == id) {
            entity.facts.push(fact(name, value));
        }
        self
    }

    /// States a fact if there is a value for it; otherwise it stays unknown.
    pub fn fact_if(&mut self, name: &str, value: Option<impl IntoValue>) -> &mut Self {
        match value {
            Some(value) => self.fact(name, value),
            None => self,
        }
    }

    /// The entity's id, for references from others.
    #[must_use]
    pub const fn id(&self) -> EntityId {
        self.id
    }
}
