//! How the contract stands on a day, read from the settings.

use praetor_sdk::{Day, Row, Settings};

/// The contract on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contract {
    /// Nobody signed one.
    None,
    /// Signed, and not begun: it begins on this day.
    NotBegun(Day),
    /// In force, until this last day if it has one.
    Runs(Option<Day>),
    /// Over.
    Over,
}

impl Contract {
    /// Reads it.
    #[must_use]
    pub fn on(day: Day, settings: Settings<'_>) -> Self {
        let plain = settings.plain();
        let Some(begins) = first_day(plain) else {
            return Self::None;
        };
        let last = plain.day("contract-until");
        if day < begins {
            Self::NotBegun(begins)
        } else if last.is_some_and(|last| day > last) {
            Self::Over
        } else {
            Self::Runs(last)
        }
    }

    /// The code of `recipient.contract`. A contract that has not begun is a draft as far as
    /// anybody may rely on it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NotBegun(_) => "draft",
            Self::Runs(_) => "signed",
            Self::Over => "ended",
        }
    }
}

/// The first day: never before the signing.
#[must_use]
pub fn first_day(plain: Row<'_>) -> Option<Day> {
    let signed = plain.day("contract-signed-on")?;
    Some(plain.day("contract-from").map_or(signed, |from| from.max(signed)))
}

#[cfg(test)]
mod tests;
