//! The engine: one generation of plugins, and the way of one question through it.
//!
//! [`generation`] is what serves, [`rounds`] asks the plugins and combines, [`record`] and
//! [`standing`] are what the ledger keeps. A request takes one generation at its start and keeps it to its end.

pub mod generation;
pub mod record;
pub mod rounds;
pub mod standing;

pub use generation::{Binding, Generation, GenerationError, Loader};
pub use rounds::{Decided, Overdue, Word, decide};
pub use standing::Standing;
