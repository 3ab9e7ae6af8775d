//! The published policy itself: what it leaves out or leaves vague, and what a new version changes.
//!
//! A notice plugin states in round one what was published. [`Register`] asks it about every purpose,
//! category and class of recipients of the dictionary; [`lint`] and [`diff`] read nothing else. What
//! is looked for and what a change asks for is data with citations: `host/policy/*.toml`.

mod changes;
mod lint;
mod register;
mod rows;

pub use changes::{Change, ChangeKind, StepDue, diff, steps, strictest};
pub use lint::{Gap, lint};
pub use register::{Register, RegisterError};
pub use rows::{Certainty, Check, Step, StepKind, Weight, checks, step_rows};
