//! The calendars that come with this version.

/// Name and text of every file in `host/calendars`.
pub const BUNDLED: &[(&str, &str)] = &[("de", include_str!("../../../calendars/de.toml"))];
