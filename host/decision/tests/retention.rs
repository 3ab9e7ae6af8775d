//! The sentences of DESIGN section 5 on retention, and the worked cases that rest on them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects may stop"
)]

#[path = "support/case.rs"]
mod case;

#[path = "retention/ceilings.rs"]
mod ceilings;
#[path = "retention/doubts.rs"]
mod doubts;
#[path = "retention/floors.rs"]
mod floors;
#[path = "retention/formulas.rs"]
mod formulas;
#[path = "retention/holds.rs"]
mod holds;
#[path = "retention/worked.rs"]
mod worked;
