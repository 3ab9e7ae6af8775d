//! The sentences of DESIGN section 5 on sharing, one test each.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "support/scene.rs"]
mod scene;

#[path = "sharing/conditions.rs"]
mod conditions;
#[path = "sharing/displacement.rs"]
mod displacement;
#[path = "sharing/effects.rs"]
mod effects;
#[path = "sharing/gates.rs"]
mod gates;
#[path = "sharing/missing.rs"]
mod missing;
#[path = "sharing/outlook.rs"]
mod outlook;
