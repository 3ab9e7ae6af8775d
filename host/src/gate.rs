//! The gate: every step that a plugin passes before it is put to work, in order. What fails leaves what
//! serves as it is.

mod cases;
mod step;

use std::collections::HashMap;
use std::thread;

use praetor_sandbox::limits::THREAD_STACK_BYTES;
use praetor_sandbox::{Digest, Engine, Limits, Plugin, check_format, step_back};
use praetor_wit::Dictionary;

use crate::config::BindingConfig;
use crate::engine::GenerationError;
use crate::engine::binding::{Binding, bind, warn_if_doubtful};
use crate::signing::Trust;

pub use cases::{Peak, Proof};
pub use step::{Refused, Step};

/// Takes plugins through the gate. One that is bound several times is compiled and proven once.
pub struct Gate<'e> {
    engine: &'e Engine,
    trust: &'e Trust,
    passed: HashMap<(Digest, Limits), Passed>,
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

impl Admitted {
    /// The id of the binding, and what its plugin's cases have shown.
    #[must_use]
    pub fn proven(&self) -> (String, Proof) {
        (self.binding.manifest.id.to_string(), self.proof)
    }
}

impl<'e> Gate<'e> {
    /// Nothing has passed yet.
    #[must_use]
    pub fn new(engine: &'e Engine, trust: &'e Trust) -> Self {
        Self { engine, trust, passed: HashMap::new() }
    }

    /// Takes a plugin through all steps. Blocks, for seconds if it must be compiled.
    ///
    /// # Errors
    /// The first step that it does not pass.
    pub fn admit(&mut self, bytes: &[u8], declared: &BindingConfig) -> Result<Admitted, Refused> {
        let key = (Digest::of(bytes), declared.limits());
        let known = self.passed.get(&key).map(|passed| passed.plugin.clone());
        if known.is_none() {
            check_format(bytes)?;
        }
        let signed = self.trust.admit(key.0, declared.signature_bytes())?;
        let plugin = known.map_or_else(|| self.engine.open(bytes, declared.limits()), Ok)?;
        // What was signed of the manifest can be compared only now that the plugin has said what it is.
        let signature = signed.confirm(plugin.manifest())?;
        warn_if_doubtful(&declared.id, &signature);
        let binding = Binding { signature, ..with_settings(declared, plugin)? };
        binding.plugin.answers_alike(&binding.settings)?;
        let proven = self.passed.get(&key).and_then(|passed| passed.proof);
        let proof = proven.map_or_else(|| cases::prove(bytes, &binding.plugin), Ok)?;
        let passed = Passed { plugin: binding.plugin.clone(), proof: Some(proof) };
        self.passed.insert(key, passed);
        Ok(Admitted { binding, proof })
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

/// Takes plugins through the gate, one after the other, on a thread of low priority with room for guests:
/// whoever asks meanwhile comes first.
///
/// # Errors
/// The place of the first that is refused, and why, as [`Gate::admit`] says; or the thread could not be had.
pub fn admit_aside(
    engine: &Engine,
    trust: &Trust,
    plugins: &[(BindingConfig, Vec<u8>)],
) -> Result<Vec<Admitted>, (usize, Refused)> {
    let failed = || (0, Refused::not_checked("the machine gave no thread to check the plugin on"));
    thread::scope(|scope| {
        let work = || {
            step_back("praetor-gate");
            let mut gate = Gate::new(engine, trust);
            let admit = |(place, (declared, bytes)): (usize, &(BindingConfig, Vec<u8>))| {
                admit_patiently(&mut gate, bytes, declared).map_err(|refused| (place, refused))
            };
            plugins.iter().enumerate().map(admit).collect()
        };
        let builder = thread::Builder::new().name("praetor-gate".into()).stack_size(THREAD_STACK_BYTES);
        let running = builder.spawn_scoped(scope, work).map_err(|_| failed())?;
        running.join().unwrap_or_else(|_| Err(failed()))
    })
}

/// Attempts while the machine is too busy to check.
const ATTEMPTS: u8 = 3;

fn admit_patiently(gate: &mut Gate<'_>, bytes: &[u8], declared: &BindingConfig) -> Result<Admitted, Refused> {
    let mut left = 1..ATTEMPTS;
    loop {
        match gate.admit(bytes, declared) {
            Err(refused) if refused.code == Refused::NOT_CHECKED && left.next().is_some() => {}
            done => return done,
        }
    }
}
