//! Changing what serves, one change at a time: load and check aside, record, then swap. A request that
//! was begun before keeps the generation that it has.

mod painting;
mod recording;

use std::sync::{Arc, PoisonError};

use praetor_ledger::{BindingRecord, Digest, GenerationRecord, LedgerError, Receipt};
use praetor_sandbox::check_format;
use thiserror::Error;

use super::first::standing_of;
use super::refusals::Refusal;
use super::{Service, ServiceError};
use crate::config::{BindingConfig, Config, Mode};
use crate::engine::{
    Binding, Bindings, Change, Did, GenerationError, Kept, Period, Schedule, Standing, bind_all, change,
    kept, record,
};
use crate::gate::{Admitted, Proof, Refused, admit_aside};

/// A plugin to be put to work. What is left out stays as the id is bound now.
#[derive(Clone, Debug, Default)]
pub struct Activation {
    /// The id of the binding.
    pub id: String,
    /// The SHA-256 of the plugin's bytes, which are kept already.
    pub digest: Option<Digest>,
    /// How it takes part.
    pub mode: Option<Mode>,
    /// It may use large memory.
    pub large_memory: Option<bool>,
    /// It may import WASI and gets stubs of it.
    pub allow_stubbed_wasi: Option<bool>,
    /// The text of its `.sig` file; left out: the one that the bytes came with, if they are bound now.
    pub signature: Option<String>,
    /// The operator's settings, all of them.
    pub settings: Option<serde_json::Map<String, serde_json::Value>>,
    /// When it serves. What else is bound to the id goes on before and after.
    pub period: Period,
    /// The file of the watched folder that it came from.
    pub watched: Option<String>,
}

/// What became of a change.
#[derive(Debug)]
pub struct Activated {
    /// What serves now.
    pub schedule: Arc<Schedule>,
    /// The record of its generation; none: nothing was to be changed.
    pub receipt: Option<Receipt>,
    /// What the cases of each plugin that went through the gate have shown, by the ids.
    pub proofs: Vec<(String, Proof)>,
}

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// Somebody else changed it meanwhile.
    #[error(
        "generation {serving} serves, not the one that you saw; look at what changed and send its number in `If-Match`"
    )]
    Stale {
        /// What serves.
        serving: u64,
    },
    /// Nothing is bound under this id, and no bytes were named.
    #[error("nothing is bound under this id; name the `digest` of an uploaded plugin")]
    NotBound,
    /// The bytes are not kept.
    #[error("no plugin with the digest {0} is kept; upload it first")]
    NoBytes(Digest),
    /// No such generation.
    #[error("generation {0} is not on record; `GET /v1/generations` lists them")]
    NoGeneration(u64),
    /// The gate refused it.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// The bindings do not go together.
    #[error("{0}")]
    Generation(#[from] GenerationError),
    /// The ledger did not store, or cannot read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
}

impl ChangeError {
    /// Whether the machine was too busy to check a plugin: the same may be put to work a moment later.
    pub(super) fn may_pass_later(&self) -> bool {
        matches!(self, Self::Refused(refused) if refused.code == Refused::NOT_CHECKED)
    }
}

impl From<ChangeError> for ServiceError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Ledger(error) => Self::Ledger(error),
            other => Self::Change(Box::new(other)),
        }
    }
}

/// What is to serve next.
struct Next {
    did: Did,
    back_to: Option<u64>,
    bindings: Vec<BindingConfig>,
    watched: Option<(String, Digest)>,
    /// What has passed the gate just now.
    admitted: Vec<Admitted>,
}

/// All of it blocks: not to be called on a thread of a runtime.
impl Service {
    /// Keeps a plugin's bytes, so that it can be put to work by its digest. `id` is the binding that they
    /// are for; empty: for none yet.
    ///
    /// # Errors
    /// They are no plugin, which is kept as an event, or cannot be stored.
    pub fn keep_plugin(&self, bytes: Vec<u8>, id: &str, actor: &str) -> Result<Digest, ServiceError> {
        if let Err(error) = check_format(&bytes) {
            let digest = Some(Digest::of(&bytes));
            let refused_for = BindingConfig { digest, ..BindingConfig::new(id) };
            let refused = Refused::from(error);
            self.keep_refusal(&refused_for, &refused, actor)?;
            return Err(ChangeError::Refused(refused).into());
        }
        Ok(self.store.put_plugin(bytes).wait()?)
    }

