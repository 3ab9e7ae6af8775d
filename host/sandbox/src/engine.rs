mod cache;
mod compiler;
mod config;
mod error;
mod fingerprint;
mod ticker;

use std::path::PathBuf;
use std::sync::Arc;

use wasmtime::component::{Component, Linker};

use self::cache::Cache;
use self::compiler::Compiler;
pub use self::error::EngineError;
pub use self::fingerprint::Fingerprint;
use crate::call::CallState;
use crate::{Digest, Limits, LoadError, Plugin, load};

/// How an engine is built.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Threads that run plugin calls.
    pub threads: usize,
    /// Bindings that are expected; with the threads it sets how many memory slots stay warm.
    pub bindings: usize,
    /// The private folder of compiled code; none: nothing is kept on disk.
    pub cache: Option<PathBuf>,
    /// Whether instances come from a pool where the machine allows it. Without, each call maps
    /// and unmaps its own memory and is some four times slower.
    pub pool: bool,
}

impl Default for EngineOptions {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { threads, bindings: 16, cache: None, pool: true }
    }
}

/// The one engine of a server: compiles plugins and holds the pool of instances. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    parts: Arc<Parts>,
}

struct Parts {
    wasmtime: wasmtime::Engine,
    compiler: Compiler,
    cache: Option<Cache>,
    fingerprint: Fingerprint,
    pooled: bool,
    chance: Option<fn() -> u32>,
}

/// What a guest of the tests may import of an engine with a chance.
const CHANCE: &str = "test:chance/number@1.0.0";

impl Engine {
    /// Builds the engine and starts its two threads: one ticks, one compiles.
    ///
    /// # Errors
    /// The machine cannot run compiled code, a thread could not be started, or the folder of
    /// compiled code is not private.
    pub fn new(options: &EngineOptions) -> Result<Self, EngineError> {
        Self::built(options, None)
    }

    /// An engine whose guests may ask for a number by chance. No plugin of a server can differ from itself,
    /// since it can import nothing; the tests of what happens to one that does need this. No config leads here.
    ///
    /// # Errors
    /// As [`Engine::new`].
    #[doc(hidden)]
    pub fn with_chance(options: &EngineOptions, chance: fn() -> u32) -> Result<Self, EngineError> {
        Self::built(options, Some(chance))
    }

    fn built(options: &EngineOptions, chance: Option<fn() -> u32>) -> Result<Self, EngineError> {
        let (wasmtime, pooled) = config::engine(options)?;
        let fingerprint = Fingerprint::of(&wasmtime);
        let cache = options.cache.as_deref().map(Cache::open).transpose()?;
        ticker::start(&wasmtime)?;
        let compiler = Compiler::start(&wasmtime)?;
        let parts = Parts { wasmtime, compiler, cache, fingerprint, pooled, chance };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// Loads a plugin from its bytes, a core module or a component, and checks all that can be
    /// checked before it is asked anything. Takes milliseconds for a small plugin, seconds for
    /// an interpreter whose code is not in the cache.
    ///
    /// # Errors
    /// What is wrong with the plugin, in words for the operator.
    pub fn load(&self, bytes: &[u8], limits: Limits) -> Result<Plugin, LoadError> {
        load::load(self, bytes, limits)
    }

    /// Loads a plugin without asking it anything but its manifest: for the gate, which asks the rest step
    /// by step, with the settings that the plugin will have.
    ///
    /// # Errors
    /// As [`Engine::load`].
    pub fn open(&self, bytes: &[u8], limits: Limits) -> Result<Plugin, LoadError> {
        load::open(self, bytes, limits)
    }

    /// What decides whether two engines run a plugin in the same way. Part of each stored
    /// decision, and of the name of each compiled file.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.parts.fingerprint
    }

    /// Whether instances come from a pool.
    #[must_use]
    pub fn is_pooled(&self) -> bool {
        self.parts.pooled
    }

    pub(crate) fn wasmtime(&self) -> &wasmtime::Engine {
        &self.parts.wasmtime
    }

    /// A linker that provides nothing: a plugin is a pure function.
    pub(crate) fn linker(&self) -> wasmtime::Result<Linker<CallState>> {
        let mut linker = Linker::new(&self.parts.wasmtime);
        if let Some(chance) = self.parts.chance {
            linker.instance(CHANCE)?.func_wrap("next", move |_, ()| Ok((chance(),)))?;
        }
        Ok(linker)
    }

    /// What a guest may import beside types.
    pub(crate) fn provided(&self) -> &'static [&'static str] {
        if self.parts.chance.is_some() { &[CHANCE] } else { &[] }
    }

    /// Compiled code from the cache, or compiled now and kept.
    pub(crate) fn compile(&self, digest: Digest, component: &[u8]) -> Result<Component, LoadError> {
        let parts = &self.parts;
        let kept = parts.cache.as_ref();
        if let Some(found) = kept.and_then(|cache| cache.find(&parts.wasmtime, digest, &parts.fingerprint)) {
            return Ok(found);
        }
        let compiled = parts.compiler.compile(component)?;
        if let Some(cache) = kept {
            cache.keep(digest, &parts.fingerprint, &compiled);
        }
        Ok(compiled)
    }
}
