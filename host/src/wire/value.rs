//! Values of facts, from and to JSON. The dictionary says which type a fact has.

use jiff::civil::Date;
use praetor_decision::question::{Decimal, Instant, Period};
use praetor_decision::{EntityId, Name, Value};
use praetor_wit::{Dictionary, FactSpec, ValueType};
use serde_json::Value as Json;

use super::problem::{InputProblem, step};
use crate::limits::{LIST_MEMBERS_MAX, STRING_BYTES_MAX};

/// The word for an event that has not happened.
pub const NOT_YET: &str = "not-yet";

/// Finds the entity that an id in the JSON names, and its kind.
pub type Referred<'a> = &'a dyn Fn(&str) -> Option<(EntityId, String)>;

/// Reads the value of a fact.
///
/// # Errors
/// The problem, with the pointer to it: wrong type, unknown code, unknown reference.
pub fn read_value(
    json: &Json,
    fact: &FactSpec,
    pointer: &str,
    dictionary: &Dictionary,
    referred: Referred<'_>,
) -> Result<Value, InputProblem> {
    if fact.event && json.as_str() == Some(NOT_YET) {
        return Ok(Value::NotYet);
    }
    let reader = Reader { fact, pointer, dictionary, referred };
    match fact.value_type {
        ValueType::Codes => reader.names(json).map(Value::Codes),
        ValueType::Places => reader.names(json).map(Value::Places),
        ValueType::Days => reader.list(json, |one| one.day()).map(|mut days| {
            days.sort_unstable();
            days.dedup();
            Value::Days(days)
        }),
        ValueType::Refs => reader.list(json, |one| one.reference()).map(|mut ids| {
            ids.sort_unstable();
            ids.dedup();
            Value::Refs(ids)
        }),
        _ => reader.scalar(json),
    }
}

/// A value as JSON; references are named by the given ids.
#[must_use]
pub fn write_value(value: &Value, name_of: &dyn Fn(EntityId) -> String) -> Json {
    match value {
        Value::YesNo(yes) => Json::from(*yes),
        Value::Integer(number) => Json::from(*number),
        Value::Decimal(number) => Json::from(write_decimal(*number)),
        Value::Code(code) => Json::from(code.as_str()),
        Value::Codes(names) | Value::Places(names) => {
            names.iter().map(|name| Json::from(name.as_str())).collect()
        }
        Value::Day(day) => Json::from(day.to_string()),
        Value::Days(days) => days.iter().map(|day| Json::from(day.to_string())).collect(),
        Value::Instant(instant) => Json::from(write_instant(*instant)),
        Value::Period(period) => Json::from(write_period(*period)),
        Value::Ref(id) => Json::from(name_of(*id)),
        Value::Refs(ids) => ids.iter().map(|id| Json::from(name_of(*id))).collect(),
        Value::NotYet => Json::from(NOT_YET),
    }
}

/// Reads a civil date, `2026-11-23`.
#[must_use]
pub fn read_day(text: &str) -> Option<Date> {
    let shape = text.len() == 10 && text.is_ascii();
    text.parse::<Date>().ok().filter(|day| shape && day.year() >= 1)
}

/// An instant in RFC 3339 with its own offset.
#[must_use]
pub fn write_instant(instant: Instant) -> String {
    let offset = jiff::tz::Offset::from_seconds(i32::from(instant.offset_minutes) * 60);
    let timestamp = jiff::Timestamp::from_second(instant.seconds);
    match (timestamp, offset) {
        (Ok(timestamp), Ok(offset)) => timestamp.display_with_offset(offset).to_string(),
        _ => format!("{} s", instant.seconds),
    }
}

/// A period in ISO 8601, `P1M` or `P2M10D`.
#[must_use]
pub fn write_period(period: Period) -> String {
    match (period.months, period.days) {
        (0, days) => format!("P{days}D"),
        (months, 0) => format!("P{months}M"),
        (months, days) => format!("P{months}M{days}D"),
    }
}

struct Reader<'a> {
    fact: &'a FactSpec,
    pointer: &'a str,
    dictionary: &'a Dictionary,
    referred: Referred<'a>,
}

struct One<'a> {
    reader: &'a Reader<'a>,
    json: &'a Json,
    pointer: String,
}

