//! Starting: the ledger first, then the plugins, and a word in the log if they have changed.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;
use jiff::tz::TimeZone;
use praetor_ledger::{Ledger, LedgerOptions};
use praetor_sandbox::{Engine, EngineOptions, Workers};

use super::first::First;
use super::manifests::Manifests;
use super::refusals::Refusals;
use super::shadow::Shadows;
use super::{OpenError, Service, embedded};
use crate::config::Config;
use crate::doctor::Places;
use crate::publishing::Publisher;
use crate::replay::Replayer;

/// The number of this log. A fleet gives each server its own.
const LOG: u32 = 1;

/// How to start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Who puts the plugins to work: the name of the config file.
    pub actor: &'a str,
    /// The bindings of the config file take the place of those on record, where they differ.
    pub apply_config: bool,
}

impl Service {
    /// Opens the ledger, loads the plugins, and records the generation if it differs from the one
    /// recorded last. An empty ledger gets the bindings of the config file.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing then serves.
    pub fn open(config: &Config, start: Start<'_>) -> Result<Self, OpenError> {
        let zone = TimeZone::get(&config.time_zone)
            .map_err(|source| OpenError::TimeZone { name: config.time_zone.clone(), source })?;
        make_private(&config.data_dir)?;
        let store = embedded(Ledger::open(&ledger_options(config))?);
        let usual = EngineOptions::default();
        let options = EngineOptions {
            bindings: config.bindings.len().max(usual.bindings),
            cache: Some(config.data_dir.join("compiled")),
            ..usual
        };
        let workers = Workers::start(options.threads).map_err(OpenError::Threads)?;
        let engine = Engine::new(&options)?;
        let schedule = First { config, start, engine: &engine, store: &*store }.load()?;
        let refusals = Refusals::on_record(&*store)?;
        let publisher =
            Publisher::start(&config.publishing, Arc::clone(&store)).map_err(OpenError::Threads)?;
        let replayer = Arc::new(Replayer::new(Arc::clone(&store), engine.clone()));
        let shadows = Shadows::start(&store, config.shadow_share, &schedule)?;
        Ok(Self {
            store,
            publisher,
            engine,
            workers,
            config: config.clone(),
            schedule: ArcSwap::from_pointee(schedule),
            changing: Mutex::new(()),
            refusals,
            manifests: Manifests::default(),
            replayer,
            shadows,
            replaying: Arc::default(),
            ending: AtomicBool::new(false),
            live: AtomicUsize::new(0),
            zone,
            decided: Default::default(),
            places: Places::of(config),
        })
    }
}

/// Where the ledger of a config is.
#[must_use]
pub fn ledger_options(config: &Config) -> LedgerOptions {
    LedgerOptions {
        folder: config.data_dir.clone(),
        keys: config.key_file.clone(),
        log: LOG,
        erasure_deadline: config.erasure_deadline,
        origin: config.origin.clone(),
        backup: config.backup.clone(),
        retention: config.retention.clone(),
        ..LedgerOptions::in_folder(&config.data_dir)
    }
}

/// Makes the folder if it is missing; others may not look into it.
fn make_private(folder: &Path) -> Result<(), OpenError> {
    let wrong = |source| OpenError::Folder { folder: folder.to_owned(), source };
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(wrong)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(wrong)?;
    }
    Ok(())
}
