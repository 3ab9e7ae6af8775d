//! Terms: what records are found by, as keyed hashes.

use std::collections::HashMap;

use praetor_decision::Name;

use crate::aspects::{Aspects, due_within};
use crate::entry::kind_codes;
use crate::error::LedgerError;
use crate::keys::KeyRing;
use crate::limits;
use crate::store::{Filter, RecordKind};

/// A field and the keyed hash of a word in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::ledger) struct Term([u8; 9]);

/// One of these terms must belong to a record.
pub(in crate::ledger) type Clause = Vec<Term>;

/// What a term speaks of; its number is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
enum Field {
    /// The record could not be read when it was taken in: it is looked at in each search.
    Unread = 0,
    Kind = 1,
    Effect = 2,
    Plugin = 3,
    Law = 4,
    Rule = 5,
    Due = 6,
}

impl Term {
    pub(in crate::ledger) const fn bytes(self) -> [u8; 9] {
        self.0
    }

    /// The first and the last term.
    pub(super) const fn all() -> (Self, Self) {
        (Self([0; 9]), Self([u8::MAX; 9]))
    }

    /// The first and the last term that says something of the content of records.
    pub(super) const fn of_content() -> (Self, Self) {
        let (mut first, last) = ([0; 9], [u8::MAX; 9]);
        first[0] = Field::Effect as u8;
        (Self(first), Self(last))
    }
}

/// Makes terms; remembers those that it made.
#[derive(Default)]
pub(in crate::ledger) struct Vocabulary(HashMap<(Field, Name), Term>);

impl Vocabulary {
    /// The terms of a decision's content.
    pub(in crate::ledger) fn of_content(
        &mut self,
        ring: &KeyRing,
        of: &Aspects,
    ) -> Result<Vec<Term>, LedgerError> {
        let effects = of.effects.iter().map(|word| (Field::Effect, Name::new_static(word)));
        let plugins = of.plugins.iter().map(|name| (Field::Plugin, name.clone()));
        let laws = of.laws.iter().map(|name| (Field::Law, name.clone()));
        let rules = of.rules.iter().map(|name| (Field::Rule, name.clone()));
        let due = of.due_words().into_iter().map(|word| (Field::Due, word));
        let all = effects.chain(plugins).chain(laws).chain(rules).chain(due);
        all.map(|(field, word)| self.term(ring, field, word)).collect()
    }

    /// The term of a kind of record.
    pub(super) fn kind(&mut self, ring: &KeyRing, kind: RecordKind) -> Result<Term, LedgerError> {
        let (kind, topic) = kind_codes(kind);
        self.term(ring, Field::Kind, format!("{kind}.{topic}").into())
    }

    /// The term of a record that could not be read.
    pub(super) const fn unread() -> Term {
        Term([Field::Unread as u8; 9])
    }

    /// What must belong to a record that fits.
    pub(in crate::ledger) fn clauses(
        &mut self,
        ring: &KeyRing,
        kinds: &[RecordKind],
        filter: &Filter,
    ) -> Result<Vec<Clause>, LedgerError> {
        let mut clauses = Vec::new();
        if !kinds.is_empty() {
            clauses.push(kinds.iter().map(|kind| self.kind(ring, *kind)).collect::<Result<_, _>>()?);
        }
        let one = |word: &Option<Name>| word.clone().map(|word| vec![word]);
        let words = [
            (Field::Effect, one(&filter.effect)),
            (Field::Plugin, one(&filter.plugin)),
            (Field::Law, filter.laws.clone()),
            (Field::Rule, one(&filter.rule)),
            (Field::Due, filter.due.map(|(from, until)| due_within(from, until))),
        ];
        for (field, words) in words {
            let Some(words) = words else { continue };
            let terms = words.into_iter().map(|word| self.term(ring, field, word));
            clauses.push(terms.collect::<Result<_, _>>()?);
        }
        clauses.iter_mut().for_each(|clause: &mut Clause| clause.push(Self::unread()));
        Ok(clauses)
    }

    fn term(&mut self, ring: &KeyRing, field: Field, word: Name) -> Result<Term, LedgerError> {
        let key = (field, word);
        if let Some(term) = self.0.get(&key) {
            return Ok(*term);
        }
        let mut term = Term([field as u8; 9]);
        let hash = ring.term(field as u8, key.1.as_bytes())?;
        term.0.iter_mut().skip(1).zip(hash).for_each(|(byte, hash)| *byte = hash);
        if self.0.len() >= limits::TERMS_REMEMBERED {
            self.0.clear();
        }
        self.0.insert(key, term);
        Ok(term)
    }
}
