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
    /// The files that `plugin.toml` includes, from the plugin's folder.
    pub included: Vec<String>,
}

/// Runs the build step in a `build.rs`. Faults are shown as build errors, all of them at once.
pub fn build() {
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| ".".to_owned());
    for watched in ["plugin.toml", "law", "cases", "build.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    link();
    stop_on(build_into(Path::new(&folder)));
}

fn stop_on(built: Result<(), Vec<Refusal>>) {
    if let Err(refusals) = built {
        for refusal in refusals {
            println!("cargo::error={refusal}");
        }
        process::exit(1);
    }
}

/// Runs the build step in the `build.rs` of a crate whose gates and rules several plugins share.
/// The files are those that the plugins `include`; their paths start at the crate's folder.
pub fn build_shared(files: &[&str]) {
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| ".".to_owned());
    for watched in files.iter().chain(&["build.rs"]) {
        println!("cargo::rerun-if-changed={watched}");
    }
    let written = read_shared(Path::new(&folder), files).and_then(|law| {
        let out = env::var("OUT_DIR").unwrap_or_default();
        write(&Path::new(&out).join("law.rs"), &law)
    });
    stop_on(written);
}

/// Reads files that several plugins share: the module `law` as Rust.
///
/// # Errors
/// Every fault that was found, in the order of the files.
pub fn read_shared(folder: &Path, files: &[&str]) -> Result<String, Vec<Refusal>> {
    let refusals = refusal::Refusals::default();
    let plugin = plugin_file::read_shared(folder, files, &refusals);
    let mut law = law::shared_rules(&plugin, &refusals);
    law.rules.iter_mut().for_each(|rule| rule.shared = false);
    refusals.into_result()?;
    Ok(generate::shared(&plugin, &law))
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
    let included = plugin.shared.iter().map(|shared| shared.file.clone()).collect();
    Ok(Generated { law: generate::law(&plugin, &law), cases, included })
}

fn build_into(folder: &Path) -> Result<(), Vec<Refusal>> {
    let generated = read(folder)?;
    for file in &generated.included {
        println!("cargo::rerun-if-changed={file}");
    }
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