    /// Puts a plugin to work that has passed the gate; `seen` is the generation that the caller knows.
    ///
    /// # Errors
    /// Why what served goes on. A refusal by the gate is kept as an event.
    pub fn activate(
        &self,
        wanted: &Activation,
        seen: Option<u64>,
        actor: &str,
    ) -> Result<Activated, ServiceError> {
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, standing) = self.latest(seen)?;
        let present = declared(&latest, &standing)?;
        let declared = painting::declared(wanted, &present, self.now()).ok_or(ChangeError::NotBound)?;
        let digest = declared.digest.ok_or(ChangeError::NotBound)?;
        let admitted = self.through_gate(vec![declared.clone()], actor)?;
        let next = Next {
            did: Did::Activated,
            back_to: None,
            bindings: painting::over(present, declared, self.now()),
            watched: wanted.watched.clone().map(|file| (file, digest)),
            admitted,
        };
        self.change_to(next, &latest, standing, actor)
    }

    /// What would be bound by an activation, after the whole gate; nothing is changed or recorded.
    /// [`Generation::with`](crate::engine::Generation::with) puts it among those that serve.
    ///
    /// # Errors
    /// Why it could not be put to work.
    pub fn candidate(&self, wanted: &Activation) -> Result<Admitted, ServiceError> {
        let unreadable = || LedgerError::Storage("the record of the generation cannot be read".into());
        let (_, latest) = self.store.latest_generation().wait()?.ok_or_else(unreadable)?;
        let present = declared(&latest, &standing_of(&latest).ok_or_else(unreadable)?)?;
        let declared = painting::declared(wanted, &present, self.now()).ok_or(ChangeError::NotBound)?;
        let plugins = [(declared.clone(), self.bytes_of(&declared)?)];
        let admitted = admit_aside(&self.engine, &self.config.signatures, &plugins);
        let mut admitted = admitted.map_err(|(_, refused)| ChangeError::Refused(refused))?;
        Ok(admitted.pop().ok_or(ChangeError::NotBound)?)
    }

    /// Takes plugins through the gate. A refusal is kept as an event.
    fn through_gate(&self, bindings: Vec<BindingConfig>, actor: &str) -> Result<Vec<Admitted>, ServiceError> {
        let mut plugins = vec![];
        for declared in bindings {
            let bytes = self.bytes_of(&declared)?;
            plugins.push((declared, bytes));
        }
        match admit_aside(&self.engine, &self.config.signatures, &plugins) {
            Ok(admitted) => Ok(admitted),
            Err((place, refused)) => {
                if let Some((declared, _)) = plugins.get(place) {
                    self.keep_refusal(declared, &refused, actor)?;
                }
                Err(ChangeError::Refused(refused).into())
            }
        }
    }

    fn bytes_of(&self, declared: &BindingConfig) -> Result<Vec<u8>, ServiceError> {
        let digest = declared.digest.ok_or(ChangeError::NotBound)?;
        Ok(self.store.plugin(digest).wait()?.ok_or(ChangeError::NoBytes(digest))?)
    }

    /// Asks the plugin in shadow under an id no more; none: there is none.
    ///
    /// # Errors
    /// Why it goes on.
    pub fn end_shadow(
        &self,
        id: &str,
        seen: Option<u64>,
        actor: &str,
    ) -> Result<Option<Activated>, ServiceError> {
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, standing) = self.latest(seen)?;
        let present = declared(&latest, &standing)?;
        let before = present.len();
        let is_it = |binding: &BindingConfig| binding.id == id && binding.mode == Mode::Shadow;
        let bindings: Vec<BindingConfig> = present.into_iter().filter(|binding| !is_it(binding)).collect();
        if bindings.len() == before {
            return Ok(None);
        }
        let did = Did::ShadowEnded;
        let next = Next { did, back_to: None, bindings, watched: None, admitted: vec![] };
        self.change_to(next, &latest, standing, actor).map(Some)
    }

    /// Puts the bindings of an earlier generation to work again. Those that do not serve in the same way now
    /// pass the gate once more: this version, its dictionary and the keys that are trusted may be others.
    ///
    /// # Errors
    /// Why what served goes on. A refusal by the gate is kept as an event.
    pub fn roll_back(&self, to: u64, seen: Option<u64>, actor: &str) -> Result<Activated, ServiceError> {
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, standing) = self.latest(seen)?;
        let then = self.store.generation(to).wait()?.ok_or(ChangeError::NoGeneration(to))?;
        let of_then = standing_of(&then).unwrap_or_default();
        let (bindings, present) = (declared(&then, &of_then)?, declared(&latest, &standing)?);
        let others = bindings.iter().filter(|binding| !present.contains(binding)).cloned().collect();
        let admitted = self.through_gate(others, actor)?;
        let next = Next { did: Did::RolledBack, back_to: Some(to), bindings, watched: None, admitted };
        self.change_to(next, &latest, standing, actor)
    }

    /// Plugins that were refused and have not been put to work since.
    #[must_use]
    pub fn refusals(&self) -> Vec<Refusal> {
        self.refusals.list()
    }

    /// The generation on record, which serves, if it is the one that the caller knows.
    fn latest(&self, seen: Option<u64>) -> Result<(GenerationRecord, Standing), ServiceError> {
        let unreadable = || LedgerError::Storage("the record of the generation cannot be read".into());
        let (_, latest) = self.store.latest_generation().wait()?.ok_or_else(unreadable)?;
        let standing = standing_of(&latest).ok_or_else(unreadable)?;
        if latest.number != self.schedule.load().number {
            // A change was recorded whose outcome was not known at the time.
            let bindings = declared(&latest, &standing)?;
            let schedule = self.schedule_of(latest.number, bindings, &[])?;
            self.schedule.store(Arc::new(schedule));
        }
        match seen {
            Some(seen) if seen != latest.number => Err(ChangeError::Stale { serving: latest.number }.into()),
            _ => Ok((latest, standing)),
        }
    }

    fn schedule_of(
        &self,
        number: u64,
        bindings: Vec<BindingConfig>,
        admitted: &[Admitted],
    ) -> Result<Schedule, ChangeError> {
        let serving = self.schedule.load_full();
        let admitted = admitted.iter().map(|admitted| &admitted.binding);
        let lent: Vec<Binding> = admitted.chain(&serving.bindings).cloned().collect();
        let plugins = Kept::new(&*self.store, &self.engine, &lent);
        let config = Config { bindings, ..self.config.clone() };
        let bound = bind_all(&config, &lent, &|declared| plugins.plugin(declared))?;
        Ok(Schedule::new(number, bound, &config)?)
    }

    fn change_to(
        &self,
        next: Next,
        latest: &GenerationRecord,
        standing: Standing,
        actor: &str,
    ) -> Result<Activated, ServiceError> {
        let number = latest.number.saturating_add(1);
        let config = Config { bindings: next.bindings.clone(), ..self.config.clone() };
        let schedule = Arc::new(self.schedule_of(number, next.bindings, &next.admitted)?);
        let bindings: Vec<BindingRecord> = schedule.bindings.iter().map(record::binding_record).collect();
        let proofs = next.admitted.iter().map(Admitted::proven).collect();
        let mut watched = standing.watched.clone();
        watched.extend(next.watched.map(|(file, digest)| (file, digest.to_string())));
        let stands = Standing { declared: standing.declared.clone(), watched, ..Standing::of(&config) };
        let before = Bindings { bindings: &latest.bindings, standing: Some(&standing) };
        let changes = change::between(before, Bindings { bindings: &bindings, standing: Some(&stands) });
        // A file that was taken is remembered, though it binds what was bound: else it would come back at the next
        // start after a roll back.
        if changes.is_empty() && stands.watched == standing.watched {
            return Ok(Activated { schedule: self.schedule.load_full(), receipt: None, proofs });
        }
        let (did, back_to) = (next.did, next.back_to);
        let change = Change { did, before: Some(latest.number), back_to, bindings: changes.clone() };
        let standing = Standing { change: Some(change), ..stands };
        let standing = serde_json::to_vec(&standing).unwrap_or_default();
        let record = GenerationRecord { number, actor: actor.into(), bindings, standing };
        // On record first: no decision may name a generation that is not.
        let receipt = self.certainly(&record::generation_event(record))?;
        self.schedule.store(Arc::clone(&schedule));
        self.refusals.settle(changes.iter().map(|one| &one.id));
        tracing::info!(generation = number, did = did.as_str(), "another generation serves");
        Ok(Activated { schedule, receipt: Some(receipt), proofs })
    }
}

fn declared(record: &GenerationRecord, standing: &Standing) -> Result<Vec<BindingConfig>, ServiceError> {
    kept::declared(record, standing).map_err(|says| LedgerError::Storage(says).into())
}