impl Reader<'_> {
    fn scalar(&self, json: &Json) -> Result<Value, InputProblem> {
        let one = One { reader: self, json, pointer: self.pointer.to_owned() };
        match self.fact.value_type {
            ValueType::YesNo => json.as_bool().map(Value::YesNo).ok_or_else(|| one.wrong("true or false")),
            ValueType::Integer => {
                json.as_i64().map(Value::Integer).ok_or_else(|| one.wrong("a whole number"))
            }
            ValueType::Decimal => one.decimal().map(Value::Decimal),
            ValueType::Code => one.name().map(Value::Code),
            ValueType::Day => one.day().map(Value::Day),
            ValueType::Instant => one.instant().map(Value::Instant),
            ValueType::Period => one.period().map(Value::Period),
            ValueType::Ref => one.reference().map(Value::Ref),
            ValueType::Codes | ValueType::Places | ValueType::Days | ValueType::Refs => {
                Err(one.wrong("a list"))
            }
        }
    }

    fn list<T>(
        &self,
        json: &Json,
        read: impl Fn(&One<'_>) -> Result<T, InputProblem>,
    ) -> Result<Vec<T>, InputProblem> {
        let single = std::slice::from_ref(json);
        let (members, is_list) = match json {
            Json::Array(members) => (members.as_slice(), true),
            _ => (single, false),
        };
        if members.len() > LIST_MEMBERS_MAX {
            let detail = format!("a list of {}; at most {LIST_MEMBERS_MAX} members", members.len());
            return Err(InputProblem::at(self.pointer, detail));
        }
        let at = |index| {
            if is_list { step(self.pointer, index) } else { self.pointer.to_owned() }
        };
        let ones = members.iter().enumerate();
        ones.map(|(index, json)| read(&One { reader: self, json, pointer: at(index) })).collect()
    }

    fn names(&self, json: &Json) -> Result<Vec<Name>, InputProblem> {
        let mut names = self.list(json, |one| one.name())?;
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }
}

impl One<'_> {
    fn wrong(&self, wanted: &str) -> InputProblem {
        let fact = self.reader.fact;
        let event = if fact.event { ", or `not-yet`" } else { "" };
        let detail = format!("`{}` wants {wanted}{event}", fact.path());
        InputProblem::at(self.pointer.clone(), detail)
    }

    fn text(&self, wanted: &str) -> Result<&str, InputProblem> {
        let text = self.json.as_str().ok_or_else(|| self.wrong(wanted))?;
        if text.is_empty() || text.len() > STRING_BYTES_MAX || text.chars().any(char::is_control) {
            let detail = format!("a string of 1 to {STRING_BYTES_MAX} bytes without control characters");
            return Err(InputProblem::at(self.pointer.clone(), detail));
        }
        Ok(text)
    }

    fn name(&self) -> Result<Name, InputProblem> {
        let fact = self.reader.fact;
        if fact.value_type == ValueType::Places {
            return self.place();
        }
        let text = self.text("a name")?;
        if self.reader.dictionary.allows(fact, text) {
            return Ok(text.into());
        }
        let allowed = self.reader.dictionary.allowed(fact);
        let nearest = nearest_of(&allowed, text);
        let detail = format!("`{text}` is not a value of `{}`", fact.path());
        Err(InputProblem::at(self.pointer.clone(), detail).allowing(allowed).nearest(nearest.as_deref()))
    }

    fn place(&self) -> Result<Name, InputProblem> {
        let text = self.text("a place by ISO 3166, `DE` or `US-CA`")?;
        let (country, part) = text.split_once('-').unwrap_or((text, "X"));
        let upper = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let good = (2..=3).contains(&country.len()) && (1..=3).contains(&part.len());
        if good && upper(country) && upper(part) {
            return Ok(text.into());
        }
        let detail = format!("`{text}` is not a place; write ISO 3166, `DE` or `US-CA`");
        Err(InputProblem::at(self.pointer.clone(), detail))
    }

    fn day(&self) -> Result<Date, InputProblem> {
        let wanted = "a day, `2026-11-23`";
        read_day(self.text(wanted)?).ok_or_else(|| self.wrong(wanted))
    }

    fn decimal(&self) -> Result<Decimal, InputProblem> {
        let wanted = "a decimal number as a string, `\"12.50\"`, or a whole number";
        if let Some(digits) = self.json.as_i64() {
            return Ok(Decimal { digits, scale: 0 });
        }
        read_decimal(self.text(wanted)?).ok_or_else(|| self.wrong(wanted))
    }

    fn instant(&self) -> Result<Instant, InputProblem> {
        let wanted = "a moment with its offset, `2026-11-23T09:00:00+01:00`";
        read_instant(self.text(wanted)?).ok_or_else(|| self.wrong(wanted))
    }

    fn period(&self) -> Result<Period, InputProblem> {
        let wanted = "a period in years, months, weeks and days, `P1M`";
        read_period(self.text(wanted)?).ok_or_else(|| self.wrong(wanted))
    }

    fn reference(&self) -> Result<EntityId, InputProblem> {
        let fact = self.reader.fact;
        let text = self.text("the id of another entity")?;
        let Some((id, kind)) = (self.reader.referred)(text) else {
            let detail = format!("no entity of the question has the id `{text}`");
            return Err(InputProblem::at(self.pointer.clone(), detail));
        };
        if fact.refers_to.is_empty() || fact.refers_to.contains(&kind) {
            return Ok(id);
        }
        let detail = format!("`{text}` is of kind `{kind}`, which `{}` cannot name", fact.path());
        let allowed = fact.refers_to.iter().map(String::as_str);
        Err(InputProblem::at(self.pointer.clone(), detail).allowing(allowed))
    }
}

