//! The HTTP API, end to end: the real binary, a real port, a real plugin, a real ledger.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected shall fail at once"
)]

mod access;
mod backup;
mod bad_inputs;
mod beside;
mod crash;
mod due;
mod errors;
mod extracting;
mod failing;
mod idempotency;
mod impact;
mod proving;
mod publishing;
mod replay;
mod retention;
mod routes;
mod searching;
mod shadow;
mod shutdown;
mod signing;
mod subjects;
mod support;
mod swapping;
