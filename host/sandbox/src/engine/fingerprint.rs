use std::fmt;
use std::hash::{Hash, Hasher};

use sha2::{Digest as _, Sha256};

use crate::limits::{ANSWER_BYTES, FUEL, MAX_FINDINGS, MAX_LIST, MEMORY_BYTES};

/// The wasmtime that is linked; a test compares it with the lock file.
pub(crate) const WASMTIME: &str = "48.0.8";

/// The encoder of core modules that is linked; a test compares it with the lock file.
pub(crate) const WIT_COMPONENT: &str = "0.263.0";

/// What decides whether two engines run a plugin in the same way: the versions of wasmtime, of
/// the encoder and of this crate, the settings and the limits.
#[derive(Clone, PartialEq, Eq)]
pub struct Fingerprint {
    digest: [u8; 32],
}

impl Fingerprint {
    pub(super) fn of(engine: &wasmtime::Engine) -> Self {
        let mut sum = Sum(Sha256::new());
        (WASMTIME, WIT_COMPONENT, env!("CARGO_PKG_VERSION")).hash(&mut sum);
        (FUEL, MEMORY_BYTES, ANSWER_BYTES, MAX_FINDINGS, MAX_LIST).hash(&mut sum);
        engine.precompile_compatibility_hash().hash(&mut sum);
        Self { digest: sum.0.finalize().into() }
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl fmt::Display for Fingerprint {
    /// `wasmtime-48.0.8/` and sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wasmtime-{WASMTIME}/")?;
        self.digest.iter().take(8).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// A hasher whose sums are the same on every build and machine, unlike those of `std`.
struct Sum(Sha256);

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let sum = self.0.clone().finalize();
        sum.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::{WASMTIME, WIT_COMPONENT};

    #[test]
    fn the_versions_named_are_the_versions_linked() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
        let lock = std::fs::read_to_string(root).unwrap();
        for (name, version) in [("wasmtime", WASMTIME), ("wit-component", WIT_COMPONENT)] {
            let entry = format!("name = \"{name}\"\nversion = \"{version}\"");
            assert!(lock.contains(&entry), "{name} is not {version}");
        }
    }
}
