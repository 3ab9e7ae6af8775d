//! The question as a rule reads it: entities, their facts, and the paths between them.

mod fact_at;
mod number;
mod settings;
mod thing;
mod things;

pub use fact_at::{Event, FactAt};
pub use number::Bound;
pub use settings::{Row, Settings};
pub use thing::Thing;
pub use things::Things;

use crate::day::Day;
use crate::wit::types::{self, EntityId};

/// What is asked. Cheap to copy: it only points at what the host passed.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    asked: &'q types::Question,
}

macro_rules! single {
    ($($(#[$doc:meta])+ $name:ident = $kind:literal;)+) => {
        $($(#[$doc])+
        #[must_use]
        pub fn $name(self) -> Thing<'q> {
            self.one($kind)
        })+
    };
}

macro_rules! several {
    ($($(#[$doc:meta])+ $name:ident = $kind:literal;)+) => {
        $($(#[$doc])+
        #[must_use]
        pub fn $name(self) -> Things<'q> {
            self.all($kind)
        })+
    };
}

impl<'q> Question<'q> {
    /// Reads a question of the host.
    #[must_use]
    pub const fn new(asked: &'q types::Question) -> Self {
        Self { asked }
    }

    /// The civil date for which the law is asked.
    #[must_use]
    pub const fn as_of(self) -> Day {
        self.asked.as_of
    }

    /// The first entity of a kind. If there is none, the answer stands for an entity of which
    /// nothing is known, so that rules can ask on and collect what is missing.
    #[must_use]
    pub fn one(self, kind: &'q str) -> Thing<'q> {
        let entity = self.asked.entities.iter().find(|entity| entity.kind == kind);
        Thing::new(self, kind, entity)
    }

    /// All entities of a kind.
    #[must_use]
    pub fn all(self, kind: &'q str) -> Things<'q> {
        let of_kind = self.asked.entities.iter().filter(|entity| entity.kind == kind);
        Things::of_kind(self, kind, of_kind.map(|entity| Thing::new(self, kind, Some(entity))))
    }

    /// The entity with this id.
    #[must_use]
    pub fn entity(self, id: EntityId) -> Option<Thing<'q>> {
        let entity = self.asked.entities.iter().find(|entity| entity.id == id)?;
        Some(Thing::new(self, &entity.kind, Some(entity)))
    }

    /// The operator's settings for this plugin.
    #[must_use]
    pub fn settings(self) -> Settings<'q> {
        Settings::new(&self.asked.settings)
    }

    single! {
        /// Facts of the question as a whole.
        whole = "question";
        /// Who decides why and how data are used, and asks.
        controller = "controller";
        /// The person whose data the question is about.
        subject = "subject";
        /// Who sent the requests of a rights question.
        requester = "requester";
        /// Who receives the items; a sharing question has at most one.
        recipient = "recipient";
    }

    several! {
        /// The categories of personal data or records that are asked about.
        items = "item";
        /// The purposes and operations that are asked about.
        uses = "use";
        /// The rights that were exercised.
        requests = "request";
        /// The recipients: in rights and retention questions, all that got something.
        recipients = "recipient";
        /// The steps by which data travel to other places.
        hops = "hop";
        /// The consents that were given or refused.
        consents = "consent";
        /// Contracts and clauses.
        instruments = "instrument";
        /// Certifications of recipients.
        certifications = "certification";
        /// Assessments on file.
        assessments = "assessment";
        /// Disputes and holds.
        matters = "matter";
        /// What earlier decisions asked to be remembered.
        marks = "mark";
        /// Other persons: depicted, guardians, agents.
        people = "person";
        /// Earlier requests of the same person.
        earlier_requests = "earlier-request";
        /// What the content of items shows.
        labels = "label";
        /// Items that were handed to recipients before.
        disclosures = "disclosure";
    }
}

#[cfg(test)]
mod tests;
