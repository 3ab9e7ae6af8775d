use serde::Deserialize;

use super::{MarkEnd, Origin, Owner, ParameterSpec, Sensitivity, SpanUnit, Timing};
use crate::list::List;

/// What is special to a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategorySpec {
    /// The origin to assume if the question names none; without one, it stays unknown.
    pub origin: Option<Origin>,
    /// How delicate the category is.
    pub sensitivity: Sensitivity,
}

/// What is special to a content label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelSpec {
    /// How delicate an item becomes that carries the label.
    pub sensitivity: Sensitivity,
}

/// What is special to an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationSpec {
    /// When it is owed unless a finding says otherwise.
    pub timing: Timing,
    /// Who owes it.
    pub owner: Owner,
    /// Whether a finding must give `due`, the last day.
    #[serde(default)]
    pub due: bool,
    /// Its parameters.
    #[serde(default, rename = "parameter")]
    pub parameters: Vec<ParameterSpec>,
}

/// What is special to a treatment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreatmentSpec {
    /// Its parameters.
    #[serde(default, rename = "parameter")]
    pub parameters: Vec<ParameterSpec>,
}

/// What is special to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementSpec {
    /// Its parameters.
    #[serde(default, rename = "parameter")]
    pub parameters: Vec<ParameterSpec>,
}

/// What is special to a mark.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkSpec {
    /// Whether the mark has an end.
    pub end: MarkEnd,
    /// The lists whose names its scope may hold.
    pub scope: Vec<List>,
}

/// What is special to a clock algorithm.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockSpec {
    /// Where the way of counting is written down.
    pub source: String,
    /// The units that it can count.
    pub spans: Vec<SpanUnit>,
    /// Whether it reads a calendar of holidays.
    pub calendar: bool,
}
