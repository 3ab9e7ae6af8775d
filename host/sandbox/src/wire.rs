//! The contract in Rust: one type for each type of `wit/v1`, and its way into the core's words.
//!
//! Written by hand instead of generated, since generated bindings want every interface of a
//! world at once and compare all types again at each call. A test binds these types to the
//! contract itself, and the loader compares them with every plugin once.

#[macro_use]
mod declare;
pub(crate) mod about;
pub(crate) mod incident;
pub(crate) mod question;
mod read;
pub(crate) mod retention;
pub(crate) mod rights;
pub(crate) mod sharing;
pub(crate) mod types;

pub(crate) use read::Read;
