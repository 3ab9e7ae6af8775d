//! Runs plugins: the only crate that knows wasmtime and the contract's binary form.
//!
//! [`Engine::load`] turns bytes into a [`Plugin`], or says what is wrong with them.
//! [`Plugin::ask`] puts one question to it, in a fresh instance that is dropped afterwards.
//! [`Workers`] are the threads on which that happens.
//!
//! Architecture invariants: a plugin imports nothing (or, where the operator
//! allows it, a system that is [none](limits::Limits::stubbed_wasi)), sees only the facts that its manifest
//! names, and is never trusted: whatever it answers is bounded, read and compared with its
//! manifest before anybody sees it. The same bytes, settings and question give the same answer;
//! a failure is either the plugin's own and always the same, or
//! [environmental](CallError::environmental) and never kept.

#[macro_use]
mod wire;
mod call;
mod call_error;
mod deadline;
mod digest;
mod engine;
pub mod limits;
mod load;
mod plugin;
mod priority;
mod project;
mod provenance;
mod sections;
mod stubs;
mod verify;
mod workers;

pub use call_error::{CallError, TrapKind};
pub use deadline::Deadline;
pub use digest::Digest;
pub use engine::{Engine, EngineError, EngineOptions, Fingerprint};
pub use limits::Limits;
pub use load::{LoadError, check_format};
pub use plugin::{Plugin, Problem, Reply, Stated};
pub use priority::step_back;
pub use project::{Declared, project};
pub use provenance::{PROVENANCE_SECTION, Provenance, is_name as is_builder_name};
pub use sections::custom_sections;
pub use workers::{Busy, Lost, Waiting, Workers};
