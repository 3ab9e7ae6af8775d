//! What a record holds. The shapes are positional on disk: see [`crate::entry`] before changing one.

mod keeping;
mod refusal;
mod shadow;

use std::fmt;

use praetor_decision::answer::Answer;
use praetor_decision::decision::{Decision, Fault};
use praetor_decision::manifest::Ability;
use praetor_decision::{Entity, Kind, Name, Question};
use serde::{Deserialize, Serialize};

use crate::error::LedgerError;
use crate::id::{Digest, Timestamp};
use crate::store::RecordKind;

pub use keeping::{
    BackupRecord, CompletionRecord, EpochRecord, ErasureRecord, ErasureState, ExpiredKeys, ExportRecord,
    ExtractRecord, HoldRecord, HoldState, Outcome, RetentionRecord,
};
pub use refusal::RefusalRecord;
pub use shadow::ShadowRecord;

/// What is to be remembered, before it is prepared.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whom it is about: the controller's identifier of the person, never stored in clear. None: it
    /// is encrypted under a key that all records without a subject share for a quarter of a year.
    /// Ignored for events, which are about nobody.
    pub subject: Option<String>,
    /// The number of the generation that served.
    pub generation: u64,
    /// The record itself.
    pub record: Record,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the subject and never the question: this may end in a log.
        f.debug_struct("Draft").field("generation", &self.generation).finish_non_exhaustive()
    }
}

/// A decision or an event.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub enum Record {
    /// A question was decided.
    Decision(Box<DecisionRecord>),
    /// Something else happened that must be remembered.
    Event(EventRecord),
}

/// One decision, with all that is needed to make it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// The whole question, canonical; what each plugin saw of it is derived.
    pub question: Question,
    /// Which of the caller's paths belong to which entity, in the host's own encoding.
    pub paths: Vec<u8>,
    /// The name of the token that asked.
    pub actor: Name,
    /// What produced the answers besides the plugins: versions and settings of the engine.
    pub engine: Digest,
    /// Every plugin that took part, in the order of the ids.
    pub voices: Vec<VoiceRecord>,
    /// The combined answer.
    pub decision: Decision,
    /// The environment had a part in the outcome, so it cannot be replayed.
    pub environmental: bool,
}

/// One plugin's part in a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceRecord {
    /// The plugin's id.
    pub plugin: Name,
    /// Its version.
    pub version: Name,
    /// SHA-256 of its original bytes.
    pub digest: Digest,
    /// SHA-256 of its canonical settings, which the generation's event holds.
    pub settings: Digest,
    /// How it was bound.
    pub mode: Mode,
    /// What it was asked, in order.
    pub calls: Vec<VoiceCall>,
}

/// How a plugin is put to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// Its findings count.
    Enforce,
    /// Its findings are recorded and do not count.
    Shadow,
    /// It is not asked.
    Off,
}

/// One call of a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceCall {
    /// The interface that was called.
    pub ability: Ability,
    /// What came back.
    pub word: VoiceWord,
    /// Fuel used; recorded, never compared.
    pub fuel: u64,
}

/// What a plugin's call gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VoiceWord {
    /// Facts of round one.
    Facts(Vec<Entity>),
    /// Findings of round two.
    Answer(Answer),
    /// No usable answer.
    Failed(Fault),
}

/// Something other than a decision that must be remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventRecord {
    /// A new generation began to serve.
    Generation(GenerationRecord),
    /// A call ran into the wall-clock limit twice; the caller got no decision.
    Overdue(OverdueRecord),
    /// A person was to be erased.
    Erasure(ErasureRecord),
    /// Something must be kept, or need not any more.
    Hold(HoldRecord),
    /// A key-encryption key was replaced and destroyed.
    KeyEpoch(EpochRecord),
    /// Records were deleted, or keys expired.
    Retention(RetentionRecord),
    /// Somebody was given what is stored about a person.
    Export(ExportRecord),
    /// What was due by a decision is done, failed or waived.
    Completion(CompletionRecord),
    /// The log and its keys were backed up.
    Backup(BackupRecord),
    /// Somebody was given decisions in bulk.
    Extract(ExtractRecord),
    /// A plugin was refused, and what served goes on.
    Refusal(RefusalRecord),
    /// A plugin in shadow would have decided otherwise.
    Shadow(Box<ShadowRecord>),
}

impl EventRecord {
    /// What kind of record it is.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Generation(_) => RecordKind::Generation,
            Self::Overdue(_) => RecordKind::Overdue,
            Self::Erasure(_) => RecordKind::Erasure,
            Self::Hold(_) => RecordKind::Hold,
            Self::KeyEpoch(_) => RecordKind::KeyEpoch,
            Self::Retention(_) => RecordKind::Retention,
            Self::Export(_) => RecordKind::Export,
            Self::Completion(_) => RecordKind::Completion,
            Self::Backup(_) => RecordKind::Backup,
            Self::Extract(_) => RecordKind::Extract,
            Self::Refusal(_) => RecordKind::Refusal,
            Self::Shadow(_) => RecordKind::Shadow,
        }
    }
}

/// The immutable set that serves from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerationRecord {
    /// Its number.
    pub number: u64,
    /// The name of the token, or of the configuration file, that made it.
    pub actor: Name,
    /// The plugins at work, in the order of the ids.
    pub bindings: Vec<BindingRecord>,
    /// Controller profile and calendars in the host's own encoding.
    pub standing: Vec<u8>,
}

/// A plugin put to work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingRecord {
    /// The plugin's id.
    pub plugin: Name,
    /// Its version.
    pub version: Name,
    /// SHA-256 of its original bytes, which [`crate::Store::plugin`] gives.
    pub digest: Digest,
    /// Its canonical settings in the host's own encoding.
    pub settings: Vec<u8>,
    /// How it is bound.
    pub mode: Mode,
    /// From when.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// A call that the machine was too slow for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdueRecord {
    /// The plugin's id.
    pub plugin: Name,
    /// SHA-256 of its original bytes.
    pub digest: Digest,
    /// The kind of question.
    pub kind: Kind,
    /// The interface that was called.
    pub ability: Ability,
}

/// The bytes that the store makes of something: the same value, the same bytes. A replay compares them.
///
/// # Errors
/// [`LedgerError::Storage`] if it cannot be encoded, which no record is.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, LedgerError> {
    postcard::to_allocvec(value).map_err(|error| LedgerError::Storage(error.to_string()))
}
