//! A binding: a plugin put to work under an id, in a mode, for a period, with settings.

use std::sync::Arc;

use praetor_decision::Entity;
use praetor_decision::manifest::{Manifest, PluginKind};
use praetor_sandbox::{Deadline, Digest, Plugin};
use praetor_wit::Dictionary;

use super::generation::GenerationError;
use super::period::Period;
use crate::config::{BindingConfig, Config, Mode};
use crate::signing::{Signature, Trust};
use crate::wire::settings::read_settings;
use crate::wire::{InputError, InputProblem};

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
    /// When it serves.
    pub period: Period,
    /// How it stands with its signature.
    pub signature: Signature,
    /// The operator's settings.
    pub settings: Vec<Entity>,
    /// The settings as they were declared, canonical JSON.
    pub settings_json: Vec<u8>,
}

impl Binding {
    /// Whether it is the plugin, with the limits and settings, that is declared.
    fn is(&self, declared: &BindingConfig) -> bool {
        let settings = || serde_json::to_vec(&declared.settings).unwrap_or_default();
        self.manifest.id == declared.id.as_str()
            && declared.digest.is_some_and(|digest| digest.as_bytes() == self.plugin.digest().as_bytes())
            && self.plugin.limits() == declared.limits()
            && self.settings_json == settings()
    }

    /// The same plugin, in the mode and the period that are declared.
    fn again(&self, declared: &BindingConfig) -> Self {
        Self { mode: declared.mode, period: declared.period, ..self.clone() }
    }
}

impl std::fmt::Debug for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Binding").field("id", &self.manifest.id).finish_non_exhaustive()
    }
}

/// A plugin that is taken in spite of its signature is worth a line in the log.
pub(crate) fn warn_if_doubtful(binding: &str, signature: &Signature) {
    if let Signature::Doubtful(error) = signature {
        tracing::warn!(binding, code = error.code(), %error, "a plugin is not signed as it should");
    }
}

/// Puts a plugin to work for each binding of a config. What is lent is bound so already: it is loaded, and
/// its settings are checked.
///
/// # Errors
/// A plugin cannot be had, its settings are wrong, or it has another name than its binding.
pub fn bind_all(
    config: &Config,
    lent: &[Binding],
    plugin: &dyn Fn(&BindingConfig) -> Result<Plugin, GenerationError>,
) -> Result<Vec<Binding>, GenerationError> {
    let dictionary = Dictionary::bundled().map_err(|error| GenerationError::BuiltIn(error.to_string()))?;
    let trust = &config.signatures;
    let bind = |declared: &BindingConfig| match lent.iter().find(|binding| binding.is(declared)) {
        Some(lent) => bind_signed(declared, trust, &|| Ok(lent.again(declared))),
        None => bind_signed(declared, trust, &|| bind(declared, plugin(declared)?, dictionary)),
    };
    config.bindings.iter().map(bind).collect()
}

/// A plugin from kept bytes is asked for its signature whenever it is put to work again: the operator may
/// trust others now. One from a file was asked where it was read.
fn bind_signed(
    declared: &BindingConfig,
    trust: &Trust,
    bind: &dyn Fn() -> Result<Binding, GenerationError>,
) -> Result<Binding, GenerationError> {
    let unsigned = |source| GenerationError::Unsigned { binding: declared.id.clone(), source };
    let Some(digest) = declared.digest else {
        return bind();
    };
    let admitted = trust.admit(Digest::from(*digest.as_bytes()), declared.signature_bytes());
    let admitted = admitted.map_err(unsigned)?;
    let binding = bind()?;
    let signature = admitted.confirm(binding.plugin.manifest()).map_err(unsigned)?;
    warn_if_doubtful(&declared.id, &signature);
    Ok(Binding { signature, ..binding })
}

/// Puts a loaded plugin to work.
pub(crate) fn bind(
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
    let (mode, period) = (declared.mode, declared.period);
    let (manifest, signature) = (Arc::new(manifest), Signature::NotAsked);
    Ok(Binding { plugin, manifest, mode, period, signature, settings, settings_json })
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
