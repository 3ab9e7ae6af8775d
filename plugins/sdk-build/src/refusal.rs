use std::cell::RefCell;

use thiserror::Error;

/// Why a plugin's folder was refused: one fault, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}: {at}{says}")]
pub struct Refusal {
    /// The file, relative to the plugin's folder.
    pub file: String,
    /// Where in the file, ending in `: ` or empty.
    at: String,
    /// What is wrong and what to do next.
    pub says: String,
}

impl Refusal {
    pub(crate) fn new(file: &str, at: &str, says: String) -> Self {
        let at = if at.is_empty() { String::new() } else { format!("{at}: ") };
        Self { file: file.to_owned(), at, says }
    }
}

/// The faults found so far, so that an author sees all of them at once.
#[derive(Debug, Default)]
pub(crate) struct Refusals(RefCell<Vec<Refusal>>);

impl Refusals {
    pub(crate) fn add(&self, file: &str, at: &str, says: impl Into<String>) {
        self.0.borrow_mut().push(Refusal::new(file, at, says.into()));
    }

    pub(crate) fn into_result(self) -> Result<(), Vec<Refusal>> {
        let found = self.0.into_inner();
        if found.is_empty() { Ok(()) } else { Err(found) }
    }
}
