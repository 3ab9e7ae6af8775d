//! A row of what is due. It holds what its key does not, and names nobody.

use praetor_decision::decision::FindingRef;
use praetor_decision::due::{Cause, Due, DueKind};
use praetor_decision::manifest::Ability;
use praetor_decision::question::Instant;
use praetor_decision::{Day, EntityId, Kind, Name};
use serde::{Deserialize, Serialize};

use super::key::DueKey;
use crate::error::LedgerError;
use crate::id::RecordId;
use crate::record::{DecisionRecord, VoiceWord};
use crate::store::{DueId, DueItem, Noted};

/// The layout of a row.
const VERSION: u8 = 1;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) decision: RecordId,
    question: Kind,
    kind: DueKind,
    name: Name,
    about: Option<EntityId>,
    /// Plugin and rule.
    rules: Vec<(Name, Name)>,
    moment: Option<Instant>,
    not_before: Option<Day>,
    stands_still: bool,
    pub(super) binding: bool,
    pub(super) failures: u32,
    pub(super) last: Option<Noted>,
}

impl Row {
    pub(super) fn of(due: &Due<'_>, decision: RecordId, record: &DecisionRecord) -> Self {
        let mut rules: Vec<_> = due.causes().iter().filter_map(|cause| rule_of(cause, record)).collect();
        rules.sort_unstable();
        rules.dedup();
        Self {
            decision,
            question: record.decision.kind,
            kind: due.kind(),
            name: due.name(),
            about: due.about(),
            rules,
            moment: due.date.moment,
            not_before: due.date.not_before,
            stands_still: due.date.stands_still,
            binding: due.binding,
            failures: 0,
            last: None,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.last.as_ref().is_none_or(|last| !last.outcome.closes())
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>, LedgerError> {
        postcard::to_extend(self, vec![VERSION]).map_err(|error| LedgerError::Storage(error.to_string()))
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, LedgerError> {
        let read = bytes.split_first().filter(|(version, _)| **version == VERSION);
        let row = read.and_then(|(_, row)| postcard::from_bytes(row).ok());
        row.ok_or_else(|| LedgerError::Storage("a row of what is due was altered".into()))
    }

    /// The row as others see it.
    pub(super) fn item(self, key: DueKey) -> DueItem {
        DueItem {
            id: DueId { decision: self.decision, number: key.number },
            sequence: key.sequence,
            question: self.question,
            kind: self.kind,
            name: self.name,
            about: self.about,
            rules: self.rules,
            day: key.day,
            moment: self.moment,
            not_before: self.not_before,
            stands_still: self.stands_still,
            binding: self.binding,
            failures: self.failures,
            last: self.last,
        }
    }
}

/// Plugin and rule; the rule is empty where the plugin's answer does not hold it.
fn rule_of(cause: &Cause, record: &DecisionRecord) -> Option<(Name, Name)> {
    match cause {
        Cause::Rule(plugin, rule) => Some((plugin.clone(), rule.clone())),
        Cause::Finding(from) => {
            let plugin = &record.decision.voices.get(usize::from(from.voice))?.plugin;
            Some((plugin.clone(), found(*from, plugin, record).unwrap_or_default()))
        }
    }
}

fn found(from: FindingRef, plugin: &Name, record: &DecisionRecord) -> Option<Name> {
    let asked = Ability::from(record.decision.kind);
    let voice = record.voices.iter().find(|voice| voice.plugin == *plugin)?;
    let answer = voice.calls.iter().find_map(|call| match &call.word {
        VoiceWord::Answer(answer) if call.ability == asked => Some(answer),
        _ => None,
    })?;
    let source = match from.finding {
        FindingRef::STANDING => &answer.standing().source,
        number => answer.sources().nth(usize::from(number))?,
    };
    Some(source.rule.clone())
}
