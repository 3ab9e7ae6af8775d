//! What a Rust plugin imports.
