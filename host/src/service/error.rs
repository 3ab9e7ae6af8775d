use std::path::PathBuf;

use praetor_decision::Name;
use praetor_ledger::LedgerError;
use praetor_sandbox::{Busy, EngineError, Lost};
use thiserror::Error;

use super::{ChangeError, ShadowsError};
use crate::engine::GenerationError;
use crate::gate::Refused;

/// Why the service cannot start.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The time zone is unknown.
    #[error("`time_zone` is `{name}`, which is no IANA time zone: {source}; write `Europe/Berlin`, or `UTC`")]
    TimeZone {
        /// What the config says.
        name: String,
        /// Why.
        source: jiff::Error,
    },
    /// The folder of the data cannot be made private.
    #[error("the folder `{}` cannot be used: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The plugins in shadow cannot be asked.
    #[error("{0}")]
    Shadows(#[from] ShadowsError),
    /// The ledger cannot be opened or written.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// The engine cannot run plugins.
    #[error("{0}")]
    Engine(#[from] EngineError),
    /// The gate refuses a plugin of the config file.
    #[error("the plugin of binding `{binding}` is refused at the step `{}` ({}): {source}", source.step.as_str(), source.code)]
    Refused {
        /// The binding.
        binding: String,
        /// Why.
        source: Refused,
    },
    /// The config file was changed, and other bindings serve.
    #[error(
        "the config file's bindings were changed since they were last put to work, and generation {generation} on record serves others ({ids}); put those of the file to work with `praetor serve --apply-config`, or take the change back"
    )]
    BindingsChanged {
        /// The generation on record.
        generation: u64,
        /// What would be bound otherwise.
        ids: String,
    },
    /// A plugin, its settings or the profile are refused.
    #[error("{0}")]
    Generation(#[from] GenerationError),
    /// The system starts no more threads.
    #[error("cannot start the threads of plugin calls: {0}")]
    Threads(std::io::Error),
}

/// Why a search found nothing to give.
#[derive(Debug, Error)]
pub enum SearchError {
    /// No law of this legal order was ever at work; those of which one was.
    #[error("no law of this legal order was ever at work")]
    NoSuchOrder(Vec<Name>),
    /// The ledger cannot be read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
}

/// Why there is no answer. None of these is a permission.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// Too many questions wait.
    #[error("{0}")]
    Busy(#[from] Busy),
    /// The machine was too slow for a plugin; kept as an event, never as a decision.
    #[error("the plugin `{0}` was not answered in time, twice; nothing was decided; ask again in a moment")]
    Overdue(Name),
    /// A fault of the host.
    #[error("{0}")]
    Lost(#[from] Lost),
    /// What serves was not changed.
    #[error("{0}")]
    Change(Box<ChangeError>),
    /// The ledger did not store, or cannot read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// The idempotency key is in use.
    #[error("a request under the same key is being decided at this moment; ask again in a moment")]
    KeyInFlight,
    /// The idempotency key belongs to another question.
    #[error(
        "another question was decided under the same key in the last day; nothing was decided now; send a fresh key with each new question"
    )]
    KeyReused,
    /// The record is a decision no more: the subject's key was erased.
    #[error("the decision was erased with its subject's key; only its place in the log remains")]
    Erased,
}
