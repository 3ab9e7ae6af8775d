use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the sandbox could not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// This machine cannot run compiled plugins.
    #[error(
        "this machine cannot run plugins: {says}; Praetor needs a 64-bit processor and memory that it may reserve"
    )]
    Unsupported {
        /// What failed.
        says: String,
    },
    /// A thread could not be started.
    #[error("cannot start the thread `{name}`: {source}")]
    Thread {
        /// Its name.
        name: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The folder of compiled code cannot be used.
    #[error("cannot use `{}` for compiled plugins: {source}; name a folder that can be written", path.display())]
    Cache {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others may write compiled code, which would then run unchecked.
    #[error("`{}` holds compiled plugins and is open to others (mode {mode:o}); make it private with mode 700", path.display())]
    CacheNotPrivate {
        /// The folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
}
