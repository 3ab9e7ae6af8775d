//! Builds the guests of `tests/guests`, once in a run of the tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The bytes of one guest, as a plain build for `wasm32-unknown-unknown` writes them.
pub fn guest(name: &str) -> Vec<u8> {
    let file = built().join(format!("{}.wasm", name.replace('-', "_")));
    std::fs::read(&file).unwrap_or_else(|error| panic!("no guest `{name}`: {error}"))
}

fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build)
}

/// The outer build's flags are not the guests': they are for another machine.
fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = root.join("target/guests");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--release", "--examples"])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .arg("--manifest-path")
        .arg(root.join("tests/guests/Cargo.toml"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("CARGO_TARGET_DIR")
        .status();
    let built = status.is_ok_and(|status| status.success());
    assert!(built, "the guests did not build; `rustup target add wasm32-unknown-unknown` adds the target");
    target.join("wasm32-unknown-unknown/release/examples")
}
