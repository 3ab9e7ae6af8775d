//! What a plugin's author does, as an author does it: a new folder, the looks over it, what it costs, chance, and
//! a signature. The real binary, real builds.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod begun;
mod found;
mod languages;
mod support;
