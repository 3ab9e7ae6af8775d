//! Typed values of parameters and tables, from TOML to Rust.

use toml::Value;

use crate::node::{day, plain, texts};
use crate::spelling;

/// The types that law data may have. A `rule` names a rule of the same plugin.
pub(crate) const TYPES: [&str; 11] =
    ["integer", "decimal", "yes-no", "code", "codes", "text", "place", "places", "day", "period", "rule"];

/// The Rust type of a law data type.
pub(crate) fn rust_type(name: &str) -> &'static str {
    match name {
        "integer" => "i64",
        "decimal" => "Decimal",
        "yes-no" => "bool",
        "codes" | "places" => "&'static [&'static str]",
        "day" => "Day",
        "period" => "Period",
        "rule" => "RuleRef",
        _ => "&'static str",
    }
}

/// The Rust expression of a value, or what would be right.
pub(crate) fn rust_value(name: &str, value: &Value) -> Result<String, String> {
    let wrong = || format!("`{}` is no {name}; write {}", plain(value), example(name));
    let expression = match (name, value) {
        ("integer", Value::Integer(number)) => Some(number.to_string()),
        ("decimal", Value::Integer(number)) => decimal(&number.to_string()),
        ("decimal", Value::String(text)) => decimal(text),
        ("yes-no", Value::Boolean(holds)) => Some(holds.to_string()),
        ("code" | "text", Value::String(text)) => Some(format!("{text:?}")),
        ("place", Value::String(text)) => is_place(text).then(|| format!("{text:?}")),
        ("codes", _) => texts(value).map(|all| format!("&{all:?}")),
        ("places", _) => {
            texts(value).filter(|all| all.iter().all(|p| is_place(p))).map(|all| format!("&{all:?}"))
        }
        ("day", _) => day(value).map(super::date::Day::rust),
        ("period", Value::Table(table)) => period(table),
        ("rule", Value::String(id)) if spelling::is_id(id) => {
            Some(format!("rule::{}.as_ref()", spelling::constant(id)))
        }
        _ => None,
    };
    expression.ok_or_else(wrong)
}

/// Whether a text is an ISO 3166-1 code, with or without an ISO 3166-2 part.
pub(crate) fn is_place(text: &str) -> bool {
    let (country, part) = text.split_once('-').map_or((text, None), |(c, p)| (c, Some(p)));
    let upper = |t: &str| t.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && part.is_none_or(|part| (1..=3).contains(&part.len()) && upper(part))
}

fn decimal(text: &str) -> Option<String> {
    let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
    let digits: i64 = format!("{whole}{behind}").parse().ok()?;
    Some(format!("Decimal {{ digits: {digits}, scale: {} }}", behind.len()))
}

/// A period is in months (and years) or in days, never in both: no law mixes them, and how to
/// count the sum would be a guess.
fn period(table: &toml::Table) -> Option<String> {
    if table.keys().any(|key| !["years", "months", "days"].contains(&key.as_str())) {
        return None;
    }
    let part = |key: &str| match table.get(key) {
        None => Some(0),
        Some(value) => u32::try_from(value.as_integer()?).ok(),
    };
    let (months, days) = (part("years")? * 12 + part("months")?, part("days")?);
    let one_kind = (months == 0 || days == 0) && months + days > 0;
    one_kind.then(|| format!("Period {{ months: {months}, days: {days} }}"))
}

fn example(name: &str) -> &'static str {
    match name {
        "integer" => "a whole number, `16`",
        "decimal" => "a decimal number in quotes, `\"1.5\"`",
        "yes-no" => "`true` or `false`",
        "codes" => "a list of names, `[\"a\", \"b\"]`",
        "place" => "an ISO 3166 code, `\"DE\"` or `\"DE-BY\"`",
        "places" => "a list of ISO 3166 codes, `[\"DE\", \"FR\"]`",
        "day" => "a date, `2026-11-23`",
        "period" => "months or days, `{ months = 1 }`",
        "rule" => "the id of a rule, `\"art-2\"`",
        _ => "it in quotes",
    }
}
