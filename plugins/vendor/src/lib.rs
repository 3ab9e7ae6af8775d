//! What the plugins of vendors share. Each class of recipients has a plugin of its own, which says
//! only what is special about it; who the vendor is, the term of its contract, those behind it,
//! the ways of the data, its copy and how an erasure reaches it are read here.
//!
//! The files below `shared/` are included by the `plugin.toml` of each class, so that their gates,
//! rules and settings are part of its manifest; [`law`] has the same rules as Rust.

pub mod check;
mod class;
mod contract;
/// The gates and rules of the files below `shared/`.
pub mod law {
    include!(concat!(env!("OUT_DIR"), "/law.rs"));
}
pub mod profile;
pub mod retention;
pub mod rights;
pub mod sharing;
mod wording;

pub use class::Class;
pub use contract::Contract;
pub use wording::{has, lists, names};
