//! Starting: the ledger first, then the plugins, and a word in the log if they have changed.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize};

use arc_swap::ArcSwap;
use jiff::tz::TimeZone;
use praetor_ledger::{EventRecord, GenerationRecord, Ledger, LedgerOptions, Record, Store};
use praetor_sandbox::{Engine, EngineOptions, Workers};

use super::manifests::Manifests;
use super::{OpenError, Service, embedded};
use crate::config::Config;
use crate::doctor::Places;
use crate::engine::{Generation, Loader, Standing, record};
use crate::publishing::Publisher;
use crate::replay::Replayer;

/// The number of this log. A fleet gives each server its own.
const LOG: u32 = 1;

impl Service {
    /// Opens the ledger, loads the plugins, and records the generation if it differs from the one
    /// recorded last. `actor` names who put it to work: the config file.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing then serves.
    pub fn open(config: &Config, actor: &str) -> Result<Self, OpenError> {
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
        let generation = load(config, actor, &engine, &*store)?;
        let publisher =
            Publisher::start(&config.publishing, Arc::clone(&store)).map_err(OpenError::Threads)?;
        let replayer = Arc::new(Replayer::new(Arc::clone(&store), engine.clone()));
        Ok(Self {
            store,
            publisher,
            engine,
            workers,
            generation: ArcSwap::from_pointee(generation),
            manifests: Manifests::default(),
            replayer,
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

fn load(config: &Config, actor: &str, engine: &Engine, store: &dyn Store) -> Result<Generation, OpenError> {
    let loader = Loader::new(engine, &config.signatures);
    let mut generation = Generation::of(config, 0, &|declared| loader.plugin(declared))?;
    generation.signatures = loader.signatures();
    // Bytes first: no record may name a plugin that is not kept.
    for bytes in loader.into_bytes() {
        store.put_plugin(bytes).wait()?;
    }
    let standing = serde_json::to_vec(&Standing::of(config)).unwrap_or_default();
    record_if_changed(&mut generation, actor, standing, store)?;
    Ok(generation)
}

/// Gives the generation its number: the recorded one if nothing changed, else the next.
fn record_if_changed(
    generation: &mut Generation,
    actor: &str,
    standing: Vec<u8>,
    store: &dyn Store,
) -> Result<(), OpenError> {
    let latest = store.latest_generation().wait()?.map(|(_, latest)| latest);
    generation.number = latest.as_ref().map_or(1, |latest| latest.number);
    let draft = record::generation_event(generation, actor, standing.clone());
    if let (Some(latest), Record::Event(EventRecord::Generation(now))) = (&latest, &draft.record)
        && same(latest, now)
    {
        return Ok(());
    }
    generation.number = latest.map_or(1, |latest| latest.number.saturating_add(1));
    let draft = record::generation_event(generation, actor, standing);
    store.append(store.prepare(&draft)?).wait()?;
    Ok(())
}

/// Who made it does not matter, what it is does.
fn same(latest: &GenerationRecord, now: &GenerationRecord) -> bool {
    latest.bindings == now.bindings && latest.standing == now.standing
}
