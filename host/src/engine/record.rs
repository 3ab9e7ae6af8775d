//! What the ledger keeps of a decision, and how it is read back.

use std::collections::BTreeMap;
use std::sync::Arc;

use praetor_decision::EntityId;
use praetor_decision::answer::Answer;
use praetor_decision::decision::Fault;
use praetor_decision::manifest::{Ability, Manifest};
use praetor_decision::sources::{FactOrigin, Restated, as_asked};
use praetor_ledger::Mode as RecordedMode;
use praetor_ledger::{
    BindingRecord, DecisionRecord, Digest, Draft, EventRecord, GenerationRecord, OverdueRecord, Record,
    RefusalRecord, ShadowRecord, Timestamp, VoiceCall, VoiceRecord, VoiceWord,
};
use praetor_sandbox::CallError;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::binding::Binding;
use super::decided::{Call, Decided, Overdue, Spoken, Word};
use super::generation::Generation;
use super::period::Period;
use crate::config::Mode;
use crate::told::{Told, VoiceTold};
use crate::wire::Asked;

/// What only the host understands of a question: the caller's names and paths, and the sources
/// of facts, from which the question as it was asked is had. JSON, so that a later version of the host
/// can read it.
#[derive(Default, Serialize, Deserialize)]
struct Naming {
    names: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    paths: BTreeMap<EntityId, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    origins: Vec<FactOrigin>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    restated: Vec<Restated>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    as_of_today: bool,
    /// The beginning of the generation's era in which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    era: Option<Timestamp>,
    /// When the plugins that took part serve, where that has a beginning or an end.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    periods: BTreeMap<String, Period>,
}

/// The draft of a decision's record.
#[must_use]
pub fn draft(decided: &Decided, generation: &Generation, engine: [u8; 32], actor: &str) -> Draft {
    Draft {
        subject: decided.subject.clone(),
        generation: generation.number,
        record: Record::Decision(Box::new(decision_record(decided, generation, engine, actor))),
    }
}

/// A decision's record.
#[must_use]
pub fn decision_record(
    decided: &Decided,
    generation: &Generation,
    engine: [u8; 32],
    actor: &str,
) -> DecisionRecord {
    let told = &decided.told;
    let naming = Naming {
        names: told.names.clone(),
        paths: told.paths.clone(),
        origins: told.origins.clone(),
        restated: decided.restated.clone(),
        as_of_today: decided.as_of_today,
        era: generation.era,
        periods: periods(told),
    };
    DecisionRecord {
        question: told.question.clone(),
        paths: serde_json::to_vec(&naming).unwrap_or_default(),
        actor: actor.into(),
        engine: Digest::from_bytes(engine),
        voices: decided.spoken.iter().filter_map(|spoken| voice(spoken, generation)).collect(),
        decision: told.decision.clone(),
        environmental: decided.spoken.iter().flat_map(|spoken| &spoken.calls).any(of_machine),
    }
}

fn periods(told: &Told) -> BTreeMap<String, Period> {
    let dated = told.voices.iter().filter(|voice| voice.period.is_dated());
    dated.map(|voice| (voice.manifest.id.to_string(), voice.period)).collect()
}

/// The rounds make no decision of a failure of the machine. Should one get into a record all the same,
/// the record says that it cannot be replayed.
fn of_machine(call: &Call) -> bool {
    matches!(&call.word, Word::Failed(fault) if CallError::is_environmental(&fault.code))
}

/// The event of a new generation.
#[must_use]
pub fn generation_event(record: GenerationRecord) -> Draft {
    event(record.number, EventRecord::Generation(record))
}

/// The event of a plugin that was not put to work; what serves goes on.
#[must_use]
pub fn refusal_event(serving: u64, record: RefusalRecord) -> Draft {
    event(serving, EventRecord::Refusal(record))
}

/// The event of a decision that a plugin in shadow would have made otherwise.
#[must_use]
pub fn shadow_event(serving: u64, record: ShadowRecord) -> Draft {
    event(serving, EventRecord::Shadow(Box::new(record)))
}

/// The event of a call for which the machine was too slow.
#[must_use]
pub fn overdue_event(
    overdue: &Overdue,
    kind: praetor_decision::Kind,
    generation: &Generation,
) -> Option<Draft> {
    let binding = generation.bindings.get(overdue.binding)?;
    let record = OverdueRecord {
        plugin: binding.manifest.id.clone(),
        digest: digest_of(binding),
        kind,
        ability: overdue.ability,
    };
    Some(event(generation.number, EventRecord::Overdue(record)))
}

/// A stored decision, ready to be read. `manifests` gives the manifest of a plugin's bytes.
#[must_use]
pub fn told(
    record: &DecisionRecord,
    generation: u64,
    manifests: &dyn Fn(Digest) -> Option<Arc<Manifest>>,
) -> Told {
    let naming: Naming = serde_json::from_slice(&record.paths).unwrap_or_default();
    let kind = record.question.kind;
    let voices = record.voices.iter().map(|voice| {
        let kept = matches!(kind, praetor_decision::Kind::Rights);
        VoiceTold {
            manifest: manifest_of(voice, manifests),
            digest: voice.digest.to_string(),
            own: reply(voice, Ability::from(kind)),
            kept: if kept { reply(voice, Ability::Retention) } else { None },
            period: naming.periods.get(voice.plugin.as_str()).copied().unwrap_or_default(),
        }
    });
    Told {
        voices: voices.collect(),
        question: record.question.clone(),
        names: naming.names,
        paths: naming.paths,
        origins: naming.origins,
        decision: record.decision.clone(),
        generation,
    }
}

