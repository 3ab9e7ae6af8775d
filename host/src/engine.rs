//! The engine: one generation of plugins, and the way of one question through it.
//!
//! [`generation`] is what serves, and [`schedule`] when, [`rounds`] asks the plugins and combines, [`record`] and
//! [`standing`] are what the ledger keeps. A request takes one generation at its start and keeps it to its end.

pub mod binding;
pub mod change;
pub mod decided;
pub mod generation;
pub mod kept;
pub mod period;
pub mod recall;
pub mod record;
pub mod rounds;
pub mod schedule;
pub mod standing;

pub use binding::{Binding, bind_all};
pub use change::{Bindings, Change, Did};
pub use decided::{Decided, Overdue, Word};
pub use generation::{Generation, GenerationError, Loader};
pub use kept::Kept;
pub use period::Period;
pub use recall::Recall;
pub use rounds::{decide, decide_again};
pub use schedule::Schedule;
pub use standing::Standing;
