//! What must hold for every hearing (DESIGN section 4).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "support/scene.rs"]
mod scene;
#[path = "support/shapes.rs"]
mod shapes;

#[path = "properties/asking.rs"]
mod asking;
#[path = "properties/breaches.rs"]
mod breaches;
#[path = "properties/duties.rs"]
mod duties;
#[path = "properties/order.rs"]
mod order;
#[path = "properties/permission.rs"]
mod permission;
#[path = "properties/reach.rs"]
mod reach;
#[path = "properties/strictness.rs"]
mod strictness;
