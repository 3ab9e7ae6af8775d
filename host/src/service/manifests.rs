//! Manifests of plugins that once took part: read again from the bytes that the ledger keeps.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use praetor_decision::manifest::Manifest;
use praetor_ledger::{Digest, Store};
use praetor_sandbox::{Engine, Limits};

use crate::engine::Generation;

/// Manifests kept of plugins that serve no more; a server sees a few versions of each plugin.
const KEPT: usize = 256;

/// The manifests of former plugins, by the digest of their bytes.
#[derive(Default)]
pub(super) struct Manifests {
    former: Mutex<HashMap<Digest, Arc<Manifest>>>,
}

impl Manifests {
    /// The manifest of these bytes: of a plugin at work, of one that was read before, or read
    /// now. None if the bytes are not kept, or this version refuses them.
    pub(super) fn find(
        &self,
        digest: Digest,
        generation: Option<&Generation>,
        store: &dyn Store,
        engine: &Engine,
    ) -> Option<Arc<Manifest>> {
        if let Some(serving) = generation.and_then(|generation| serving(digest, generation)) {
            return Some(serving);
        }
        let known = self.former.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
        if let Some(known) = known {
            return Some(known);
        }
        let manifest = Arc::new(load(digest, store, engine)?);
        let mut former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        if former.len() >= KEPT {
            former.clear();
        }
        former.insert(digest, Arc::clone(&manifest));
        Some(manifest)
    }
}

fn serving(digest: Digest, generation: &Generation) -> Option<Arc<Manifest>> {
    let mut bindings = generation.bindings.iter();
    let binding = bindings.find(|binding| binding.plugin.digest().as_bytes() == digest.as_bytes())?;
    Some(Arc::clone(&binding.manifest))
}

fn load(digest: Digest, store: &dyn Store, engine: &Engine) -> Option<Manifest> {
    let kept = store.plugin(digest).wait();
    let bytes =
        kept.inspect_err(|error| tracing::error!(%error, "a stored plugin cannot be read")).ok()??;
    let plugin = engine.load(&bytes, Limits::most());
    let plugin = plugin.inspect_err(|error| tracing::error!(%error, "a stored plugin is refused")).ok()?;
    Some(plugin.manifest().clone())
}
