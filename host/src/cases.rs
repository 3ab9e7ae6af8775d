//! Cases: questions with the answers that are expected, as data beside a plugin's rules.
//!
//! A case goes the whole way of a question: the plugin's bytes through the real sandbox, both
//! rounds, and the same combining as in the server.

mod calls;
mod expect;
mod file;
mod run;

pub use calls::{Call, Cost};
pub use expect::{Expect, Seen};
pub use file::{CASES_SECTION, Case, CaseError, cases_inside, read_cases};
pub use run::{CaseFailure, Outcome, Runner};
