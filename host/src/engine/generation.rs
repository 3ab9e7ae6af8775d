//! A generation: the immutable set of bindings, profile and calendars that serves now.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use praetor_decision::calendar::Calendars;
use praetor_decision::manifest::{Confidence, Manifest, PluginKind};
use praetor_decision::{Day, Entity, Name};
use praetor_sandbox::{CallError, Deadline, Digest, Engine, Limits, LoadError, Plugin};
use praetor_wit::Dictionary;
use serde_json::{Map, Value as Json};
use thiserror::Error;

use crate::config::{BindingConfig, Config, Mode, ProfileEntry};
use crate::signing::{Signature, SignatureError, Trust, read_beside};
use crate::wire::settings::read_settings;
use crate::wire::{InputError, InputProblem, read_entities};

/// A plugin put to work.
#[derive(Clone)]
pub struct Binding {
    /// The loaded plugin.
    pub plugin: Plugin,
    /// What it says of itself. A vendor's plugin may be bound several times, so here its id is
    /// that of the binding.
    pub manifest: Arc<Manifest>,
    /// How it takes part.
    pub mode: Mode,
    /// The operator's settings.
    pub settings: Vec<Entity>,
    /// The settings as they were declared, canonical JSON.
    pub settings_json: Vec<u8>,
}

impl std::fmt::Debug for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Binding").field("id", &self.manifest.id).finish_non_exhaustive()
    }
}

/// The immutable set that serves now.
#[derive(Debug)]
pub struct Generation {
    /// Its number; it grows with each change.
    pub number: u64,
    /// The plugins at work, in the order of their ids.
    pub bindings: Vec<Binding>,
    /// Places to assume for a person of unknown residence.
    pub fallback_jurisdictions: Vec<Name>,
    /// Permissions that rest on less become reviews.
    pub confidence_wanted: Confidence,
    /// The holiday calendars.
    pub calendars: Calendars,
    /// How it stands with the signatures of the plugins that were loaded from files.
    pub signatures: BTreeMap<Digest, Signature>,
    /// The dictionary of the contract.
    pub dictionary: &'static Dictionary,
    profile: Vec<Standing>,
}

/// One entity of the controller profile, with the days on which it holds.
#[derive(Clone, Debug)]
struct Standing {
    entity: Entity,
    from: Option<Day>,
    until: Option<Day>,
}

/// Why a generation cannot be made.
#[derive(Debug, Error)]
pub enum GenerationError {
    /// A plugin's file cannot be read.
    #[error("cannot read the plugin of binding `{binding}`, `{}`: {source}; build it with `praetor plugin build`", file.display())]
    Unreadable {
        /// The binding.
        binding: String,
        /// Its file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The ledger has not the bytes of a plugin of the past.
    #[error("the plugin of binding `{binding}` cannot be had from the ledger: {says}")]
    NotKept {
        /// The binding.
        binding: String,
        /// Why.
        says: String,
    },
    /// A plugin is refused.
    #[error("the plugin of binding `{binding}` is refused: {source}")]
    Refused {
        /// The binding.
        binding: String,
        /// Why.
        source: LoadError,
    },
    /// Its signature is missing or wrong.
    #[error("the plugin of binding `{binding}` is refused: {source} ({})", source.code())]
    Unsigned {
        /// The binding.
        binding: String,
        /// What is wrong.
        source: SignatureError,
    },
    /// The settings do not fit the plugin's schema.
    #[error("the settings of binding `{binding}` are wrong:\n{source}")]
    Settings {
        /// The binding.
        binding: String,
        /// What is wrong.
        source: InputError,
    },
    /// The plugin could not be asked about its settings.
    #[error("the plugin of binding `{binding}` cannot check its settings: {source}")]
    Unchecked {
        /// The binding.
        binding: String,
        /// Why.
        source: CallError,
    },
    /// The controller profile names what the dictionary does not know.
    #[error("the controller profile is wrong:\n{0}")]
    Profile(InputError),
    /// Two bindings have one id.
    #[error("two bindings have the id `{0}`; give each vendor its own")]
    Twice(String),
    /// A law or a notice under another name than its own.
    #[error("binding `{binding}` holds the plugin `{plugin}`; only a vendor may be bound under another name")]
    Renamed {
        /// The binding.
        binding: String,
        /// The plugin's own id.
        plugin: String,
    },
    /// The dictionary or the calendars that were compiled in are faulty.
    #[error("{0}")]
    BuiltIn(String),
}

impl GenerationError {
    /// Whether the machine failed, and not what was declared: the same may be loaded a moment later.
    #[must_use]
    pub fn environmental(&self) -> bool {
        match self {
            Self::Refused { source: LoadError::Environmental(_), .. } => true,
            Self::Unchecked { source, .. } => source.environmental(),
            _ => false,
        }
    }
}

impl Generation {
    /// Loads every plugin of the config, checks all settings, and reads the profile.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing is half made.
    pub fn load(config: &Config, number: u64, engine: &Engine) -> Result<Self, GenerationError> {
        let loader = Loader::new(engine, &config.signatures);
        let mut generation = Self::of(config, number, &|declared| loader.plugin(declared))?;
        generation.signatures = loader.signatures();
        Ok(generation)
    }

