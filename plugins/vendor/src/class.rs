//! A class of recipients: what holds of each of its members where the settings are silent.

use praetor_sdk::Row;

/// What a class plugin says of its class.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// The class by which the notice speaks of it: a code of `recipient.class`.
    pub class: &'static str,
    /// The part that it plays: a code of `recipient.role`.
    pub role: &'static str,
    /// Whether it can read the content.
    pub handles_content: bool,
    /// How an erasure reaches it, where nobody wrote that down; none: nothing reaches it.
    pub erasure_route: Option<&'static str>,
}

/// Roles that work on instructions.
const OBEYING: [&str; 4] = ["processor", "sub-processor", "service-provider", "contractor"];

impl Class {
    /// The class by the settings.
    #[must_use]
    pub fn class_in(self, plain: Row<'_>) -> &str {
        plain.code("class").unwrap_or(self.class)
    }

    /// The role by the settings.
    #[must_use]
    pub fn role_in(self, plain: Row<'_>) -> &str {
        plain.code("role").unwrap_or(self.role)
    }

    /// Whether it works on instructions, and so can be commanded.
    #[must_use]
    pub fn obeys(self, plain: Row<'_>) -> bool {
        OBEYING.contains(&self.role_in(plain))
    }

    /// How an erasure reaches it.
    #[must_use]
    pub fn route_in(self, plain: Row<'_>) -> Option<&str> {
        plain.code("erasure-route").or(self.erasure_route)
    }
}
