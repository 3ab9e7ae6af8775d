use std::fmt;

use thiserror::Error;

/// Why a call into a plugin gave no answer. The combined answer is then `undetermined`, except
/// for environmental failures, which say nothing about the plugin and are never stored.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CallError {
    /// The call used up its fuel.
    #[error("the plugin used up its fuel of {allowed} units")]
    OutOfFuel {
        /// The limit.
        allowed: u64,
    },
    /// The call wanted more memory or table elements than it may have.
    #[error("the plugin wanted more than its {allowed} {unit}")]
    OutOfMemory {
        /// The limit.
        allowed: usize,
        /// What is limited: bytes of memory or table elements.
        unit: &'static str,
    },
    /// The call recursed too deeply.
    #[error("the plugin recursed too deeply")]
    StackOverflow,
    /// The guest trapped.
    #[error("the plugin trapped: {0}")]
    Trapped(TrapKind),
    /// The answer is too large.
    #[error("the plugin's answer has a {what} over the limit of {allowed}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        allowed: usize,
    },
    /// The answer contradicts the manifest or the question.
    #[error("the plugin contradicts its manifest: {says}")]
    Lying {
        /// How.
        says: String,
    },
    /// The answer cannot be read, or uses names that the dictionary does not have.
    #[error("the plugin's answer is malformed: {says}")]
    Malformed {
        /// How.
        says: String,
    },
    /// The call wanted something of the system, of which the plugin has stubs alone.
    #[error("the plugin wanted `{wanted}` of the system, and a plugin has none")]
    NoSystem {
        /// The function that it called.
        wanted: String,
    },
    /// The plugin does not export the interface of the question.
    #[error("the plugin does not answer {asked} questions")]
    NotExported {
        /// The kind of question.
        asked: &'static str,
    },
    /// The wall-clock net caught the call: the machine is starved, for fuel ends first.
    #[error("the call was not finished in time; ask again")]
    TimedOut,
    /// The machine has no room for another instance.
    #[error("there is no room for another plugin instance; ask again")]
    NoRoom,
}

/// How a guest trapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TrapKind {
    /// `unreachable`: what a panic of the guest compiles to.
    Unreachable,
    /// Memory was read or written outside its bounds.
    OutOfBounds,
    /// A call through a table went wrong.
    IndirectCall,
    /// Integer overflow, division by zero or a conversion that cannot be done.
    Arithmetic,
    /// Any other trap.
    Other,
}

impl TrapKind {
    /// The stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::OutOfBounds => "out-of-bounds",
            Self::IndirectCall => "indirect-call",
            Self::Arithmetic => "arithmetic",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for TrapKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl CallError {
    /// The stable name, for the API, the ledger and metrics.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutOfFuel { .. } => "out-of-fuel",
            Self::OutOfMemory { .. } => "out-of-memory",
            Self::StackOverflow => "stack-overflow",
            Self::Trapped(_) => "trapped",
            Self::TooLarge { .. } => "too-large",
            Self::Lying { .. } => "lying",
            Self::Malformed { .. } => "malformed",
            Self::NoSystem { .. } => "no-system",
            Self::NotExported { .. } => "not-exported",
            Self::TimedOut => "timed-out",
            Self::NoRoom => "no-room",
        }
    }

    /// Whether the machine failed and not the plugin: answered 503, never stored as a denial.
    #[must_use]
    pub const fn environmental(&self) -> bool {
        matches!(self, Self::TimedOut | Self::NoRoom)
    }

    /// Whether the same bytes, settings and question fail in the same way again.
    #[must_use]
    pub const fn is_replayable(&self) -> bool {
        !self.environmental()
    }

    /// Whether [`CallError::code`] gives this name for a failure of the machine.
    #[must_use]
    pub fn is_environmental(code: &str) -> bool {
        [Self::TimedOut, Self::NoRoom].iter().any(|error| error.code() == code)
    }

    pub(crate) fn malformed(says: impl Into<String>) -> Self {
        Self::Malformed { says: says.into() }
    }

    pub(crate) fn lying(says: impl Into<String>) -> Self {
        Self::Lying { says: says.into() }
    }
}
