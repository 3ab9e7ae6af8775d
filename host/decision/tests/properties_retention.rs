//! What must hold for every set of findings on retention and rights (DESIGN section 4).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects may stop"
)]

#[path = "support/case.rs"]
mod case;

#[path = "properties_retention/kept.rs"]
mod kept;
#[path = "properties_retention/owed.rs"]
mod owed;
#[path = "properties_retention/voices.rs"]
mod voices;