    /// Puts plugins to work that `plugin` gives for each binding.
    ///
    /// # Errors
    /// As [`Generation::load`].
    pub fn of(
        config: &Config,
        number: u64,
        plugin: &dyn Fn(&BindingConfig) -> Result<Plugin, GenerationError>,
    ) -> Result<Self, GenerationError> {
        let built_in = |error: &dyn std::fmt::Display| GenerationError::BuiltIn(error.to_string());
        let dictionary = Dictionary::bundled().map_err(|error| built_in(&error))?;
        let calendars = Calendars::bundled().map_err(|error| built_in(&error))?;
        let mut bindings = vec![];
        for declared in &config.bindings {
            bindings.push(bind(declared, plugin(declared)?, dictionary)?);
        }
        bindings.sort_by(|a: &Binding, b: &Binding| a.manifest.id.cmp(&b.manifest.id));
        refuse_twins(&bindings)?;
        Ok(Self {
            number,
            bindings,
            fallback_jurisdictions: config.fallback_jurisdictions.clone(),
            confidence_wanted: config.confidence_wanted,
            calendars,
            signatures: BTreeMap::new(),
            dictionary,
            profile: read_profile(&config.profile, dictionary).map_err(GenerationError::Profile)?,
        })
    }

    /// The controller's standing facts on a day.
    #[must_use]
    pub fn profile_on(&self, day: Day) -> Vec<Entity> {
        let holds = |standing: &&Standing| {
            standing.from.is_none_or(|from| from <= day) && standing.until.is_none_or(|until| day <= until)
        };
        self.profile.iter().filter(holds).map(|standing| standing.entity.clone()).collect()
    }

    /// The binding of the vendor with this name.
    #[must_use]
    pub fn processor(&self, name: &str) -> Option<usize> {
        let is_it = |b: &Binding| b.manifest.kind == PluginKind::Processor && b.manifest.id == name;
        self.bindings.iter().position(is_it)
    }

    /// The id of a binding.
    #[must_use]
    pub fn id_of(&self, index: usize) -> Name {
        self.bindings.get(index).map(|binding| binding.manifest.id.clone()).unwrap_or_default()
    }
}

/// Loads plugins from files, each file once: many vendors may be bound to one.
pub struct Loader<'e> {
    engine: &'e Engine,
    trust: &'e Trust,
    signatures: RefCell<BTreeMap<Digest, Signature>>,
    loaded: RefCell<HashMap<(PathBuf, Limits), Plugin>>,
    bytes: RefCell<Vec<Vec<u8>>>,
}

impl<'e> Loader<'e> {
    /// Nothing is loaded yet.
    #[must_use]
    pub fn new(engine: &'e Engine, trust: &'e Trust) -> Self {
        let (loaded, bytes) = Default::default();
        Self { engine, trust, signatures: RefCell::default(), loaded, bytes }
    }

    /// How it stands with the signatures of everything that was loaded.
    #[must_use]
    pub fn signatures(&self) -> BTreeMap<Digest, Signature> {
        self.signatures.borrow().clone()
    }

    /// The plugin of a binding.
    ///
    /// # Errors
    /// Its file cannot be read, or the sandbox refuses it.
    pub fn plugin(&self, declared: &BindingConfig) -> Result<Plugin, GenerationError> {
        let key = (declared.file.clone(), declared.limits());
        if let Some(plugin) = self.loaded.borrow().get(&key) {
            return Ok(plugin.clone());
        }
        let (bytes, plugin, signature) = read_plugin(declared, self.engine, self.trust)?;
        self.signatures.borrow_mut().insert(plugin.digest(), signature);
        self.bytes.borrow_mut().push(bytes);
        self.loaded.borrow_mut().insert(key, plugin.clone());
        Ok(plugin)
    }

