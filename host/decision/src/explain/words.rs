//! Values and lists in words.

use crate::question::{EntityId, Name, Value};

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The first sentence of a meaning, in the middle of another one: without its full stop.
pub(crate) fn first_sentence(meaning: &str) -> &str {
    meaning.split_once(". ").map_or(meaning, |(first, _)| first).trim_end_matches('.')
}

/// A value in words; none if it is not spelled like a name or a place, for then somebody may
/// have written free text.
pub(crate) fn value(value: &Value, naming: &dyn Fn(EntityId) -> String) -> Option<String> {
    match value {
        Value::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(decimal(number.digits, number.scale)),
        Value::Code(code) => names(std::slice::from_ref(code)),
        Value::Codes(codes) | Value::Places(codes) => names(codes),
        Value::Day(day) => Some(day.to_string()),
        Value::Days(days) => Some(listed(days.iter().map(ToString::to_string))),
        Value::Instant(instant) => {
            jiff::Timestamp::from_second(instant.seconds).ok().map(|at| at.to_string())
        }
        Value::Period(period) => Some(format!("{} months and {} days", period.months, period.days)),
        Value::Ref(id) => Some(naming(*id)),
        Value::Refs(ids) => Some(listed(ids.iter().map(|id| naming(*id)))),
        Value::NotYet => Some("not yet".to_owned()),
    }
}

fn names(names: &[Name]) -> Option<String> {
    let plain = |name: &Name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    names.iter().all(plain).then(|| listed(names.iter().map(ToString::to_string)))
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "none".to_owned() } else { list(&parts) }
}

fn decimal(digits: i64, scale: u8) -> String {
    let scale = usize::from(scale);
    let (sign, digits) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs().to_string());
    let padded = format!("{digits:0>width$}", width = scale.saturating_add(1));
    let (whole, rest) = padded.split_at(padded.len().saturating_sub(scale));
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(one: &Value) -> Option<String> {
        value(one, &|id| format!("entity {id}"))
    }

    #[test]
    fn decimals_keep_their_point() {
        assert_eq!(decimal(-105, 2), "-1.05");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(decimal(7, 3), "0.007");
    }

    #[test]
    fn free_text_is_never_shown() {
        assert_eq!(words(&Value::Code("Jane Doe, Paris".into())), None);
        assert_eq!(words(&Value::Code("processor".into())).as_deref(), Some("processor"));
    }

    #[test]
    fn lists_read_well() {
        let places = Value::Places(vec!["DE".into(), "FR".into(), "US-CA".into()]);
        assert_eq!(words(&places).as_deref(), Some("DE, FR and US-CA"));
        assert_eq!(words(&Value::Codes(vec![])).as_deref(), Some("none"));
    }
}
