//! A decision that was just made, and each plugin's part in it.

use std::sync::Arc;

use praetor_decision::Entity;
use praetor_decision::answer::Answer;
use praetor_decision::decision::Fault;
use praetor_decision::manifest::Ability;
use praetor_decision::sources::Restated;

use crate::told::Told;

/// A decision with everything that led to it.
#[derive(Debug)]
pub struct Decided {
    /// The decision, ready to be read.
    pub told: Arc<Told>,
    /// What each plugin was asked, in the order of `told.voices`.
    pub spoken: Vec<Spoken>,
    /// Who the subject is.
    pub subject: Option<String>,
    /// The caller stated no date: today was used.
    pub as_of_today: bool,
    /// What the caller had said of facts for which another source has a stricter value.
    pub restated: Vec<Restated>,
}

/// One plugin's part in a decision.
#[derive(Debug)]
pub struct Spoken {
    /// Index of its binding in the generation.
    pub binding: usize,
    /// What it was asked, in order.
    pub calls: Vec<Call>,
}

/// One call of a plugin.
#[derive(Debug)]
pub struct Call {
    /// The interface.
    pub ability: Ability,
    /// What came back.
    pub word: Word,
    /// Fuel used.
    pub fuel: u64,
    /// Bytes of memory at its end. Not recorded.
    pub memory: usize,
}

/// What a call gave.
#[derive(Debug)]
pub enum Word {
    /// Facts of round one.
    Facts(Vec<Entity>),
    /// Findings of round two.
    Answer(Answer),
    /// No usable answer.
    Failed(Fault),
}

/// A call ran into the wall-clock limit, twice: the machine's fault, and never a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// Index of the binding.
    pub binding: usize,
    /// The interface that was called.
    pub ability: Ability,
}

impl Spoken {
    /// What the voice answers through an interface. One whose facts could not be had is not
    /// heard at all: its findings rest on them.
    pub(super) fn reply(&self, ability: Ability) -> Option<Result<Answer, Fault>> {
        let no_facts = self.calls.iter().find_map(|call| match (&call.word, call.ability) {
            (Word::Failed(fault), Ability::Profile) => Some(Err(fault.clone())),
            _ => None,
        });
        let own = self.calls.iter().find(|call| call.ability == ability)?;
        no_facts.or_else(|| match &own.word {
            Word::Answer(answer) => Some(Ok(answer.clone())),
            Word::Failed(fault) => Some(Err(fault.clone())),
            Word::Facts(_) => None,
        })
    }
}
