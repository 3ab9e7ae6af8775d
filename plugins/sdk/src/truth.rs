//! Yes, no, and nobody said.

use std::ops::Not;

/// A truth value with a third state for what is not known. Unknown is never "no" and never "yes".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Known to hold.
    Yes,
    /// Known not to hold.
    No,
    /// Nobody said.
    Unknown,
}

impl Truth {
    /// Both hold: one known "no" decides, whatever the other is.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// At least one holds: one known "yes" decides, whatever the other is.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unknown,
        }
    }

    /// Whether it is known to hold.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Whether it is known not to hold.
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::No)
    }

    /// Whether nobody said.
    #[must_use]
    pub const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{No, Unknown, Yes};

    #[test]
    fn a_known_no_decides_a_conjunction_and_a_known_yes_a_disjunction() {
        assert_eq!(No.and(Unknown), No);
        assert_eq!(Unknown.and(No), No);
        assert_eq!(Yes.or(Unknown), Yes);
        assert_eq!(Unknown.or(Yes), Yes);
    }

    #[test]
    fn unknown_stays_unknown_when_the_other_side_does_not_decide() {
        assert_eq!(Yes.and(Unknown), Unknown);
        assert_eq!(No.or(Unknown), Unknown);
        assert_eq!(!Unknown, Unknown);
    }
}
