//! Lists of names in the settings.

use praetor_sdk::{Row, Settings};

/// Whether a list of the settings has this name. A list that is not there has none.
#[must_use]
pub fn has(row: Row<'_>, key: &str, name: &str) -> bool {
    row.codes(key).is_some_and(|names| names.iter().any(|one| one == name))
}

/// Whether a list of the settings has one of these names.
#[must_use]
pub fn lists(row: Row<'_>, key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| has(row, key, name))
}

/// The names of a plain list.
#[must_use]
pub fn names<'q>(settings: Settings<'q>, key: &str) -> Vec<&'q str> {
    settings.plain().codes(key).unwrap_or_default().iter().map(String::as_str).collect()
}
