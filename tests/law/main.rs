//! The law, asked in one process: every jurisdiction plugin of this repository, as built from its
//! source, through the real sandbox.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod frozen;
mod memory;
mod support;
mod sweep;
