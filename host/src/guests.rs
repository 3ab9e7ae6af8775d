//! Builds plugins: cargo for `wasm32-unknown-unknown`, in a build of its own.
//!
//! The nested build clears what a surrounding cargo or a user's shell sets, since a stray
//! `RUSTFLAGS` would silently change the plugin's bytes and so its identity.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use thiserror::Error;

/// The target of every plugin: no WASI, so no imports.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// The cargo profile of plugins: small, no unwinding.
pub const PROFILE: &str = "guest";
/// Variables that would change the plugin's bytes or the place of the build.
const CLEARED: [&str; 6] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_TARGET_DIR",
    "CARGO_BUILD_RUSTFLAGS",
    "RUSTC_WRAPPER",
];

/// Why a plugin was not built.
#[derive(Debug, Error)]
pub enum BuildError {
    /// The folder holds no plugin.
    #[error("`{}` is not a plugin's folder: it has no `{missing}`; see plugins/README.md", folder.display())]
    NotAPlugin {
        /// The folder.
        folder: PathBuf,
        /// The file that is missing.
        missing: &'static str,
    },
    /// A program could not be started.
    #[error("cannot run `{program}`: {source}; install Rust from your distribution or rustup")]
    NoProgram {
        /// The program.
        program: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// The wasm target is missing and could not be added.
    #[error("the target {TARGET} is missing and could not be added; run `rustup target add {TARGET}`")]
    NoTarget,
    /// Cargo refused the plugin.
    #[error("the build failed; what cargo said stands above")]
    Failed,
    /// A file could not be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something about the workspace could not be read.
    #[error("{0}")]
    Unreadable(String),
}

/// A plugin's folder and the component that was built of it.
#[derive(Clone, Debug)]
pub struct Built {
    /// The plugin's id: the name of its crate.
    pub id: String,
    /// The built file.
    pub file: PathBuf,
}

#[derive(Deserialize)]
struct CargoToml {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

/// The name of the crate in a plugin's folder.
///
/// # Errors
/// The folder holds no plugin.
pub fn id_of(folder: &Path) -> Result<String, BuildError> {
    for missing in ["Cargo.toml", "plugin.toml"] {
        if !folder.join(missing).is_file() {
            return Err(BuildError::NotAPlugin { folder: folder.to_owned(), missing });
        }
    }
    let path = folder.join("Cargo.toml");
    let text =
        std::fs::read_to_string(&path).map_err(|source| BuildError::File { path: path.clone(), source })?;
    let cargo: CargoToml = toml::from_str(&text)
        .map_err(|error| BuildError::Unreadable(format!("`{}`: {error}", path.display())))?;
    Ok(cargo.package.name)
}

/// Builds the plugins of these folders, which lie in one workspace, and copies the components
/// into `out`. Prints what cargo prints.
///
/// # Errors
/// A folder is no plugin, the target is missing, or cargo refuses the plugin.
pub fn build(folders: &[PathBuf], out: &Path) -> Result<Vec<Built>, BuildError> {
    let ids = folders.iter().map(|folder| id_of(folder)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = folders.first() else {
        return Ok(vec![]);
    };
    add_target()?;
    let mut cargo = cargo(first);
    cargo.args(["build", "--profile", PROFILE, "--target", TARGET]);
    for id in &ids {
        cargo.args(["--package", id]);
    }
    run(&mut cargo)?;
    let built = target_directory(first)?.join(TARGET).join(PROFILE);
    make_folder(out)?;
    ids.into_iter().map(|id| copy(&built, out, id)).collect()
}

/// Adds the wasm target where rustup can, if it is missing.
fn add_target() -> Result<(), BuildError> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]).stderr(Stdio::null());
    let found = rustc.output().map_err(|source| BuildError::NoProgram { program: "rustc", source })?;
    let folder = String::from_utf8_lossy(&found.stdout);
    if found.status.success() && Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    let added = Command::new("rustup").args(["target", "add", TARGET]).stdout(Stdio::null()).status();
    if added.is_ok_and(|status| status.success()) { Ok(()) } else { Err(BuildError::NoTarget) }
}

fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    for variable in CLEARED {
        cargo.env_remove(variable);
    }
    cargo
}

fn run(cargo: &mut Command) -> Result<(), BuildError> {
    let status = cargo.status().map_err(|source| BuildError::NoProgram { program: "cargo", source })?;
    if status.success() { Ok(()) } else { Err(BuildError::Failed) }
}

fn target_directory(folder: &Path) -> Result<PathBuf, BuildError> {
    let mut cargo = cargo(folder);
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]).stdout(Stdio::piped());
    let output = cargo.output().map_err(|source| BuildError::NoProgram { program: "cargo", source })?;
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .map_err(|error| BuildError::Unreadable(format!("cargo metadata: {error}")))?;
    Ok(metadata.target_directory)
}

fn make_folder(folder: &Path) -> Result<(), BuildError> {
    let path = folder.to_owned();
    std::fs::create_dir_all(folder).map_err(|source| BuildError::File { path, source })
}

/// Gives a built plugin other bytes, by way of a second name as well.
///
/// # Errors
/// The folder cannot be written.
pub fn replace(file: &Path, bytes: &[u8]) -> Result<(), BuildError> {
    let part = file.with_extension("part");
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, file));
    written.map_err(|source| BuildError::File { path: file.to_owned(), source })
}

/// Copies by way of a second name, so that a server that watches the folder never sees a part.
fn copy(built: &Path, out: &Path, id: String) -> Result<Built, BuildError> {
    let from = built.join(format!("{}.wasm", id.replace('-', "_")));
    let file = out.join(format!("{id}.wasm"));
    let part = out.join(format!(".{id}.wasm.part"));
    let copied = std::fs::copy(&from, &part).and_then(|_| std::fs::rename(&part, &file));
    copied.map_err(|source| BuildError::File { path: from, source })?;
    Ok(Built { id, file })
}
