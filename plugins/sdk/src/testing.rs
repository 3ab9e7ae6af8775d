//! Questions for native tests of rules: no wasm, no host.

use crate::day::Day;
use crate::duty::{IntoValue, fact};
use crate::law::Law;
use crate::question::Question;
use crate::wit::about::Ability;
use crate::wit::sharing;
use crate::wit::types::{self, Entity, EntityId};

/// A question that grows fact by fact. Entities get their ids from 1 in the order given.
#[derive(Clone, Debug)]
pub struct Given(types::Question);

impl Given {
    /// A question as of this day, of which nothing is known.
    #[must_use]
    pub const fn on(as_of: Day) -> Self {
        Self(types::Question { as_of, entities: Vec::new(), settings: Vec::new() })
    }

    /// Adds an entity of a kind; the facts that follow are about it.
    #[must_use]
    pub fn a(mut self, kind: &str) -> Self {
        let id = EntityId::try_from(self.0.entities.len() + 1).unwrap_or(EntityId::MAX);
        self.0.entities.push(Entity { id, kind: kind.to_owned(), facts: Vec::new() });
        self
    }

    /// States a fact about the entity that was added last.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl IntoValue) -> Self {
        if let Some(entity) = self.0.entities.last_mut() {
            entity.facts.push(fact(name, value));
        }
        self
    }

    /// States a plain setting.
    #[must_use]
    pub fn setting(mut self, key: &str, value: impl IntoValue) -> Self {
        if !self.0.settings.iter().any(|entity| entity.kind == "settings") {
            self.0.settings.push(Entity { id: 0, kind: "settings".to_owned(), facts: Vec::new() });
        }
        if let Some(plain) = self.0.settings.iter_mut().find(|entity| entity.kind == "settings") {
            plain.facts.push(fact(key, value));
        }
        self
    }

    /// The question as a rule reads it.
    #[must_use]
    pub const fn question(&self) -> Question<'_> {
        Question::new(&self.0)
    }
}

/// The findings of a sharing answer in words: `art-28-3 permits`, `art-28-9 prohibits`.
#[must_use]
pub fn rulings(answer: &sharing::Answer) -> Vec<String> {
    rulings_of(&answer.findings)
}

/// The same of findings that are not part of an answer yet.
#[must_use]
pub fn rulings_of(findings: &[sharing::Finding]) -> Vec<String> {
    let words = |finding: &sharing::Finding| format!("{} {}", finding.source.rule, word(&finding.effect));
    findings.iter().map(words).collect()
}

/// The facts that a sharing answer asks for, each once: `recipient.role`.
#[must_use]
pub fn missing(answer: &sharing::Answer) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for fact in answer.findings.iter().flat_map(|finding| &finding.source.missing) {
        let path = format!("{}.{}", fact.kind, fact.name);
        if !facts.contains(&path) {
            facts.push(path);
        }
    }
    facts
}

const fn word(effect: &sharing::Effect) -> &'static str {
    match effect {
        sharing::Effect::Permit(_) => "permits",
        sharing::Effect::PermitWithConditions(_) => "permits with conditions",
        sharing::Effect::Prohibit => "prohibits",
        sharing::Effect::Require => "requires",
        sharing::Effect::Review => "wants review",
        sharing::Effect::NeedFacts(_) => "needs facts",
        sharing::Effect::Fails => "fails",
        sharing::Effect::NotYetInForce(_) => "is not in force yet",
    }
}

/// The facts on which sources rest, or for which they ask, though `[reads]` of `plugin.toml` does
/// not name them for the interface: `recipient.role`. The host never passes such a fact, and it
/// refuses an answer that mentions one.
#[must_use]
pub fn undeclared<'a>(
    law: &Law,
    ability: Ability,
    sources: impl IntoIterator<Item = &'a types::Source>,
) -> Vec<String> {
    let reads = law.reads.iter().filter(|(of, _)| *of == ability);
    let declared: Vec<&str> = reads.flat_map(|(_, facts)| facts.iter().copied()).collect();
    let facts = sources.into_iter().flat_map(|source| source.because.iter().chain(&source.missing));
    let mut found: Vec<String> = facts.map(|fact| format!("{}.{}", fact.kind, fact.name)).collect();
    found.retain(|path| !declared.contains(&path.as_str()));
    found.sort();
    found.dedup();
    found
}
