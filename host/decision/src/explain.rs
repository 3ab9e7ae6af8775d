//! Sentences that a person can read, made from a decision when somebody reads it.
//!
//! They are built from the winning rules' own words and citations, the facts that they rest on,
//! and the dictionary's meanings. What is personal or free text never enters a sentence.

mod due;
mod incident;
mod reader;
mod retention;
mod rights;
mod shared;
mod sharing;
mod words;

use crate::combine::Hearing;
use crate::decision::{Decision, Ruling};
use crate::question::EntityId;
pub use due::{meaning, sentence};
pub(crate) use reader::Reader;

/// Some sentences under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What they are about.
    pub heading: String,
    /// One after the other.
    pub sentences: Vec<String>,
}

impl Paragraph {
    pub(crate) fn new(heading: impl Into<String>, sentences: Vec<String>) -> Self {
        Self { heading: heading.into(), sentences }
    }
}

/// How the caller calls an entity of the question, if it has a name for it.
pub type Naming<'n> = &'n dyn Fn(EntityId) -> Option<String>;

/// Explains a decision to a person: the answer, why, what is owed, what is missing, what to do
/// next. The hearing must be the one that the decision was made from.
#[must_use]
pub fn explain(decision: &Decision, hearing: &Hearing<'_>, naming: Naming<'_>) -> Vec<Paragraph> {
    let reader = Reader::new(decision, hearing, naming);
    let mut paragraphs = match &decision.ruling {
        Ruling::Sharing(ruling) => sharing::paragraphs(&reader, ruling),
        Ruling::Retention(ruling) => retention::paragraphs(&reader, ruling),
        Ruling::Rights(ruling) => rights::paragraphs(&reader, ruling),
        Ruling::Incident(ruling) => incident::paragraphs(&reader, ruling),
    };
    paragraphs.extend(shared::paragraphs(&reader));
    paragraphs.retain(|paragraph| !paragraph.sentences.is_empty());
    paragraphs
}
