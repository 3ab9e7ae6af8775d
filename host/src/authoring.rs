//! What serves a plugin's author: a folder to begin with, and what is looked over in one.

mod beginning;
mod change;
mod checking;
mod embedding;
mod fuzzing;
mod measuring;
mod provenance;
mod template;
mod under_test;
mod workspace;

pub use beginning::{Begun, NewError, begin};
pub use change::Change;
pub use checking::{Line, State, check};
pub use embedding::{EmbedError, embed};
pub use fuzzing::{Fault, Found, Fuzzed, Fuzzing};
pub use measuring::{Measured, measure, memory_allowed, percent};
pub use provenance::{ProvenanceError, stamp};
pub use template::Kind;
pub use under_test::{Taking, TakingError, UnderTest};
