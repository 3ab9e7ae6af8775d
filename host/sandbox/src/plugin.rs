use std::sync::Arc;

use praetor_decision::answer::Answer;
use praetor_decision::manifest::{Ability, Manifest};
use praetor_decision::question::Kind;
use praetor_decision::{Entity, EntityId, Name, Question};

use crate::call::{
    Called, Callee, CheckSettings, Describe, Export, Incident, Profile, Retention, Rights, Shape, Sharing,
    Terms,
};
use crate::limits::{ANSWER_BYTES, MANIFEST_BYTES};
use crate::wire::Read;
use crate::wire::question::{self, Question as WireQuestion};
use crate::{CallError, Deadline, Declared, Digest, Limits, Provenance, verify};

/// A loaded plugin. Cheap to clone; calls share nothing but compiled code.
#[derive(Clone)]
pub struct Plugin {
    parts: Arc<Parts>,
}

struct Parts {
    digest: Digest,
    provenance: Option<Provenance>,
    manifest: Manifest,
    callee: Callee,
    exports: Exports,
    declared: DeclaredFacts,
}

/// What a plugin exports, each function bound by itself: a plugin may export fewer interfaces
/// than its world.
pub(crate) struct Exports {
    pub(crate) describe: Export<Describe>,
    pub(crate) check_settings: Export<CheckSettings>,
    pub(crate) profile: Option<Export<Profile>>,
    pub(crate) sharing: Option<Export<Sharing>>,
    pub(crate) retention: Option<Export<Retention>>,
    pub(crate) rights: Option<Export<Rights>>,
    pub(crate) incident: Option<Export<Incident>>,
}

impl Exports {
    /// The abilities of the plugin, in the order of the contract.
    pub(crate) fn abilities(&self) -> impl Iterator<Item = Ability> + use<> {
        let has = [
            (Ability::Profile, self.profile.is_some()),
            (Ability::Sharing, self.sharing.is_some()),
            (Ability::Retention, self.retention.is_some()),
            (Ability::Rights, self.rights.is_some()),
            (Ability::Incident, self.incident.is_some()),
        ];
        has.into_iter().filter_map(|(ability, exported)| exported.then_some(ability))
    }
}

/// The facts that each interface reads.
#[derive(Default)]
struct DeclaredFacts {
    profile: Declared,
    sharing: Declared,
    retention: Declared,
    rights: Declared,
    incident: Declared,
}

impl DeclaredFacts {
    fn of(manifest: &Manifest) -> Self {
        let declared = |ability| {
            let paths = manifest.facts_read(ability).unwrap_or_default();
            Declared::from_paths(paths.iter().map(Name::as_str))
        };
        Self {
            profile: declared(Ability::Profile),
            sharing: declared(Ability::Sharing),
            retention: declared(Ability::Retention),
            rights: declared(Ability::Rights),
            incident: declared(Ability::Incident),
        }
    }
}

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `table.key`, or `key`.
    pub key: Name,
    /// What is wrong and what would be right.
    pub says: String,
}

/// An answer and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What the plugin says, checked against its manifest.
    pub answer: Answer,
    /// The fuel of the call. Recorded, never compared: it differs between engine versions.
    pub fuel_used: u64,
    /// Wall-clock time of the call in microseconds.
    pub micros: u64,
    /// Bytes by which the guest's memory grew during the call. An ordinary call of a well-built
    /// plugin grows nothing: growing costs page-table work that halves the throughput.
    pub memory_grown: usize,
    /// Bytes of all of the guest's memories in the end, of which its limits speak.
    pub memory_taken: usize,
}

/// Facts that a plugin states in round one, and what they cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Entities of the question with further facts, and new entities.
    pub entities: Vec<Entity>,
    /// The fuel of the call.
    pub fuel_used: u64,
    /// Wall-clock time of the call in microseconds.
    pub micros: u64,
    /// Bytes by which the guest's memory grew during the call. An ordinary call of a well-built
    /// plugin grows nothing: growing costs page-table work that halves the throughput.
    pub memory_grown: usize,
    /// Bytes of all of the guest's memories in the end, of which its limits speak.
    pub memory_taken: usize,
}

impl Plugin {
    pub(crate) fn new(bytes: &[u8], manifest: Manifest, callee: Callee, exports: Exports) -> Self {
        let (digest, provenance) = (Digest::of(bytes), Provenance::inside(bytes));
        let declared = DeclaredFacts::of(&manifest);
        Self { parts: Arc::new(Parts { digest, provenance, manifest, callee, exports, declared }) }
    }

