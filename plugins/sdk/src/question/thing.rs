use super::{FactAt, Question, Things};
use crate::cond::{Cond, FactRef};
use crate::wit::types::{Entity, EntityId, Value};

/// One entity of the question, or the gap where one is missing: facts of a gap are all unknown
/// and are asked for as such.
#[derive(Clone, Copy, Debug)]
pub struct Thing<'q> {
    question: Question<'q>,
    kind: &'q str,
    entity: Option<&'q Entity>,
}

impl<'q> Thing<'q> {
    pub(crate) const fn new(question: Question<'q>, kind: &'q str, entity: Option<&'q Entity>) -> Self {
        Self { question, kind, entity }
    }

    /// The entity's number; none if it is missing.
    #[must_use]
    pub fn id(self) -> Option<EntityId> {
        self.entity.map(|entity| entity.id)
    }

    /// The kind of the entity, `item`.
    #[must_use]
    pub const fn kind(self) -> &'q str {
        self.kind
    }

    /// Whether the question has it. The only test that reads absence as "no".
    pub fn exists(self) -> Cond<'q> {
        Cond::known(self.entity.is_some())
    }

    /// One fact by its name in the dictionary, `role`.
    #[must_use]
    pub fn fact(self, name: &'q str) -> FactAt<'q> {
        let value = self
            .entity
            .and_then(|entity| entity.facts.iter().find(|fact| fact.name == name).map(|fact| &fact.value));
        let at = FactRef { kind: self.kind, entity: self.id(), name };
        FactAt::new(at, value, self.question.as_of())
    }

    /// The entities that a fact points at, of the kind that the dictionary gives for it. An empty
    /// list of references is a known "none"; an absent fact is unknown.
    #[must_use]
    pub fn follow(self, name: &'q str, kind: &'q str) -> Things<'q> {
        let fact = self.fact(name);
        let ids: &[EntityId] = match fact.value() {
            Some(Value::Ref(id)) => std::slice::from_ref(id),
            Some(Value::Refs(ids)) => ids,
            _ => return Things::behind_unknown(self.question, kind, fact.at()),
        };
        let found = ids.iter().filter_map(|id| self.question.entity(*id));
        Things::behind(self.question, kind, fact.at(), found)
    }

    /// The first entity that a fact points at, or the gap where it is missing.
    #[must_use]
    pub fn follow_one(self, name: &'q str, kind: &'q str) -> Self {
        let first = self.follow(name, kind).into_iter().next();
        first.unwrap_or(Self { question: self.question, kind, entity: None })
    }

    /// The entities of a kind that point at this one through a fact, such as the labels of an
    /// item. With no entity of the kind in the question, or with one that points nowhere, they
    /// are unknown.
    #[must_use]
    pub fn followed_by(self, kind: &'q str, name: &'q str) -> Things<'q> {
        let all = self.question.all(kind);
        match self.id() {
            Some(id) => all.filter(|thing| thing.fact(name).points_at(id).truth),
            None => all,
        }
    }

    /// Where it lives: `residence`.
    #[must_use]
    pub fn residence(self) -> FactAt<'q> {
        self.fact("residence")
    }

    /// Age in whole years: `age`.
    #[must_use]
    pub fn age(self) -> FactAt<'q> {
        self.fact("age")
    }

    /// What an item is: `category`.
    #[must_use]
    pub fn category(self) -> FactAt<'q> {
        self.fact("category")
    }

    /// What a use is for: `purpose`.
    #[must_use]
    pub fn purpose(self) -> FactAt<'q> {
        self.fact("purpose")
    }

    /// What is done: `operation`.
    #[must_use]
    pub fn operation(self) -> FactAt<'q> {
        self.fact("operation")
    }

    /// The part that a controller or recipient plays: `role`.
    #[must_use]
    pub fn role(self) -> FactAt<'q> {
        self.fact("role")
    }
}
