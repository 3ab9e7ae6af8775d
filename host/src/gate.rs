//! The gate: every step that a plugin passes before it is put to work, in order. What fails leaves what
//! serves as it is.

mod cases;
mod step;

use std::collections::HashMap;
use std::thread;

use praetor_sandbox::limits::THREAD_STACK_BYTES;
use praetor_sandbox::{Digest, Engine, Plugin, check_format, step_back};
use praetor_wit::Dictionary;

use crate::config::BindingConfig;
use crate::engine::generation::{Binding, GenerationError, bind};

pub use cases::{Cost, Proof};
pub use step::{Refused, Step};

/// Takes plugins through the gate. One that is bound several times is compiled and proven once.
pub struct Gate<'e> {
    engine: &'e Engine,
    passed: HashMap<(Digest, bool), Passed>,
}

struct Passed {
    plugin: Plugin,
    proof: Option<Proof>,
}

/// A plugin that may be put to work.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The plugin with its settings.
    pub binding: Binding,
    /// What its own cases have shown.
    pub proof: Proof,
}

impl<'e> Gate<'e> {
    /// Nothing has passed yet.
    #[must_use]
    pub fn new(engine: &'e Engine) -> Self {
        Self { engine, passed: HashMap::new() }
    }

    /// Takes a plugin through all steps. Blocks, for seconds if it must be compiled.
    ///
    /// # Errors
    /// The first step that it does not pass.
    pub fn admit(&mut self, bytes: &[u8], declared: &BindingConfig) -> Result<Admitted, Refused> {
        let key = (Digest::of(bytes), declared.large_memory);
        let plugin = match self.passed.get(&key) {
            Some(passed) => passed.plugin.clone(),
            None => self.open(bytes, declared)?,
        };
        let binding = with_settings(declared, plugin)?;
        binding.plugin.answers_alike(&binding.settings)?;
        let proven = self.passed.get(&key).and_then(|passed| passed.proof);
        let proof = proven.map_or_else(|| cases::prove(bytes, &binding.plugin), Ok)?;
        let passed = Passed { plugin: binding.plugin.clone(), proof: Some(proof) };
        self.passed.insert(key, passed);
        Ok(Admitted { binding, proof })
    }

    fn open(&self, bytes: &[u8], declared: &BindingConfig) -> Result<Plugin, Refused> {
        check_format(bytes)?;
        // `Step::Signature` has its place here, before anything of the plugin is compiled or run.
        Ok(self.engine.open(bytes, declared.limits())?)
    }
}

/// The settings by the plugin's schema, and by the plugin itself.
fn with_settings(declared: &BindingConfig, plugin: Plugin) -> Result<Binding, Refused> {
    let dictionary = Dictionary::bundled_or_empty();
    bind(declared, plugin, dictionary).map_err(|error| {
        let (step, code) = match &error {
            GenerationError::Renamed { .. } => (Step::Manifest, "plugin-renamed"),
            GenerationError::Settings { .. } => (Step::Settings, "plugin-settings-wrong"),
            GenerationError::Unchecked { source, .. } if source.environmental() => {
                (Step::Settings, Refused::NOT_CHECKED)
            }
            _ => (Step::Settings, "plugin-settings-unchecked"),
        };
        Refused { step, code, says: error.to_string() }
    })
}

/// Takes one plugin through the gate, on a thread of low priority with room for guests: whoever asks
/// meanwhile comes first.
///
/// # Errors
/// As [`Gate::admit`]; the thread could not be had.
pub fn admit_aside(engine: &Engine, bytes: &[u8], declared: &BindingConfig) -> Result<Admitted, Refused> {
    let failed = || Refused::not_checked("the machine gave no thread to check the plugin on");
    thread::scope(|scope| {
        let work = || {
            step_back("praetor-gate");
            admit_patiently(engine, bytes, declared)
        };
        let builder = thread::Builder::new().name("praetor-gate".into()).stack_size(THREAD_STACK_BYTES);
        let running = builder.spawn_scoped(scope, work).map_err(|_| failed())?;
        running.join().unwrap_or_else(|_| Err(failed()))
    })
}

/// Attempts while the machine is too busy to check.
const ATTEMPTS: u8 = 3;

fn admit_patiently(engine: &Engine, bytes: &[u8], declared: &BindingConfig) -> Result<Admitted, Refused> {
    let mut gate = Gate::new(engine);
    let mut left = 1..ATTEMPTS;
    loop {
        match gate.admit(bytes, declared) {
            Err(refused) if refused.code == Refused::NOT_CHECKED && left.next().is_some() => {}
            done => return done,
        }
    }
}
