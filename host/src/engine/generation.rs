//! A generation: the immutable set of bindings, profile and calendars that serves now.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use praetor_decision::calendar::Calendars;
use praetor_decision::manifest::{Confidence, PluginKind};
use praetor_decision::{Day, Entity, Name};
use praetor_ledger::Timestamp;
use praetor_sandbox::{CallError, Digest, Engine, Limits, LoadError, Plugin};
use praetor_wit::Dictionary;
use serde_json::{Map, Value as Json};
use thiserror::Error;

use super::binding::{Binding, bind_all, warn_if_doubtful};
use super::schedule::Schedule;
use crate::config::{BindingConfig, Config, ProfileEntry};
use crate::signing::{SignatureError, Trust, read_beside};
use crate::wire::{InputError, read_entities};

/// The immutable set that serves: what one number stands for, in one of its eras.
#[derive(Clone, Debug)]
pub struct Generation {
    /// Its number; it grows with each change.
    pub number: u64,
    /// Since when these of its bindings serve; none: it always did.
    pub era: Option<Timestamp>,
    /// The plugins at work, in the order of their ids.
    pub bindings: Vec<Binding>,
    /// Plugins that are asked beside them, and change nothing.
    pub shadows: Vec<Binding>,
    /// Places to assume for a person of unknown residence.
    pub fallback_jurisdictions: Vec<Name>,
    /// Permissions that rest on less become reviews.
    pub confidence_wanted: Confidence,
    /// The holiday calendars.
    pub calendars: &'static Calendars,
    /// The dictionary of the contract.
    pub dictionary: &'static Dictionary,
    pub(super) profile: Vec<Standing>,
}

/// One entity of the controller profile, with the days on which it holds.
#[derive(Clone, Debug)]
pub(super) struct Standing {
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
    /// Two bindings have one id at the same time.
    #[error(
        "two bindings have the id `{0}` at the same time; give each vendor its own, or each version its period"
    )]
    Twice(String),
    /// Two periods of one id would call their plugins under different limits.
    #[error(
        "two periods of binding `{0}` have different limits; give both the same `large_memory` and `allow_stubbed_wasi`"
    )]
    Unlike(String),
    /// A binding would never serve.
    #[error("binding `{0}` ends before it begins; set `until` later than `from`")]
    Never(String),
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
    /// Loads every plugin of the config, checks all settings, reads the profile, and gives what serves
    /// at this moment.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing is half made.
    pub fn load(config: &Config, number: u64, engine: &Engine) -> Result<Arc<Self>, GenerationError> {
        let loader = Loader::new(engine, &config.signatures);
        Self::of(config, number, &|declared| loader.plugin(declared))
    }

    /// Puts plugins to work that `plugin` gives for each binding, and gives what serves at this moment.
    ///
    /// # Errors
    /// As [`Generation::load`].
    pub fn of(
        config: &Config,
        number: u64,
        plugin: &dyn Fn(&BindingConfig) -> Result<Plugin, GenerationError>,
    ) -> Result<Arc<Self>, GenerationError> {
        let schedule = Schedule::new(number, bind_all(config, &[], plugin)?, config)?;
        let now = u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap_or_default();
        Ok(Arc::clone(schedule.at(Timestamp(now))))
    }

    /// The same with a candidate in the place of what is bound under its id, or beside all others if
    /// nothing is. It takes part as it is bound, so bind it in the mode in which it shall speak.
    #[must_use]
    pub fn with(&self, candidate: Binding) -> Self {
        let id = candidate.manifest.id.clone();
        let mut bindings = self.bindings.clone();
        match bindings.binary_search_by(|binding| binding.manifest.id.cmp(&id)) {
            Ok(place) => {
                let _replaced = bindings.get_mut(place).map(|bound| std::mem::replace(bound, candidate));
            }
            Err(place) => bindings.insert(place, candidate),
        }
        Self { bindings, ..self.clone() }
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
    loaded: RefCell<HashMap<(PathBuf, Limits), Plugin>>,
}

impl<'e> Loader<'e> {
    /// Nothing is loaded yet.
    #[must_use]
    pub fn new(engine: &'e Engine, trust: &'e Trust) -> Self {
        Self { engine, trust, loaded: RefCell::default() }
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
        let plugin = read_plugin(declared, self.engine, self.trust)?;
        self.loaded.borrow_mut().insert(key, plugin.clone());
        Ok(plugin)
    }
}

fn read_plugin(declared: &BindingConfig, engine: &Engine, trust: &Trust) -> Result<Plugin, GenerationError> {
    let binding = || declared.id.clone();
    let unreadable =
        |source| GenerationError::Unreadable { binding: binding(), file: declared.file.clone(), source };
    let unsigned = |source| GenerationError::Unsigned { binding: binding(), source };
    let bytes = std::fs::read(&declared.file).map_err(unreadable)?;
    let beside = read_beside(&declared.file).map_err(unreadable)?;
    let admitted = trust.admit(Digest::of(&bytes), beside.as_deref()).map_err(unsigned)?;
    let plugin = engine.load(&bytes, declared.limits());
    let plugin = plugin.map_err(|source| GenerationError::Refused { binding: binding(), source })?;
    warn_if_doubtful(&declared.id, &admitted.confirm(plugin.manifest()).map_err(unsigned)?);
    Ok(plugin)
}

/// Each entry is read alone, since entries of different days may state the same entity; so
/// entities of a profile cannot refer to each other.
pub(super) fn read_profile(
    profile: &[ProfileEntry],
    dictionary: &Dictionary,
) -> Result<Vec<Standing>, InputError> {
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
