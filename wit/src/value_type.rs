use std::fmt;

use serde::Deserialize;

/// The type of a fact or a parameter. The names are those of `value` in `wit/v1/types.wit`;
/// `not-yet` is missing here because it is a state of an event, not a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// True or false.
    YesNo,
    /// A whole number.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// One name.
    Code,
    /// A set of names.
    Codes,
    /// A civil date.
    Day,
    /// A set of civil dates.
    Days,
    /// A point in time with its offset.
    Instant,
    /// Months and days.
    Period,
    /// A set of ISO 3166 places.
    Places,
    /// One other entity of the question.
    Ref,
    /// A set of other entities of the question.
    Refs,
}

impl ValueType {
    /// Every type, in the order of the contract.
    pub const ALL: [Self; 12] = [
        Self::YesNo,
        Self::Integer,
        Self::Decimal,
        Self::Code,
        Self::Codes,
        Self::Day,
        Self::Days,
        Self::Instant,
        Self::Period,
        Self::Places,
        Self::Ref,
        Self::Refs,
    ];

    /// The spelling in the contract and in the dictionary, `yes-no`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::YesNo => "yes-no",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Code => "code",
            Self::Codes => "codes",
            Self::Day => "day",
            Self::Days => "days",
            Self::Instant => "instant",
            Self::Period => "period",
            Self::Places => "places",
            Self::Ref => "ref",
            Self::Refs => "refs",
        }
    }

    /// Whether values of this type are names that the dictionary must bound.
    pub const fn is_named(self) -> bool {
        matches!(self, Self::Code | Self::Codes)
    }

    /// Whether values of this type point to other entities.
    pub const fn is_reference(self) -> bool {
        matches!(self, Self::Ref | Self::Refs)
    }

    /// Whether the type can say when an event happened.
    pub const fn can_be_event(self) -> bool {
        matches!(self, Self::Day | Self::Instant)
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which of two values is the stricter one where they combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The shorter period.
    Shorter,
    /// The longer period.
    Longer,
    /// The earlier day or instant.
    Earlier,
    /// The later day or instant.
    Later,
    /// The smaller number.
    Smaller,
    /// The larger number.
    Larger,
    /// What all sets have in common; if that is nothing, the answer is a denial.
    Intersect,
    /// Everything that any set holds.
    Unite,
    /// Yes beats no.
    YesWins,
    /// No beats yes.
    NoWins,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 10] = [
        Self::Shorter,
        Self::Longer,
        Self::Earlier,
        Self::Later,
        Self::Smaller,
        Self::Larger,
        Self::Intersect,
        Self::Unite,
        Self::YesWins,
        Self::NoWins,
    ];

    /// The spelling in the dictionary, `yes-wins`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shorter => "shorter",
            Self::Longer => "longer",
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::Smaller => "smaller",
            Self::Larger => "larger",
            Self::Intersect => "intersect",
            Self::Unite => "unite",
            Self::YesWins => "yes-wins",
            Self::NoWins => "no-wins",
        }
    }

    /// Whether two values of this type can be combined in this direction.
    pub const fn fits(self, value_type: ValueType) -> bool {
        match self {
            Self::Shorter | Self::Longer => matches!(value_type, ValueType::Period),
            Self::Earlier | Self::Later => {
                matches!(value_type, ValueType::Day | ValueType::Instant)
            }
            Self::Smaller | Self::Larger => {
                matches!(value_type, ValueType::Integer | ValueType::Decimal)
            }
            Self::Intersect | Self::Unite => matches!(
                value_type,
                ValueType::Codes | ValueType::Days | ValueType::Places | ValueType::Refs
            ),
            Self::YesWins | Self::NoWins => matches!(value_type, ValueType::YesNo),
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
