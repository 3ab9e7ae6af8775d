//! Generations of the past, made again from their records and from the bytes of their plugins.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use praetor_ledger::{GenerationRecord, Store};
use praetor_sandbox::Engine;

use super::Outcome;
use crate::config::{BindingConfig, Config};
use crate::engine::{Generation, Kept as KeptPlugins, Schedule, Standing, bind_all, kept};
use crate::limits::{PAST_GENERATIONS, REPLAY_RETRY_SECONDS};

/// A generation of the past.
pub(super) struct PastGeneration {
    pub(super) schedule: Schedule,
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
        let lent = self.serving.map_or(&[][..], |serving| &serving.bindings);
        let plugins = KeptPlugins::new(self.store, self.engine, lent);
        let plugin = |binding: &BindingConfig| plugins.plugin(binding);
        let mut attempts = 1..LOADS;
        let schedule = loop {
            let bound = bind_all(&config, &[], &plugin);
            match bound.and_then(|bindings| Schedule::new(number, bindings, &config)) {
                Ok(schedule) => break schedule,
                Err(error) if error.environmental() && attempts.next().is_some() => {}
                Err(error) => return Err(error.to_string()),
            }
        };
        Ok(PastGeneration { schedule, standing })
    }
}

/// The config that would make the generation.
fn declared(record: &GenerationRecord, standing: &Standing) -> Result<Config, String> {
    let nothing = Config::from_toml(toml::Table::new(), Path::new(""));
    let nothing = nothing.map_err(|_| "an empty config is refused; please report it")?;
    Ok(Config {
        bindings: kept::declared(record, standing)?,
        profile: standing.profile(),
        fallback_jurisdictions: standing.fallback_jurisdictions.clone(),
        confidence_wanted: standing.confidence(),
        ..nothing
    })
}
