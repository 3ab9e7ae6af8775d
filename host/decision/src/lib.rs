//! The pure core of Praetor: what a question is, what a finding is, and how the findings of many
//! voices combine into one decision.
//!
//! Architecture invariant: nothing here reads a clock, a file, a socket or a random number, and
//! nothing knows JSON or WebAssembly. Everything a decision depends on is an argument.

pub mod answer;
pub mod calendar;
pub mod choice;
pub mod clock;
pub mod combine;
pub mod decision;
pub mod due;
pub mod explain;
pub mod manifest;
pub mod question;
pub mod sources;
pub mod stricter;
pub mod term;

pub use combine::{Hearing, Voice, combine};
pub use decision::Decision;
pub use question::{Day, Entity, EntityId, Fact, FactOf, Kind, Name, Question, Value};
