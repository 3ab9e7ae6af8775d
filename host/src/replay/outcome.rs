//! What came of a replay.

use praetor_decision::Name;
use praetor_decision::manifest::Ability;
use praetor_ledger::{DecisionRecord, Receipt, RecordKind, Stored, VoiceRecord};

use super::comparing::Comparison;

/// What came of replaying one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The same findings and the same decision, byte for byte.
    Same,
    /// Something came out otherwise.
    Different(Comparison),
    /// The machine had a part in it, and why that is.
    NotReplayable(&'static str),
    /// The subject's key was erased, and the question with it.
    Erased,
    /// What is needed is missing or cannot be used, and what.
    Unavailable(String),
}

impl Outcome {
    /// The outcome of a comparison.
    #[must_use]
    pub fn of(comparison: Comparison) -> Self {
        if comparison.differences.is_empty() { Self::Same } else { Self::Different(comparison) }
    }

    /// Its name in answers.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different(_) => "different",
            Self::NotReplayable(_) => "not-replayable",
            Self::Erased => "erased",
            Self::Unavailable(_) => "unavailable",
        }
    }

    /// It in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Same => {
                "the same plugins gave the same findings and the same decision, byte for byte".into()
            }
            Self::Different(comparison) => {
                let first = comparison.differences.first().map_or("the record", |d| d.path.as_str());
                format!("it came out otherwise, first at `{first}`")
            }
            Self::NotReplayable(why) => (*why).to_owned(),
            Self::Erased => "the question was erased with its subject's key; only its place remains".into(),
            Self::Unavailable(why) => format!("it could not be made again: {why}"),
        }
    }
}

/// A record with what came of its replay.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// Where and when it was stored.
    pub receipt: Receipt,
    /// What kind of record it is.
    pub kind: RecordKind,
    /// The generation that served.
    pub generation: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// In what the environment differs from the one of that time.
    pub changed: Vec<Changed>,
    /// The calls that were made again, with their fuel.
    pub calls: Vec<CallMade>,
}

impl Replayed {
    /// Before anything came of it.
    pub(super) fn of(stored: &Stored) -> Self {
        Self {
            receipt: stored.receipt,
            kind: stored.kind,
            generation: stored.generation,
            outcome: Outcome::Same,
            changed: vec![],
            calls: vec![],
        }
    }

    /// The engine runs plugins otherwise than the one of that time might have.
    #[must_use]
    pub fn engine_changed(&self) -> bool {
        self.changed.iter().any(|changed| changed.what == Changed::ENGINE)
    }
}

/// A part of the environment that is another than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// `engine`, `dictionary`, `calendars`, `praetor`.
    pub what: &'static str,
    /// Its fingerprint or version when the decision was made; empty: not on record.
    pub then: String,
    /// The present one.
    pub now: String,
}

impl Changed {
    pub(super) const ENGINE: &'static str = "engine";
}

/// One call that was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallMade {
    /// The plugin.
    pub plugin: Name,
    /// The interface.
    pub ability: Ability,
    /// The fuel that it took then, and takes now.
    pub fuel: (u64, u64),
    /// The same came back.
    pub same: bool,
}

/// The calls that were made then and now.
pub(super) fn calls(then: &DecisionRecord, now: &DecisionRecord) -> Vec<CallMade> {
    let mut made = vec![];
    for voice in &then.voices {
        let again = now.voices.iter().find(|again| again.plugin == voice.plugin);
        made.extend(again.into_iter().flat_map(|again| of_voice(voice, again)));
    }
    made
}

fn of_voice<'a>(then: &'a VoiceRecord, now: &'a VoiceRecord) -> impl Iterator<Item = CallMade> + use<'a> {
    let pairs = then.calls.iter().zip(&now.calls).filter(|(then, now)| then.ability == now.ability);
    pairs.map(|(call, again)| CallMade {
        plugin: then.plugin.clone(),
        ability: call.ability,
        fuel: (call.fuel, again.fuel),
        same: call.word == again.word,
    })
}
