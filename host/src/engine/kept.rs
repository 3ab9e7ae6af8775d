//! Plugins from the bytes that the ledger keeps, and bindings from its records.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;

use praetor_ledger::{BindingRecord, Digest, GenerationRecord, Mode as RecordedMode, Store};
use praetor_sandbox::{Engine, Limits, Plugin};

use super::binding::Binding;
use super::generation::GenerationError;
use super::period::Period;
use super::standing::Standing;
use crate::config::{BindingConfig, Mode};

/// Loads plugins by the digests of their bytes, each once.
pub struct Kept<'a> {
    store: &'a dyn Store,
    engine: &'a Engine,
    serving: &'a [Binding],
    loaded: RefCell<HashMap<(Digest, Limits), Plugin>>,
}

impl<'a> Kept<'a> {
    /// Nothing is loaded yet. What serves lends its plugins.
    #[must_use]
    pub fn new(store: &'a dyn Store, engine: &'a Engine, serving: &'a [Binding]) -> Self {
        Self { store, engine, serving, loaded: RefCell::default() }
    }

    /// The plugin of a binding that names its digest.
    ///
    /// # Errors
    /// Its bytes are not kept, or this version refuses them.
    pub fn plugin(&self, binding: &BindingConfig) -> Result<Plugin, GenerationError> {
        let not_kept = |says: String| GenerationError::NotKept { binding: binding.id.clone(), says };
        let digest = binding.digest.ok_or_else(|| not_kept("nothing says which bytes".to_owned()))?;
        let limits = binding.limits();
        let key = (digest, limits);
        if let Some(plugin) = self.lent(digest, limits).or_else(|| self.loaded.borrow().get(&key).cloned()) {
            return Ok(plugin);
        }
        let bytes = self.store.plugin(digest).wait().map_err(|error| not_kept(error.to_string()))?;
        let missing = || not_kept(format!("no file holds the plugin `{digest}`; put it back from a backup"));
        let refused = |source| GenerationError::Refused { binding: binding.id.clone(), source };
        let plugin = self.engine.load(&bytes.ok_or_else(missing)?, limits).map_err(refused)?;
        self.loaded.borrow_mut().insert(key, plugin.clone());
        Ok(plugin)
    }

    /// A plugin that serves now, if it has the same bytes and limits: loaded once, its code is in memory
    /// once.
    fn lent(&self, digest: Digest, limits: Limits) -> Option<Plugin> {
        let same =
            |plugin: &Plugin| plugin.digest().as_bytes() == digest.as_bytes() && plugin.limits() == limits;
        self.serving.iter().map(|binding| &binding.plugin).find(|plugin| same(plugin)).cloned()
    }
}

/// The bindings of a generation on record, as a config would declare them.
///
/// # Errors
/// The settings of one cannot be read.
pub fn declared(record: &GenerationRecord, standing: &Standing) -> Result<Vec<BindingConfig>, String> {
    record.bindings.iter().map(|binding| bound(binding, standing)).collect()
}

fn bound(binding: &BindingRecord, standing: &Standing) -> Result<BindingConfig, String> {
    let id = binding.plugin.to_string();
    let settings = serde_json::from_slice(&binding.settings);
    Ok(BindingConfig {
        settings: settings
            .map_err(|error| format!("the settings of `{id}` on record cannot be read: {error}"))?,
        file: PathBuf::new(),
        digest: Some(binding.digest),
        mode: match binding.mode {
            RecordedMode::Enforce => Mode::Enforce,
            RecordedMode::Shadow => Mode::Shadow,
            RecordedMode::Off => Mode::Off,
        },
        large_memory: standing.large_memory.contains(&binding.plugin),
        allow_stubbed_wasi: standing.stubbed_wasi.contains(&binding.plugin),
        signature: standing.signatures.get(&binding.digest.to_string()).cloned(),
        period: Period { from: binding.from, until: binding.until },
        id,
    })
}