fn nearest_of(allowed: &[&str], wrong: &str) -> Option<String> {
    let distance = |name: &&&str| strsim::damerau_levenshtein(name, wrong);
    let best = allowed.iter().min_by_key(distance)?;
    (distance(&best) <= wrong.len().max(3) / 2).then(|| (*best).to_owned())
}

fn read_decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let scale = u8::try_from(fraction.len()).ok().filter(|scale| *scale <= 18)?;
    let digits_only = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    if !digits_only(unsigned) || (text.contains('.') && !digits_only(fraction)) {
        return None;
    }
    let digits = format!("{whole}{fraction}").parse().ok()?;
    Some(Decimal { digits, scale })
}

fn write_decimal(number: Decimal) -> String {
    let scale = usize::from(number.scale);
    let digits = format!("{:0>width$}", number.digits.unsigned_abs(), width = scale + 1);
    let sign = if number.digits < 0 { "-" } else { "" };
    match digits.split_at_checked(digits.len() - scale) {
        Some((whole, fraction)) if scale > 0 => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits}"),
    }
}

fn read_instant(text: &str) -> Option<Instant> {
    let timestamp: jiff::Timestamp = text.parse().ok()?;
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    let offset_minutes = i16::try_from(offset.seconds() / 60).ok()?;
    Some(Instant { seconds: timestamp.as_second(), offset_minutes })
}

fn read_period(text: &str) -> Option<Period> {
    let span: jiff::Span = text.parse().ok()?;
    let dateful = span.get_hours() == 0
        && span.get_minutes() == 0
        && span.get_seconds() == 0
        && span.get_milliseconds() == 0
        && span.get_microseconds() == 0
        && span.get_nanoseconds() == 0;
    let months = i32::from(span.get_years()) * 12 + span.get_months();
    let days = span.get_weeks() * 7 + span.get_days();
    let months = u32::try_from(months).ok()?;
    let days = u32::try_from(days).ok()?;
    dateful.then_some(Period { months, days })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit() {
        for text in ["0", "12.50", "-0.05", "1000000.1"] {
            assert_eq!(write_decimal(read_decimal(text).unwrap()), text);
        }
        for text in ["", ".", "1.", ".5", "1e3", "--1", "1.2.3", "NaN"] {
            assert_eq!(read_decimal(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_keeps_its_offset() {
        let text = "2026-11-23T09:00:00+01:00";
        assert_eq!(write_instant(read_instant(text).unwrap()), text);
        assert_eq!(read_instant("2026-11-23T09:00:00"), None);
    }

    #[test]
    fn periods_have_calendar_units_only() {
        assert_eq!(read_period("P1Y2M"), Some(Period { months: 14, days: 0 }));
        assert_eq!(read_period("P2W"), Some(Period { months: 0, days: 14 }));
        assert_eq!(read_period("PT5H"), None);
        assert_eq!(read_period("-P1D"), None);
    }

    #[test]
    fn a_day_is_a_plain_date_and_nothing_else() {
        assert!(read_day("2026-02-28").is_some());
        for text in ["2026-02-29", "2026-2-8", "20260208", "2026-02-28T00:00"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
