//! What served when, who changed it, and what differs between two generations.

use std::sync::Arc;

use praetor_decision::Name;
use praetor_decision::manifest::Manifest;
use praetor_ledger::{
    BindingRecord, Content, EventRecord, GenerationRecord, LedgerError, Page, Position, Receipt, Record,
    RecordKind, RefusalRecord,
};

use super::first::standing_of;
use super::{ChangeError, Service, ServiceError};
use crate::engine::change::{Changed, between};
use crate::engine::{Bindings, Standing};

/// A page of the history, the latest first.
#[derive(Debug)]
pub struct History {
    /// Generations and refusals.
    pub entries: Vec<Made>,
    /// Where to go on; none: there is nothing more.
    pub next: Option<Position>,
}

/// Something that was done to the bindings, or was not.
#[derive(Debug)]
pub enum Made {
    /// A generation began to serve.
    Generation(Receipt, Box<GenerationRecord>, Option<Box<Standing>>),
    /// A plugin was refused.
    Refusal(Receipt, Box<RefusalRecord>),
}

/// What differs between two generations.
#[derive(Debug)]
pub struct Diff {
    /// Bindings that differ, in the order of their ids.
    pub bindings: Vec<Changed>,
    /// What of their rules differs, where the plugin is another one.
    pub rules: Vec<RuleChanges>,
    /// What else a decision depends on and differs: `profile`, `dictionary`.
    pub standing: Vec<&'static str>,
}

/// How the rules of one binding differ, by their ids.
#[derive(Debug, Default)]
pub struct RuleChanges {
    /// The binding.
    pub id: Name,
    /// Rules that there were not.
    pub added: Vec<Name>,
    /// Rules that there are no more.
    pub removed: Vec<Name>,
    /// Rules whose words, citations, dates or confidence are others.
    pub changed: Vec<Name>,
    /// One of the manifests cannot be read any more, so the rules are not compared.
    pub unknown: bool,
}

/// All of it blocks: not to be called on a thread of a runtime.
impl Service {
    /// A page of what was done to the bindings.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn history(&self, limit: usize, after: Option<Position>) -> Result<History, LedgerError> {
        let kinds = vec![RecordKind::Generation, RecordKind::Refusal];
        let listing = self.store.list(&Page { kinds, limit, after, ..Page::default() }).wait()?;
        let entries = listing.records.into_iter().filter_map(|stored| match stored.content {
            Content::Record(Record::Event(EventRecord::Generation(record))) => {
                let standing = standing_of(&record).map(Box::new);
                Some(Ok(Made::Generation(stored.receipt, Box::new(record), standing)))
            }
            Content::Record(Record::Event(EventRecord::Refusal(record))) => {
                Some(Ok(Made::Refusal(stored.receipt, Box::new(record))))
            }
            Content::Unreadable(error) => Some(Err(error)),
            _ => None,
        });
        Ok(History { entries: entries.collect::<Result<_, _>>()?, next: listing.next })
    }

    /// What differs between two generations.
    ///
    /// # Errors
    /// One of them is not on record, or the ledger cannot be read.
    pub fn diff(&self, from: u64, to: u64) -> Result<Diff, ServiceError> {
        let (before, after) = (self.on_record(from)?, self.on_record(to)?);
        let (stood, stands) = (standing_of(&before), standing_of(&after));
        let bindings = between(
            Bindings { bindings: &before.bindings, standing: stood.as_ref() },
            Bindings { bindings: &after.bindings, standing: stands.as_ref() },
        );
        let rules = bindings.iter().filter_map(|changed| {
            let (old, new) = (last(&before, &changed.id)?, last(&after, &changed.id)?);
            (old.digest != new.digest).then(|| self.rules(&changed.id, old, new))
        });
        let rules = rules.collect();
        let standing = differing(&stood, &stands);
        Ok(Diff { bindings, rules, standing })
    }

    fn on_record(&self, number: u64) -> Result<GenerationRecord, ServiceError> {
        let found = self.store.generation(number).wait()?;
        Ok(found.ok_or(ChangeError::NoGeneration(number))?)
    }

    fn rules(&self, id: &Name, old: &BindingRecord, new: &BindingRecord) -> RuleChanges {
        let serving = self.generation();
        let manifest = |binding: &BindingRecord| {
            self.manifests.find(binding.digest, Some(&serving), &*self.store, &self.engine)
        };
        match (manifest(old), manifest(new)) {
            (Some(old), Some(new)) => compared(id, &old, &new),
            _ => RuleChanges { id: id.clone(), unknown: true, ..RuleChanges::default() },
        }
    }
}

/// The binding of the latest period.
fn last<'a>(record: &'a GenerationRecord, id: &Name) -> Option<&'a BindingRecord> {
    record.bindings.iter().rfind(|binding| binding.plugin == *id)
}

fn compared(id: &Name, old: &Arc<Manifest>, new: &Arc<Manifest>) -> RuleChanges {
    let missing = |of: &Manifest, there: &Manifest| -> Vec<Name> {
        let rules = of.rules.iter().filter(|rule| there.rule(&rule.id).is_none());
        rules.map(|rule| rule.id.clone()).collect()
    };
    let changed = new.rules.iter().filter(|rule| old.rule(&rule.id).is_some_and(|before| before != *rule));
    RuleChanges {
        id: id.clone(),
        added: missing(new, old),
        removed: missing(old, new),
        changed: changed.map(|rule| rule.id.clone()).collect(),
        unknown: false,
    }
}

/// The names of what differs beside the bindings.
fn differing(before: &Option<Standing>, after: &Option<Standing>) -> Vec<&'static str> {
    let (Some(before), Some(after)) = (before, after) else {
        return vec![];
    };
    let parts = [
        ("profile", before.profile == after.profile),
        ("fallback_jurisdictions", before.fallback_jurisdictions == after.fallback_jurisdictions),
        ("confidence_wanted", before.confidence_wanted == after.confidence_wanted),
        ("time_zone", before.time_zone == after.time_zone),
        ("dictionary", before.dictionary == after.dictionary),
        ("calendars", before.calendars == after.calendars),
        ("praetor", before.praetor == after.praetor),
    ];
    parts.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
}