/// Whether the caller stated no date, so that today was used.
#[must_use]
pub fn as_of_today(record: &DecisionRecord) -> bool {
    serde_json::from_slice(&record.paths).is_ok_and(|naming: Naming| naming.as_of_today)
}

/// The era of the generation in which it was made.
#[must_use]
pub fn era(record: &DecisionRecord) -> Option<Timestamp> {
    serde_json::from_slice(&record.paths).ok().and_then(|naming: Naming| naming.era)
}

/// The question as it was asked, to ask it again; none if the record does not say which facts are the
/// caller's own. Who the subject is does not matter to an answer, and only the key knows it.
#[must_use]
pub fn asked(record: &DecisionRecord) -> Option<Asked> {
    let naming: Naming = serde_json::from_slice(&record.paths).ok()?;
    let own = naming.names.len();
    Some(Asked {
        question: as_asked(&record.question, &naming.origins, &naming.restated, own),
        names: naming.names,
        paths: naming.paths,
        subject: None,
        as_of_today: naming.as_of_today,
    })
}

/// Which facts of the question other sources stated, and what the caller had said of them.
#[must_use]
pub fn sources(record: &DecisionRecord) -> (Vec<FactOrigin>, Vec<Restated>) {
    let naming: Naming = serde_json::from_slice(&record.paths).unwrap_or_default();
    (naming.origins, naming.restated)
}

/// The SHA-256 of a binding's settings.
#[must_use]
pub fn settings_digest(binding: &Binding) -> Digest {
    Digest::from_bytes(Sha256::digest(&binding.settings_json).into())
}

fn event(generation: u64, event: EventRecord) -> Draft {
    Draft { subject: None, generation, record: Record::Event(event) }
}

/// What the record of a generation says of a binding.
#[must_use]
pub fn binding_record(binding: &Binding) -> BindingRecord {
    BindingRecord {
        plugin: binding.manifest.id.clone(),
        version: binding.manifest.version.clone(),
        digest: digest_of(binding),
        settings: binding.settings_json.clone(),
        mode: recorded(binding.mode),
        from: binding.period.from,
        until: binding.period.until,
    }
}

fn voice(spoken: &Spoken, generation: &Generation) -> Option<VoiceRecord> {
    let binding = generation.bindings.get(spoken.binding)?;
    let calls = spoken.calls.iter().map(|call| VoiceCall {
        ability: call.ability,
        fuel: call.fuel,
        word: match &call.word {
            Word::Facts(entities) => VoiceWord::Facts(entities.clone()),
            Word::Answer(answer) => VoiceWord::Answer(answer.clone()),
            Word::Failed(fault) => VoiceWord::Failed(fault.clone()),
        },
    });
    Some(VoiceRecord {
        plugin: binding.manifest.id.clone(),
        version: binding.manifest.version.clone(),
        digest: digest_of(binding),
        settings: settings_digest(binding),
        mode: recorded(binding.mode),
        calls: calls.collect(),
    })
}

/// The SHA-256 of a binding's plugin.
#[must_use]
pub fn digest_of(binding: &Binding) -> Digest {
    Digest::from_bytes(*binding.plugin.digest().as_bytes())
}

fn recorded(mode: Mode) -> RecordedMode {
    match mode {
        Mode::Enforce => RecordedMode::Enforce,
        Mode::Shadow => RecordedMode::Shadow,
        Mode::Off => RecordedMode::Off,
    }
}

/// The manifest under the id of the voice; without its bytes at hand, only its id is known.
fn manifest_of(voice: &VoiceRecord, manifests: &dyn Fn(Digest) -> Option<Arc<Manifest>>) -> Arc<Manifest> {
    let (id, version) = (voice.plugin.clone(), voice.version.clone());
    match manifests(voice.digest) {
        // Of a law it is long, and nearly always it has these names already.
        Some(manifest) if manifest.id == id && manifest.version == version => manifest,
        Some(manifest) => Arc::new(Manifest { id, version, ..(*manifest).clone() }),
        None => Arc::new(Manifest::silent(id, version)),
    }
}

fn reply(voice: &VoiceRecord, ability: Ability) -> Option<Result<Answer, Fault>> {
    let failed = voice.calls.iter().find_map(|call| match (&call.word, call.ability) {
        (VoiceWord::Failed(fault), Ability::Profile) => Some(Err(fault.clone())),
        _ => None,
    });
    let own = voice.calls.iter().find(|call| call.ability == ability)?;
    failed.or_else(|| match &own.word {
        VoiceWord::Answer(answer) => Some(Ok(answer.clone())),
        VoiceWord::Failed(fault) => Some(Err(fault.clone())),
        VoiceWord::Facts(_) => None,
    })
}
