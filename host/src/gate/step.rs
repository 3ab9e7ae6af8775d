//! The steps of the gate, and what is said of a plugin that one of them stops.

use praetor_sandbox::LoadError;
use thiserror::Error;

use crate::signing::SignatureError;

/// A step of the gate; they are in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Size, form, validity, and what it is made of.
    Format,
    /// Who vouches for it.
    Signature,
    /// It imports nothing.
    Imports,
    /// It speaks this version of the contract, with its types.
    Contract,
    /// Its manifest is valid, names what the dictionary knows, and cites.
    Manifest,
    /// The operator's settings fit its schema, and it accepts them.
    Settings,
    /// Asked twice, it answers alike.
    Alike,
    /// The cases that it carries come out as they say.
    Cases,
    /// They stay far from the limits.
    Budget,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 9] = [
        Self::Format,
        Self::Signature,
        Self::Imports,
        Self::Contract,
        Self::Manifest,
        Self::Settings,
        Self::Alike,
        Self::Cases,
        Self::Budget,
    ];

    /// The stable word for it in events, answers and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Signature => "signature",
            Self::Imports => "imports",
            Self::Contract => "contract",
            Self::Manifest => "manifest",
            Self::Settings => "settings",
            Self::Alike => "alike",
            Self::Cases => "cases",
            Self::Budget => "budget",
        }
    }
}

/// A plugin that is not put to work.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{says}")]
pub struct Refused {
    /// The step that it does not pass.
    pub step: Step,
    /// The stable name of what is wrong.
    pub code: &'static str,
    /// What is wrong and the next step, in words for the operator.
    pub says: String,
}

impl Refused {
    /// The code of what is no fault of the plugin: the machine could not check it.
    pub const NOT_CHECKED: &str = "plugin-not-checked";

    /// The machine could not check it.
    #[must_use]
    pub fn not_checked(says: impl Into<String>) -> Self {
        Self { step: Step::Alike, code: Self::NOT_CHECKED, says: says.into() }
    }
}

impl From<SignatureError> for Refused {
    fn from(error: SignatureError) -> Self {
        Self { step: Step::Signature, code: error.code(), says: error.to_string() }
    }
}

impl From<LoadError> for Refused {
    fn from(error: LoadError) -> Self {
        let step = Step::ALL.into_iter().find(|step| step.as_str() == error.step());
        Self { step: step.unwrap_or(Step::Format), code: error.code(), says: error.to_string() }
    }
}
