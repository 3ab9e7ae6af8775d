//! The law, asked in one process: every jurisdiction plugin of this repository, as built from its
//! source, through the real sandbox; and beside them, for what a call costs, the sample's notice and vendors.
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
