//! The whole plugin, as the host asks it.

mod profile;
mod retention;
mod rights;
mod sharing;
mod training;
