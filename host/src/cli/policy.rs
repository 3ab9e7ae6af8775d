//! `praetor policy`: the published policy itself is looked over.

mod changes;
mod gaps;
mod source;

pub use changes::{DiffArgs, run as diff};
pub use gaps::{LintArgs, run as lint};
