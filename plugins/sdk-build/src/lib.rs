//! The build step of a plugin: reads `plugin.toml`, `law/**/*.toml` and `cases/**/*.toml`, and
//! writes the typed Rust that `praetor_sdk::law!` brings in. It refuses what is uncited, gapped
//! or misspelt, and says in which file, at which key, and what to do next.
//!
//! A plugin's `build.rs` is one line: `fn main() { praetor_sdk_build::build() }`.

mod cases;
mod citation;
mod date;
mod generate;
mod law;
mod node;
mod plugin_file;
mod refusal;
mod source;
mod spelling;
mod value;

use std::path::Path;
use std::{env, fs, io, process};

pub use refusal::Refusal;

/// The stack of a guest. Deep enough for rules, small enough to keep an instance's first memory
/// at a few pages.
const GUEST_STACK_BYTES: u32 = 64 * 1024;

/// What the build step makes of a plugin's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The module `law` as Rust.
    pub law: String,
    /// All case files one after another: again one TOML document, in which a comment
    /// `#:file cases/...` stands before the cases of each file.
    pub cases: String,
}

/// Runs the build step in a `build.rs`. Faults are shown as build errors, all of them at once.
pub fn build() {
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| ".".to_owned());
    for watched in ["plugin.toml", "law", "cases", "build.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    link();
    if let Err(refusals) = build_into(Path::new(&folder)) {
        for refusal in refusals {
            println!("cargo::error={refusal}");
        }
        process::exit(1);
    }
}

/// Reads a plugin's folder.
///
/// # Errors
/// Every fault that was found, in the order of the files.
pub fn read(folder: &Path) -> Result<Generated, Vec<Refusal>> {
    let refusals = refusal::Refusals::default();
    let plugin = plugin_file::read(folder, &refusals);
    let law = law::read(folder, &plugin, &refusals);
    let cases = cases::read(folder, &refusals);
    refusals.into_result()?;
    Ok(Generated { law: generate::law(&plugin, &law), cases })
}

fn build_into(folder: &Path) -> Result<(), Vec<Refusal>> {
    let generated = read(folder)?;
    let out = env::var("OUT_DIR").unwrap_or_default();
    let out = Path::new(&out);
    write(&out.join("law.rs"), &generated.law)?;
    write(&out.join("cases.toml"), &generated.cases)
}

fn write(path: &Path, text: &str) -> Result<(), Vec<Refusal>> {
    let unwritten = |error: io::Error| vec![Refusal::new("OUT_DIR", "", format!("does not write: {error}"))];
    fs::write(path, text).map_err(unwritten)
}

/// The stack size goes through the build script, since a user's `RUSTFLAGS` silently replaces
/// flags of a configuration file.
fn link() {
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={GUEST_STACK_BYTES}");
    }
}
