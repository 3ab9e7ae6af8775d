//! The sentences of DESIGN section 5 on rights and clocks, and the worked cases that rest on
//! them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects may stop"
)]

#[path = "support/case.rs"]
mod case;

#[path = "rights/acts.rs"]
mod acts;
#[path = "rights/claims.rs"]
mod claims;
#[path = "rights/clocks.rs"]
mod clocks;
#[path = "rights/confidence.rs"]
mod confidence;
#[path = "rights/doubts.rs"]
mod doubts;
#[path = "rights/erasure.rs"]
mod erasure;
#[path = "rights/explained.rs"]
mod explained;
#[path = "rights/proof.rs"]
mod proof;
#[path = "rights/reply.rs"]
mod reply;
