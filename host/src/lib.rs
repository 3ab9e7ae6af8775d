//! The Praetor server: configuration, the engine that makes decisions, the HTTP API and the
//! command line. The binary `praetor` is a thin front of this library.

pub mod config;
pub mod limits;
pub mod wire;