    /// The SHA-256 of the plugin's original bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.parts.digest
    }

    /// Who built it and of which source, where its bytes say so.
    #[must_use]
    pub fn provenance(&self) -> Option<&Provenance> {
        self.parts.provenance.as_ref()
    }

    /// What the plugin says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.parts.manifest
    }

    /// The interfaces that it exports, beside `about`.
    pub fn abilities(&self) -> impl Iterator<Item = Ability> + use<> {
        self.parts.exports.abilities()
    }

    /// Whether it answers questions of this kind. One that does not is not asked.
    #[must_use]
    pub fn answers(&self, kind: Kind) -> bool {
        self.abilities().any(|ability| ability == kind.into())
    }

    /// The facts that an interface reads; no others are passed.
    #[must_use]
    pub fn declared(&self, ability: Ability) -> &Declared {
        let declared = &self.parts.declared;
        match ability {
            Ability::Profile => &declared.profile,
            Ability::Sharing => &declared.sharing,
            Ability::Retention => &declared.retention,
            Ability::Rights => &declared.rights,
            Ability::Incident => &declared.incident,
        }
    }

    /// The limits of its calls.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.parts.callee.limits()
    }

    fn terms(&self, question: &Question) -> Terms {
        Terms { answer_bytes: self.limits().answer_bytes, day: Some(question.as_of) }
    }

    /// Lets the plugin check the operator's settings; an empty list means that they are good.
    ///
    /// # Errors
    /// The call failed.
    pub fn check_settings(&self, settings: &[Entity], deadline: Deadline) -> Result<Vec<Problem>, CallError> {
        let params = || (question::whole(settings),);
        let export = &self.parts.exports.check_settings;
        let called = self.parts.callee.call(export, params, Terms::of(ANSWER_BYTES), deadline)?;
        called.result.0.read()
    }

    /// Round one: the facts that the plugin knows, about entities of the question and about new
    /// entities with ids from `next_id` upwards.
    ///
    /// # Errors
    /// The call failed, or what was stated contradicts the question or the dictionary.
    pub fn state_facts(
        &self,
        question: &Question,
        next_id: EntityId,
        settings: &[Entity],
        deadline: Deadline,
    ) -> Result<Stated, CallError> {
        let not_exported = CallError::NotExported { asked: "profile" };
        let export = self.parts.exports.profile.as_ref().ok_or(not_exported)?;
        let declared = self.declared(Ability::Profile);
        let params = || (WireQuestion::projected(question, declared, settings), next_id);
        let terms = self.terms(question);
        let called = self.parts.callee.call(export, params, terms, deadline)?;
        let Called { result: (wire,), fuel_used, micros, memory_grown, memory_taken } = called;
        let entities = wire.read()?;
        verify::stated(&entities, question, next_id)?;
        Ok(Stated { entities, fuel_used, micros, memory_grown, memory_taken })
    }

    /// Puts a question to the plugin, in a fresh instance. The question may hold more facts than
    /// the plugin may see; only the declared ones are passed.
    ///
    /// # Errors
    /// The call failed, or the answer contradicts the manifest, the question or the dictionary.
    pub fn ask(
        &self,
        question: &Question,
        settings: &[Entity],
        deadline: Deadline,
    ) -> Result<Reply, CallError> {
        let exports = &self.parts.exports;
        let put = Put { plugin: self, question, settings, deadline };
        let reply = match question.kind {
            Kind::Sharing => put.to(exports.sharing.as_ref(), Answer::Sharing),
            Kind::Retention => put.to(exports.retention.as_ref(), Answer::Retention),
            Kind::Rights => put.to(exports.rights.as_ref(), Answer::Rights),
            Kind::Incident => put.to(exports.incident.as_ref(), Answer::Incident),
        }?;
        let declared = self.declared(question.kind.into());
        verify::answer(&reply.answer, question, self.manifest(), declared)?;
        Ok(reply)
    }
}

/// A question on its way to one of the interfaces.
struct Put<'a> {
    plugin: &'a Plugin,
    question: &'a Question,
    settings: &'a [Entity],
    deadline: Deadline,
}

impl Put<'_> {
    fn to<S, Wire, Core>(
        &self,
        export: Option<&Export<S>>,
        answer: fn(Core) -> Answer,
    ) -> Result<Reply, CallError>
    where
        S: for<'p> Shape<Params<'p> = (WireQuestion<'p>,), Returns = (Wire,)>,
        Wire: Read<Core>,
    {
        let Self { plugin, question, settings, deadline } = *self;
        let asked = kind_name(question.kind);
        let export = export.ok_or(CallError::NotExported { asked })?;
        let declared = plugin.declared(question.kind.into());
        let params = || (WireQuestion::projected(question, declared, settings),);
        let called = plugin.parts.callee.call(export, params, plugin.terms(question), deadline)?;
        let Called { result: (wire,), fuel_used, micros, memory_grown, memory_taken } = called;
        let answer = answer(wire.read()?);
        Ok(Reply { answer, fuel_used, micros, memory_grown, memory_taken })
    }
}

/// The word for a kind of question in messages.
const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Sharing => "sharing",
        Kind::Retention => "retention",
        Kind::Rights => "rights",
        Kind::Incident => "incident",
    }
}

/// Asks for the manifest. Not a method of a plugin, which exists only once it has been read.
pub(crate) fn describe(callee: &Callee, describe: &Export<Describe>) -> Result<Manifest, CallError> {
    let called = callee.call(describe, || (), Terms::of(MANIFEST_BYTES), Deadline::while_loading())?;
    called.result.0.read()
}
