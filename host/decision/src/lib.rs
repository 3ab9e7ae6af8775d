//! The pure core of Praetor: what a question is, what a finding is, and how the findings of many
//! voices combine into one decision.
//!
//! Architecture invariant: nothing here reads a clock, a file, a socket or a random number, and
//! nothing knows JSON or WebAssembly. Everything a decision depends on is an argument.

pub mod answer;
pub mod manifest;
pub mod question;
pub mod term;

pub use question::{Day, Entity, EntityId, Fact, FactOf, Kind, Name, Question, Value};
