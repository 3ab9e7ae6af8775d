//! From bytes to a plugin: every check that can be made before the first question.

mod binary;
mod bind;
mod encode;
mod error;
mod gate;
mod manifest;
mod probe;
#[cfg(test)]
mod tests;

use praetor_decision::manifest::Manifest;
use wasmtime::component::Linker;

pub use self::error::LoadError;
use crate::call::{CallState, Callee};
use crate::plugin::{Exports, Plugin, describe};
use crate::{Digest, Engine, Limits, stubs};

/// Loads a plugin that imports nothing, or under its limits a stubbed system.
pub(crate) fn load(engine: &Engine, bytes: &[u8], limits: Limits) -> Result<Plugin, LoadError> {
    load_linked(engine, bytes, limits, &engine.linker(), &[])
}

/// The whole way. The linker and the imports that it provides are arguments for the tests alone,
/// which need a guest that is not a pure function.
fn load_linked(
    engine: &Engine,
    bytes: &[u8],
    limits: Limits,
    linker: &Linker<CallState>,
    provided: &[&str],
) -> Result<Plugin, LoadError> {
    let digest = Digest::of(bytes);
    let form = binary::check(bytes)?;
    let encoded = encode::component(bytes, form)?;
    binary::check_counts(&encoded)?;
    let component = engine.compile(digest, &encoded)?;
    gate::imports(engine, &component, provided, limits)?;
    let exported = gate::exports(engine, &component, limits)?;
    let pre = if limits.stubbed_wasi {
        stubs::linker(engine.wasmtime(), &component).and_then(|stubs| stubs.instantiate_pre(&component))
    } else {
        linker.instantiate_pre(&component)
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
    let plugin = Plugin::new(bytes, manifest, callee, exports);
    probe::answers_alike(&plugin)?;
    Ok(plugin)
}

fn described(callee: &Callee, exports: &Exports) -> Result<Manifest, LoadError> {
    describe(callee, &exports.describe).map_err(|error| match error {
        error if error.environmental() => LoadError::Environmental(error),
        error => LoadError::Describe(error),
    })
}
