//! From bytes to a plugin: every check that can be made before the first question.

mod binary;
mod bind;
mod contract;
mod encode;
mod error;
mod gate;
mod manifest;
mod probe;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use praetor_decision::manifest::Manifest;

pub use self::error::LoadError;
use crate::call::Callee;
use crate::plugin::{Exports, Plugin, describe};
use crate::{Digest, Engine, Limits, stubs};

/// Loads a plugin that imports nothing, or under its limits a stubbed system, and asks it whether it
/// answers alike.
pub(crate) fn load(engine: &Engine, bytes: &[u8], limits: Limits) -> Result<Plugin, LoadError> {
    let plugin = open(engine, bytes, limits)?;
    plugin.answers_alike(&[])?;
    Ok(plugin)
}

/// Size, form, validity and what the bytes are made of: the first step, before anything is compiled or
/// run. Loading does the same.
///
/// # Errors
/// What is wrong with the bytes.
pub fn check_format(bytes: &[u8]) -> Result<(), LoadError> {
    component(bytes).map(drop)
}

fn component(bytes: &[u8]) -> Result<Cow<'_, [u8]>, LoadError> {
    let form = binary::check(bytes)?;
    let encoded = encode::component(bytes, form)?;
    binary::check_counts(&encoded)?;
    Ok(encoded)
}

/// The way up to the first question; of all that is asked before it, only whether the plugin answers alike is
/// left.
pub(crate) fn open(engine: &Engine, bytes: &[u8], limits: Limits) -> Result<Plugin, LoadError> {
    let digest = Digest::of(bytes);
    let encoded = component(bytes)?;
    let component = engine.compile(digest, &encoded)?;
    gate::imports(engine, &component, limits)?;
    let exported = gate::exports(engine, &component, limits)?;
    contract::check(&encoded)?;
    let pre = if limits.stubbed_wasi {
        stubs::linker(engine.wasmtime(), &component).and_then(|stubs| stubs.instantiate_pre(&component))
    } else {
        engine.linker().and_then(|linker| linker.instantiate_pre(&component))
    };
    let pre = pre.map_err(|error| LoadError::Compile { says: format!("{error:#}") })?;
    let callee = Callee::new(pre, limits);
    let exports = bind::exports(&callee)?;
    let manifest = described(&callee, &exports)?;
    let again = described(&callee, &exports)?;
    if manifest != again {
        return Err(LoadError::Differs { asked: "its manifest" });
    }
    manifest::check(&manifest, &exported)?;
    Ok(Plugin::new(bytes, manifest, callee, exports))
}

fn described(callee: &Callee, exports: &Exports) -> Result<Manifest, LoadError> {
    describe(callee, &exports.describe).map_err(|error| match error {
        error if error.environmental() => LoadError::Environmental(error),
        error => LoadError::Describe(error),
    })
}