    /// The original bytes of everything that was loaded.
    #[must_use]
    pub fn into_bytes(self) -> Vec<Vec<u8>> {
        self.bytes.into_inner()
    }
}

fn read_plugin(
    declared: &BindingConfig,
    engine: &Engine,
    trust: &Trust,
) -> Result<(Vec<u8>, Plugin, Signature), GenerationError> {
    let binding = || declared.id.clone();
    let unreadable =
        |source| GenerationError::Unreadable { binding: binding(), file: declared.file.clone(), source };
    let unsigned = |source| GenerationError::Unsigned { binding: binding(), source };
    let bytes = std::fs::read(&declared.file).map_err(unreadable)?;
    let beside = read_beside(&declared.file).map_err(unreadable)?;
    let admitted = trust.admit(Digest::of(&bytes), beside.as_deref()).map_err(unsigned)?;
    let plugin = engine.load(&bytes, declared.limits());
    let plugin = plugin.map_err(|source| GenerationError::Refused { binding: binding(), source })?;
    let signature = admitted.confirm(plugin.manifest()).map_err(unsigned)?;
    if let Signature::Doubtful(error) = &signature {
        tracing::warn!(binding = declared.id, code = error.code(), %error, "a plugin is not signed as it should");
    }
    Ok((bytes, plugin, signature))
}

fn bind(
    declared: &BindingConfig,
    plugin: Plugin,
    dictionary: &Dictionary,
) -> Result<Binding, GenerationError> {
    let settings = settings_of(declared, &plugin, dictionary)?;
    let mut manifest = plugin.manifest().clone();
    if manifest.kind != PluginKind::Processor && manifest.id != declared.id {
        let (binding, plugin) = (declared.id.clone(), manifest.id.to_string());
        return Err(GenerationError::Renamed { binding, plugin });
    }
    manifest.id = declared.id.as_str().into();
    let settings_json = serde_json::to_vec(&declared.settings).unwrap_or_default();
    Ok(Binding { plugin, manifest: Arc::new(manifest), mode: declared.mode, settings, settings_json })
}

/// Reads the settings by the schema, then lets the plugin itself look at them.
fn settings_of(
    declared: &BindingConfig,
    plugin: &Plugin,
    dictionary: &Dictionary,
) -> Result<Vec<Entity>, GenerationError> {
    let binding = || declared.id.clone();
    let settings = read_settings(&declared.settings, plugin.manifest(), dictionary)
        .map_err(|source| GenerationError::Settings { binding: binding(), source })?;
    let problems = plugin
        .check_settings(&settings, Deadline::usual())
        .map_err(|source| GenerationError::Unchecked { binding: binding(), source })?;
    if problems.is_empty() {
        return Ok(settings);
    }
    let problems =
        problems.iter().map(|p| InputProblem::at(format!("/{}", p.key.replace('.', "/")), &*p.says));
    let source = InputError(problems.collect());
    Err(GenerationError::Settings { binding: binding(), source })
}

fn refuse_twins(bindings: &[Binding]) -> Result<(), GenerationError> {
    for pair in bindings.windows(2) {
        if let [a, b] = pair
            && a.manifest.id == b.manifest.id
        {
            return Err(GenerationError::Twice(a.manifest.id.to_string()));
        }
    }
    Ok(())
}

/// Each entry is read alone, since entries of different days may state the same entity; so
/// entities of a profile cannot refer to each other.
fn read_profile(profile: &[ProfileEntry], dictionary: &Dictionary) -> Result<Vec<Standing>, InputError> {
    let mut standings = vec![];
    for (entry, id) in profile.iter().zip(0..) {
        let many = dictionary.kind_by_json(&entry.json_key).is_some_and(|kind| kind.many);
        let facts = Json::Object(entry.facts.clone());
        let value = if many { Json::Array(vec![facts]) } else { facts };
        let mut object = Map::new();
        object.insert(entry.json_key.clone(), value);
        for mut entity in read_entities(&Json::Object(object), dictionary)? {
            entity.id = id;
            standings.push(Standing { entity, from: entry.from, until: entry.until });
        }
    }
    Ok(standings)
}
