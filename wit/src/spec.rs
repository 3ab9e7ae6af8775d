mod axes;
mod entries;

use serde::Deserialize;

pub use axes::{MarkEnd, Origin, Owner, Sensitivity, SpanUnit, Timing};
pub use entries::{
    CategorySpec, ClockSpec, LabelSpec, MarkSpec, ObligationSpec, StatementSpec, TreatmentSpec,
};

use crate::list::List;
use crate::value_type::{Direction, ValueType};

/// A kind of entity.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindSpec {
    /// The kind as plugins see it, `item`.
    pub id: String,
    /// The meaning in a sentence.
    pub meaning: String,
    /// The key in the API's JSON: singular for a kind of which there is one (`subject`), plural
    /// for the others (`items`).
    pub json: String,
    /// Whether a question may hold several.
    pub many: bool,
}

/// A fact that an entity of one kind may have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FactSpec {
    /// The kind of the entity.
    pub kind: String,
    /// The name, unique among the facts of the kind.
    pub name: String,
    /// The type of the value.
    #[serde(rename = "type")]
    pub value_type: ValueType,
    /// Whether the fact is an event: its value may also be `not-yet`.
    #[serde(default)]
    pub event: bool,
    /// Names that a code may have, beside those of `from`.
    #[serde(default)]
    pub values: Vec<String>,
    /// The list whose names a code may have.
    pub from: Option<List>,
    /// Whether a code may be any name, such as the id of a law or of a certification scheme.
    #[serde(default)]
    pub open: bool,
    /// The kinds of entity that a reference may point to.
    #[serde(default)]
    pub refers_to: Vec<String>,
    /// The meaning in a sentence.
    pub meaning: String,
    /// The unit of a number, `years`.
    pub unit: Option<String>,
    /// The stricter direction where several sources state the fact. Without one, two different
    /// values contradict each other.
    pub combine: Option<Direction>,
    /// Whether the value says who somebody is, or is free text: it never leaves the host.
    #[serde(default)]
    pub personal: bool,
    /// The name in fideslang, if there is one.
    pub fideslang: Option<String>,
    /// Concepts of the W3C Data Privacy Vocabulary.
    #[serde(default)]
    pub dpv: Vec<String>,
}

impl FactSpec {
    /// `kind.name`, as manifests and messages write it.
    pub fn path(&self) -> String {
        format!("{}.{}", self.kind, self.name)
    }
}

/// A named parameter of an obligation, a treatment or a statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParameterSpec {
    /// The name, unique in its obligation, treatment or statement.
    pub name: String,
    /// The type of the value.
    #[serde(rename = "type")]
    pub value_type: ValueType,
    /// Which of two values wins.
    pub stricter: Direction,
    /// The meaning in a sentence.
    pub meaning: String,
    /// Whether the parameter may not be left out.
    #[serde(default)]
    pub required: bool,
    /// Names that a code may have, beside those of `from`.
    #[serde(default)]
    pub values: Vec<String>,
    /// The list whose names a code may have.
    pub from: Option<List>,
    /// Whether a code may be any name.
    #[serde(default)]
    pub open: bool,
    /// The kinds of entity that a reference may point to.
    #[serde(default)]
    pub refers_to: Vec<String>,
    /// The unit of a number.
    pub unit: Option<String>,
}
