//! Generations of the past, made again from their records and from the bytes of their plugins.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use praetor_ledger::{BindingRecord, Digest, GenerationRecord, Mode as RecordedMode, Store};
use praetor_sandbox::{Engine, Limits, Plugin};

use super::Outcome;
use crate::config::{BindingConfig, Config, Mode};
use crate::engine::{Generation, GenerationError, Standing};
use crate::limits::{PAST_GENERATIONS, REPLAY_RETRY_SECONDS};

/// A generation of the past.
pub(super) struct PastGeneration {
    pub(super) generation: Generation,
    /// What it was beside its bindings, with the versions of that time.
    pub(super) standing: Standing,
}

/// What became of the loading; if it failed, what that makes of a replay.
type Loaded = Result<Arc<PastGeneration>, Outcome>;

/// The generations that were asked for last.
#[derive(Default)]
pub(super) struct Past {
    kept: Mutex<VecDeque<Kept>>,
}

struct Kept {
    number: u64,
    loaded: Loaded,
    at: Instant,
}

impl Past {
    /// The generation with this number. Others wait while one is loaded, so that none is loaded twice.
    pub(super) fn find(
        &self,
        number: u64,
        store: &dyn Store,
        engine: &Engine,
        serving: Option<&Generation>,
    ) -> Loaded {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // A failure is looked into again after a while: the file may have been put back.
        let stale = Duration::from_secs(REPLAY_RETRY_SECONDS);
        kept.retain(|kept| kept.loaded.is_ok() || kept.at.elapsed() < stale);
        if let Some(found) = kept.iter().find(|kept| kept.number == number) {
            return found.loaded.clone();
        }
        let loaded = Loading { store, engine, serving }.generation(number);
        let loaded = loaded.map(Arc::new).map_err(Outcome::Unavailable);
        kept.truncate(PAST_GENERATIONS - 1);
        kept.push_front(Kept { number, loaded: loaded.clone(), at: Instant::now() });
        loaded
    }
}

/// Attempts to load a generation while the machine is too busy to check its plugins.
const LOADS: u8 = 3;

struct Loading<'a> {
    store: &'a dyn Store,
    engine: &'a Engine,
    serving: Option<&'a Generation>,
}

impl Loading<'_> {
    fn generation(&self, number: u64) -> Result<PastGeneration, String> {
        let record = self.store.generation(number).wait().map_err(|error| error.to_string())?;
        let record = record.ok_or_else(|| format!("generation {number} is not on record"))?;
        let standing: Standing = serde_json::from_slice(&record.standing)
            .map_err(|error| format!("the record of generation {number} cannot be read: {error}"))?;
        let config = declared(&record, &standing)?;
        let plugin = |binding: &BindingConfig| self.plugin(binding, &record);
        let mut attempts = 1..LOADS;
        let generation = loop {
            match Generation::of(&config, number, &plugin) {
                Ok(generation) => break generation,
                Err(error) if error.environmental() && attempts.next().is_some() => {}
                Err(error) => return Err(error.to_string()),
            }
        };
        Ok(PastGeneration { generation, standing })
    }

    fn plugin(&self, binding: &BindingConfig, record: &GenerationRecord) -> Result<Plugin, GenerationError> {
        let recorded = record.bindings.iter().find(|recorded| recorded.plugin == binding.id);
        let digest = recorded.map_or_else(|| Digest::of(b""), |recorded| recorded.digest);
        let limits = binding.limits();
        if let Some(plugin) = self.lent(digest, limits) {
            return Ok(plugin);
        }
        let not_kept = |says: String| GenerationError::NotKept { binding: binding.id.clone(), says };
        let bytes = self.store.plugin(digest).wait().map_err(|error| not_kept(error.to_string()))?;
        let missing = || not_kept(format!("no file holds the plugin `{digest}`; put it back from a backup"));
        let refused = |source| GenerationError::Refused { binding: binding.id.clone(), source };
        self.engine.load(&bytes.ok_or_else(missing)?, limits).map_err(refused)
    }

    /// A plugin that serves now, if it has the same bytes and limits: loaded once, its code is in memory
    /// once.
    fn lent(&self, digest: Digest, limits: Limits) -> Option<Plugin> {
        let same =
            |plugin: &Plugin| plugin.digest().as_bytes() == digest.as_bytes() && plugin.limits() == limits;
        let mut plugins = self.serving?.bindings.iter().map(|binding| &binding.plugin);
        plugins.find(|plugin| same(plugin)).cloned()
    }
}

/// The config that would make the generation.
fn declared(record: &GenerationRecord, standing: &Standing) -> Result<Config, String> {
    let nothing = Config::from_toml(toml::Table::new(), Path::new(""));
    let nothing = nothing.map_err(|_| "an empty config is refused; please report it")?;
    let bindings = record.bindings.iter().map(|binding| bound(binding, standing));
    Ok(Config {
        bindings: bindings.collect::<Result<_, _>>()?,
        profile: standing.profile(),
        fallback_jurisdictions: standing.fallback_jurisdictions.clone(),
        confidence_wanted: standing.confidence(),
        ..nothing
    })
}

fn bound(binding: &BindingRecord, standing: &Standing) -> Result<BindingConfig, String> {
    let id = binding.plugin.to_string();
    let settings = serde_json::from_slice(&binding.settings);
    Ok(BindingConfig {
        settings: settings
            .map_err(|error| format!("the settings of `{id}` on record cannot be read: {error}"))?,
        file: PathBuf::new(),
        mode: match binding.mode {
            RecordedMode::Enforce => Mode::Enforce,
            RecordedMode::Shadow => Mode::Shadow,
            RecordedMode::Off => Mode::Off,
        },
        large_memory: standing.large_memory.contains(&binding.plugin),
        allow_stubbed_wasi: standing.stubbed_wasi.contains(&binding.plugin),
        id,
    })
}
