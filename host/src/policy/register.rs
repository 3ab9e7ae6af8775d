//! What a notice declares on a day, asked of the notice plugin itself.

use praetor_decision::{Day, Entity, Fact, Kind, Name, Question, Value};
use praetor_sandbox::{Deadline, Plugin};
use praetor_wit::{Dictionary, List};
use thiserror::Error;

/// What a notice declares.
#[derive(Clone, Debug)]
pub struct Register {
    /// The plugin that was asked.
    pub plugin: Name,
    /// The day for which it was asked.
    pub as_of: Day,
    /// What it says of itself.
    pub notice: Entity,
    /// The uses that it declares, by purpose.
    pub uses: Vec<Entity>,
}

/// Why a notice could not be read.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// The plugin did not answer.
    #[error("`{plugin}` cannot be asked what it declares: {says}")]
    NotAsked {
        /// The plugin.
        plugin: Name,
        /// Why.
        says: String,
    },
    /// Nothing was published yet.
    #[error("`{plugin}` declares nothing on {as_of}; ask for a day on which it was published, with --as-of")]
    Nothing {
        /// The plugin.
        plugin: Name,
        /// The day.
        as_of: Day,
    },
}

impl Register {
    /// Asks a notice plugin about everything that the dictionary names.
    ///
    /// # Errors
    /// The plugin is no notice, its call fails, or it declares nothing on that day.
    pub fn of(
        plugin: &Plugin,
        settings: &[Entity],
        as_of: Day,
        dictionary: &Dictionary,
    ) -> Result<Self, RegisterError> {
        let id = plugin.manifest().id.clone();
        let question = about_everything(as_of, dictionary);
        let next = u32::try_from(question.entities.len()).unwrap_or(u32::MAX);
        let stated = plugin.state_facts(&question, next, settings, Deadline::usual());
        let stated = stated
            .map_err(|error| RegisterError::NotAsked { plugin: id.clone(), says: error.to_string() })?;
        let (mut notice, mut uses) = (None, vec![]);
        for entity in stated.entities {
            match entity.kind.as_str() {
                "notice" => notice = Some(entity),
                "declared-use" => uses.push(entity),
                _ => {}
            }
        }
        uses.sort_by(|a, b| code(a, "purpose").cmp(&code(b, "purpose")));
        let notice = notice.filter(|notice| !notice.facts.is_empty());
        let notice = notice.ok_or(RegisterError::Nothing { plugin: id.clone(), as_of })?;
        Ok(Self { plugin: id, as_of, notice, uses })
    }

    /// The use that it declares for a purpose.
    #[must_use]
    pub fn purpose(&self, purpose: &str) -> Option<&Entity> {
        self.uses.iter().find(|declared| code(declared, "purpose") == Some(purpose))
    }

    /// The version that it says is in force.
    #[must_use]
    pub fn version(&self) -> &str {
        code(&self.notice, "version-now").unwrap_or("unnamed")
    }
}

/// The name that a fact holds.
pub(super) fn code<'e>(entity: &'e Entity, fact: &str) -> Option<&'e str> {
    match entity.fact(fact) {
        Some(Value::Code(code)) => Some(code.as_str()),
        _ => None,
    }
}

/// The names that a fact holds; none if nobody stated it.
pub(super) fn codes<'e>(entity: &'e Entity, fact: &str) -> &'e [Name] {
    match entity.fact(fact) {
        Some(Value::Codes(codes) | Value::Places(codes)) => codes,
        _ => &[],
    }
}

/// A question with every purpose, category and class of recipients.
fn about_everything(as_of: Day, dictionary: &Dictionary) -> Question {
    let named = |kind: &str, fact: &str, code: &str| {
        let value = Value::Code(code.into());
        Entity { id: 0, kind: kind.into(), facts: vec![Fact { name: fact.into(), value }] }
    };
    let purposes = dictionary.list(List::Purposes).ids().map(|id| named("use", "purpose", id));
    let categories = dictionary.list(List::Categories).ids().map(|id| named("item", "category", id));
    let classes = dictionary.fact("recipient", "class").map(|fact| dictionary.allowed(fact));
    let classes = classes.unwrap_or_default().into_iter().map(|id| named("recipient", "class", id));
    let notice = Entity { id: 0, kind: "notice".into(), facts: vec![] };
    let mut entities: Vec<Entity> =
        std::iter::once(notice).chain(purposes).chain(categories).chain(classes).collect();
    for (id, entity) in (0..).zip(&mut entities) {
        entity.id = id;
    }
    Question { kind: Kind::Sharing, as_of, entities }
}
