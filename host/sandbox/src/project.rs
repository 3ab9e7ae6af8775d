//! What a plugin may see of a question: only the facts that its manifest names for the interface.

use std::iter::Peekable;
use std::slice::Iter;

use praetor_decision::{Entity, Fact, Name, Question};

/// The facts that one interface of a plugin reads, in an order in which a question can be
/// filtered in one pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Sorted by kind; the names of each kind sorted.
    kinds: Vec<(Name, Vec<Name>)>,
}

impl Declared {
    /// From the `kind.name` paths of a manifest. A path without a point names nothing.
    pub fn from_paths<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut pairs: Vec<_> = paths.into_iter().filter_map(|path| path.split_once('.')).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut kinds: Vec<(Name, Vec<Name>)> = Vec::new();
        for (kind, name) in pairs {
            match kinds.last_mut() {
                Some((last, names)) if last == kind => names.push(name.into()),
                _ => kinds.push((kind.into(), vec![name.into()])),
            }
        }
        Self { kinds }
    }

    /// Whether this fact is declared.
    #[must_use]
    pub fn contains(&self, kind: &str, name: &str) -> bool {
        self.names(kind)
            .is_some_and(|names| names.binary_search_by(|declared| declared.as_str().cmp(name)).is_ok())
    }

    /// The kinds with declared facts, sorted.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &Name> {
        self.kinds.iter().map(|(kind, _)| kind)
    }

    /// The declared names of one kind; none if no fact of the kind is declared.
    pub(crate) fn names(&self, kind: &str) -> Option<&[Name]> {
        let at = self.kinds.binary_search_by(|(declared, _)| declared.as_str().cmp(kind)).ok()?;
        self.kinds.get(at).map(|(_, names)| names.as_slice())
    }

    /// The entities of a question that have a kind with declared facts, each with those facts.
    pub(crate) fn entities<'a>(
        &'a self,
        question: &'a Question,
    ) -> impl Iterator<Item = (&'a Entity, DeclaredFacts<'a>)> {
        question.entities.iter().filter_map(|entity| {
            let declared = self.names(&entity.kind)?.iter().peekable();
            Some((entity, DeclaredFacts { facts: entity.facts.iter(), declared }))
        })
    }
}

/// The declared facts of one entity: both lists are sorted by name, so one pass is enough.
pub(crate) struct DeclaredFacts<'a> {
    facts: Iter<'a, Fact>,
    declared: Peekable<Iter<'a, Name>>,
}

impl<'a> Iterator for DeclaredFacts<'a> {
    type Item = &'a Fact;

    fn next(&mut self) -> Option<&'a Fact> {
        loop {
            let fact = self.facts.next()?;
            while self.declared.next_if(|name| **name < fact.name).is_some() {}
            match self.declared.peek() {
                None => return None,
                Some(name) if **name == fact.name => return Some(fact),
                Some(_) => {}
            }
        }
    }
}

/// The question as a plugin sees it: entities keep their ids; entities of a kind without any
/// declared fact, and all other facts, are left out. This, with the digests of plugin and
/// settings, is the key of a remembered answer.
#[must_use]
pub fn project(question: &Question, declared: &Declared) -> Question {
    let entities = declared.entities(question).map(|(entity, facts)| Entity {
        id: entity.id,
        kind: entity.kind.clone(),
        facts: facts.cloned().collect(),
    });
    Question { kind: question.kind, as_of: question.as_of, entities: entities.collect() }
}

#[cfg(test)]
mod tests {
    use praetor_decision::question::Kind;
    use praetor_decision::{Day, Entity, Fact, Question, Value};

    use super::{Declared, project};

    fn entity(id: u32, kind: &str, names: &[&str]) -> Entity {
        let fact = |name: &&str| Fact { name: (*name).into(), value: Value::YesNo(true) };
        Entity { id, kind: kind.into(), facts: names.iter().map(fact).collect() }
    }

    fn question(entities: Vec<Entity>) -> Question {
        Question { kind: Kind::Sharing, as_of: Day::new(2026, 1, 1).unwrap(), entities }
    }

    #[test]
    fn declared_facts_pass_and_entities_keep_their_ids() {
        let declared = Declared::from_paths(["item.c", "item.a", "use.b", "item.zz"]);
        let asked = question(vec![
            entity(0, "subject", &["a", "id"]),
            entity(4, "item", &["a", "b", "c", "d"]),
            entity(7, "item", &["b"]),
            entity(9, "use", &["a", "b"]),
        ]);
        let seen =
            question(vec![entity(4, "item", &["a", "c"]), entity(7, "item", &[]), entity(9, "use", &["b"])]);
        assert_eq!(project(&asked, &declared), seen);
        assert_eq!(project(&seen, &declared), seen, "what was left out stays out");
    }

    #[test]
    fn nothing_declared_passes_nothing() {
        let asked = question(vec![entity(0, "subject", &["residence"])]);
        assert_eq!(project(&asked, &Declared::default()), question(Vec::new()));
    }

    #[test]
    fn a_path_names_one_kind_and_one_fact() {
        let declared = Declared::from_paths(["item.category", "no-point", "item.category"]);
        assert!(declared.contains("item", "category"));
        assert!(!declared.contains("item", "no-point"));
        assert!(!declared.contains("category", "item"));
        assert_eq!(declared, Declared::from_paths(["item.category"]));
    }
}
