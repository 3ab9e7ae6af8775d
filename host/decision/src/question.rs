//! What is asked: entities and their facts on a civil date.

use serde::{Deserialize, Serialize};

/// A name of the dictionary or an identifier; short ones live inline.
pub type Name = smol_str::SmolStr;

/// Names one entity of a question: its position when the question was read.
pub type EntityId = u32;

/// A civil date of the proleptic Gregorian calendar, without a time zone.
pub type Day = jiff::civil::Date;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// May these items be used or passed on?
    Sharing,
    /// How long may or must they be kept?
    Retention,
    /// What is owed to a person who exercised rights?
    Rights,
    /// What does a breach oblige the controller to do?
    Incident,
}

/// An exact decimal number: `digits` divided by ten to the power of `scale`. Its order is for
/// sorting only; `stricter` compares the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decimal {
    /// All digits, with the sign.
    pub digits: i64,
    /// How many of them stand behind the point.
    pub scale: u8,
}

/// A point in time with the offset of the place where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i16,
}

/// A length of time in calendar units. Its order (months, then days) is for sorting only: a month
/// may be shorter than thirty days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// Whole months.
    pub months: u32,
    /// Days beyond the months.
    pub days: u32,
}

/// The value of a fact; the dictionary gives each fact one of these types.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// A truth value.
    YesNo(bool),
    /// A whole number.
    Integer(i64),
    /// An exact decimal number.
    Decimal(Decimal),
    /// One name.
    Code(Name),
    /// A set of names, sorted and without repeats.
    Codes(Vec<Name>),
    /// A civil date.
    Day(Day),
    /// Several civil dates, sorted.
    Days(Vec<Day>),
    /// A point in time.
    Instant(Instant),
    /// A length of time.
    Period(Period),
    /// ISO 3166 codes of places, sorted; a prefix contains its parts.
    Places(Vec<Name>),
    /// Another entity.
    Ref(EntityId),
    /// Several entities, sorted.
    Refs(Vec<EntityId>),
    /// For an event: it has not happened.
    NotYet,
}

/// A named value. A fact that is absent is unknown: neither yes nor no.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// The dictionary's name without its scope: `residence`.
    pub name: Name,
    /// What is known.
    pub value: Value,
}

/// A thing in the question, with facts of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entity {
    /// Its number in the question.
    pub id: EntityId,
    /// A kind of the dictionary: `item`, `subject`, `recipient`.
    pub kind: Name,
    /// Its facts, sorted by name, each name once.
    pub facts: Vec<Fact>,
}

impl Entity {
    /// The value of a fact, if it is known.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Value> {
        let at = self.facts.binary_search_by(|fact| fact.name.as_str().cmp(name)).ok()?;
        self.facts.get(at).map(|fact| &fact.value)
    }
}

/// What is asked. `settings` exist only in a question as one plugin sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Question {
    /// What it is about.
    pub kind: Kind,
    /// The civil date for which the law is asked.
    pub as_of: Day,
    /// The entities in the order of their ids.
    pub entities: Vec<Entity>,
}

impl Question {
    /// The entity with this id.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    /// The entities of one kind, in order.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Entity> {
        self.entities.iter().filter(move |entity| entity.kind == kind)
    }

    /// The fact of a kind that occurs once, `subject.residence`.
    #[must_use]
    pub fn fact(&self, kind: &str, name: &str) -> Option<&Value> {
        self.entities.iter().find(|entity| entity.kind == kind)?.fact(name)
    }
}

/// Points at one fact, present or missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactOf {
    /// The kind of the entity.
    pub kind: Name,
    /// The entity; none if the question has none of this kind.
    pub entity: Option<EntityId>,
    /// The fact's name.
    pub name: Name,
}
