//! The JSON shapes: questions in, decisions out. The core knows no JSON; this is the one place
//! that converts.

pub mod canonical;
pub mod decision;
pub mod impact;
pub mod manifest;
pub mod period;
pub mod problem;
pub mod question;
pub mod replay;
pub mod settings;
pub mod value;

pub use problem::{InputError, InputProblem};
pub use question::{Asked, read_entities, read_question};
