use serde::Deserialize;

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

/// How the controller came by an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The person gave it.
    Provided,
    /// The service saw it while the person used it.
    Observed,
    /// It was concluded from other data.
    Derived,
    /// The service made it at the person's request.
    Generated,
    /// Somebody else gave it, such as an identity provider.
    ProvidedByThirdParty,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 5] = [
        Self::Provided,
        Self::Observed,
        Self::Derived,
        Self::Generated,
        Self::ProvidedByThirdParty,
    ];

    /// The name in the list `origins`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provided => "provided",
            Self::Observed => "observed",
            Self::Derived => "derived",
            Self::Generated => "generated",
            Self::ProvidedByThirdParty => "provided-by-third-party",
        }
    }
}

/// How delicate a category or a label is by law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// No law singles it out.
    Ordinary,
    /// Sensitive under state laws of the United States, ordinary under the GDPR.
    SensitiveUs,
    /// A special category of personal data, GDPR Art. 9(1).
    SpecialCategory,
    /// Criminal convictions and offences, GDPR Art. 10.
    Criminal,
    /// Kept secret by contract or by profession.
    Secret,
    /// May be any of these: to be treated as the worst that is plausible.
    Any,
}

impl Sensitivity {
    /// Every sensitivity.
    pub const ALL: [Self; 6] = [
        Self::Ordinary,
        Self::SensitiveUs,
        Self::SpecialCategory,
        Self::Criminal,
        Self::Secret,
        Self::Any,
    ];

    /// The name in the list `sensitivities`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::SensitiveUs => "sensitive-us",
            Self::SpecialCategory => "special-category",
            Self::Criminal => "criminal",
            Self::Secret => "secret",
            Self::Any => "any",
        }
    }
}

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

/// When an obligation is owed, seen from the act that was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// Before the act: until it is attested, the answer is no plain yes.
    Before,
    /// Together with the act.
    With,
    /// After the act.
    After,
}

impl Timing {
    /// The spelling in the contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::With => "with",
            Self::After => "after",
        }
    }
}

/// Who has to do what an obligation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// The controller itself.
    Controller,
    /// The recipient, bound by the controller's contract or instruction.
    Recipient,
}

impl Owner {
    /// The spelling in the dictionary.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Recipient => "recipient",
        }
    }
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

/// Whether a mark has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkEnd {
    /// The end is the point of the mark.
    Required,
    /// It may end on a known day, or stay until something revokes it.
    Optional,
}

impl MarkEnd {
    /// The spelling in the dictionary.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
        }
    }
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

/// The unit of a period that an algorithm can count: the cases of `span` in the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpanUnit {
    /// Calendar months.
    Months,
    /// Calendar days.
    Days,
    /// Days on which business is done.
    BusinessDays,
    /// Hours.
    Hours,
}

impl SpanUnit {
    /// The spelling in the contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Months => "months",
            Self::Days => "days",
            Self::BusinessDays => "business-days",
            Self::Hours => "hours",
        }
    }
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
