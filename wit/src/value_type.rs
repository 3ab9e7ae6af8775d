use crate::names::names;

names! {
    /// The type of a fact or a parameter. The names are those of `value` in `wit/v1/types.wit`;
    /// `not-yet` is missing here because it is a state of an event, not a type.
    ValueType {
        /// True or false.
        YesNo = "yes-no",
        /// A whole number.
        Integer = "integer",
        /// An exact decimal number.
        Decimal = "decimal",
        /// One name.
        Code = "code",
        /// A set of names.
        Codes = "codes",
        /// A civil date.
        Day = "day",
        /// A set of civil dates.
        Days = "days",
        /// A point in time with its offset.
        Instant = "instant",
        /// Months and days.
        Period = "period",
        /// A set of ISO 3166 places.
        Places = "places",
        /// One other entity of the question.
        Ref = "ref",
        /// A set of other entities of the question.
        Refs = "refs",
    }
}

impl ValueType {
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

names! {
    /// Which of two values is the stricter one where they combine.
    Direction {
        /// The shorter period.
        Shorter = "shorter",
        /// The longer period.
        Longer = "longer",
        /// The earlier day or instant.
        Earlier = "earlier",
        /// The later day or instant.
        Later = "later",
        /// The smaller number.
        Smaller = "smaller",
        /// The larger number.
        Larger = "larger",
        /// What all sets have in common; if that is nothing, the answer is a denial.
        Intersect = "intersect",
        /// Everything that any set holds.
        Unite = "unite",
        /// Yes beats no.
        YesWins = "yes-wins",
        /// No beats yes.
        NoWins = "no-wins",
    }
}

impl Direction {
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
            Self::Intersect | Self::Unite => {
                matches!(value_type, ValueType::Codes | ValueType::Days | ValueType::Places | ValueType::Refs)
            }
            Self::YesWins | Self::NoWins => matches!(value_type, ValueType::YesNo),
        }
    }
}
