//! The Praetor server: configuration, the engine that makes decisions, the HTTP API and the
//! command line. The binary `praetor` is a thin front of this library.

pub mod access;
pub mod api;
pub mod authoring;
pub mod cases;
pub mod cli;
pub mod client;
pub mod config;
pub mod doctor;
pub mod engine;
pub mod explanation;
pub mod export;
pub mod gate;
pub mod guests;
pub mod impact;
pub mod limits;
pub mod policy;
pub mod publishing;
pub mod replay;
pub mod service;
pub mod shift;
pub mod signing;
pub mod sweep;
pub mod telemetry;
pub mod told;
pub mod wire;
