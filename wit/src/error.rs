use thiserror::Error;

/// Why a dictionary file was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DictionaryError {
    /// Not TOML, a key that is not known, or a value of the wrong type.
    #[error("`{file}` does not read: {reason}")]
    Syntax {
        /// The file in `wit/dictionary`.
        file: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// Two entries of one list, or two facts of one kind, have the same name.
    #[error("`{file}` names `{name}` twice; remove or rename one")]
    Duplicate {
        /// The file in `wit/dictionary`.
        file: &'static str,
        /// The name.
        name: String,
    },
    /// A name that is not lower-case words joined by hyphens.
    #[error("`{file}` has the name `{name}`; write lower-case words joined by hyphens, `like-this`")]
    Spelling {
        /// The file in `wit/dictionary`.
        file: &'static str,
        /// The name.
        name: String,
    },
    /// An entry points at a name that does not exist.
    #[error("`{file}`: `{name}` refers to `{wrong}`, which does not exist{hint}")]
    Dangling {
        /// The file in `wit/dictionary`.
        file: &'static str,
        /// The entry that points.
        name: String,
        /// What it points at.
        wrong: String,
        /// The nearest name as a half-sentence, or empty.
        hint: String,
    },
    /// An entry contradicts itself.
    #[error("`{file}`: `{name}` {problem}")]
    Contradiction {
        /// The file in `wit/dictionary`.
        file: &'static str,
        /// The entry.
        name: String,
        /// What does not fit, and what would.
        problem: String,
    },
}
