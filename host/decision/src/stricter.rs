//! Which of two values is kept where they combine: facts of several sources, parameters of
//! several obligations.

use praetor_wit::Direction;

use crate::question::{Decimal, Name, Period, Value};

/// The value that stands for both, in the stricter direction. Without a direction, sets of places
/// are united and equal values stay; anything else cannot be combined.
#[must_use]
pub fn of(direction: Option<Direction>, a: &Value, b: &Value) -> Option<Value> {
    if a == b {
        return Some(a.clone());
    }
    match direction {
        None => places_united(a, b),
        Some(Direction::Unite) => sets(a, b, united),
        Some(Direction::Intersect) => sets(a, b, intersected),
        Some(Direction::YesWins) => yes_no(a, b, |a, b| a || b),
        Some(Direction::NoWins) => yes_no(a, b, |a, b| a && b),
        Some(Direction::Shorter) => periods(a, b, shorter),
        Some(Direction::Longer) => periods(a, b, longer),
        Some(Direction::Earlier | Direction::Smaller) => least(a, b).cloned(),
        Some(Direction::Later | Direction::Larger) => {
            let least = least(a, b)?;
            Some(if least == a { b.clone() } else { a.clone() })
        }
    }
}

/// Whether a combined set is empty: nothing satisfies both sides.
#[must_use]
pub fn is_empty_set(value: &Value) -> bool {
    match value {
        Value::Codes(set) | Value::Places(set) => set.is_empty(),
        Value::Days(set) => set.is_empty(),
        Value::Refs(set) => set.is_empty(),
        _ => false,
    }
}

fn places_united(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Places(_), Value::Places(_)) => sets(a, b, united),
        _ => None,
    }
}

fn sets(a: &Value, b: &Value, how: fn(&[Name], &[Name]) -> Vec<Name>) -> Option<Value> {
    match (a, b) {
        (Value::Codes(a), Value::Codes(b)) => Some(Value::Codes(how(a, b))),
        (Value::Places(a), Value::Places(b)) => Some(Value::Places(how(a, b))),
        _ => None,
    }
}

fn united(a: &[Name], b: &[Name]) -> Vec<Name> {
    let mut both: Vec<Name> = a.iter().chain(b).cloned().collect();
    both.sort_unstable();
    both.dedup();
    both
}

/// Of two sets, what both hold. A place counts as held where the other set holds a whole that
/// contains it: `EU` regions may be named more or less precisely.
fn intersected(a: &[Name], b: &[Name]) -> Vec<Name> {
    let within = |part: &Name, of: &[Name]| of.iter().any(|whole| crate::choice::contains(whole, part));
    let mut both: Vec<Name> = a.iter().filter(|part| within(part, b)).cloned().collect();
    both.extend(b.iter().filter(|part| within(part, a)).cloned());
    both.sort_unstable();
    both.dedup();
    both
}

fn yes_no(a: &Value, b: &Value, how: fn(bool, bool) -> bool) -> Option<Value> {
    match (a, b) {
        (Value::YesNo(a), Value::YesNo(b)) => Some(Value::YesNo(how(*a, *b))),
        _ => None,
    }
}

fn periods(a: &Value, b: &Value, how: fn(Period, Period) -> Period) -> Option<Value> {
    match (a, b) {
        (Value::Period(a), Value::Period(b)) => Some(Value::Period(how(*a, *b))),
        _ => least(a, b).cloned(),
    }
}

/// A period that never outlasts either. A month against thirty days has no answer without a
/// calendar: then the fewest days that either can have.
fn shorter(a: Period, b: Period) -> Period {
    match (fits_in(a, b), fits_in(b, a)) {
        (true, _) => a,
        (_, true) => b,
        _ => in_days(fewest_days(a).min(fewest_days(b))),
    }
}

/// A period that is never shorter than either.
fn longer(a: Period, b: Period) -> Period {
    match (fits_in(a, b), fits_in(b, a)) {
        (true, _) => b,
        (_, true) => a,
        _ => in_days(most_days(a).max(most_days(b))),
    }
}

fn fits_in(a: Period, b: Period) -> bool {
    (a.months <= b.months && a.days <= b.days) || most_days(a) <= fewest_days(b)
}

fn fewest_days(period: Period) -> u64 {
    u64::from(period.months) * 28 + u64::from(period.days)
}

fn most_days(period: Period) -> u64 {
    u64::from(period.months) * 31 + u64::from(period.days)
}

fn in_days(days: u64) -> Period {
    Period { months: 0, days: u32::try_from(days).unwrap_or(u32::MAX) }
}

/// The smaller or earlier of two values of one type. An event that has not happened is later
/// than any day.
fn least<'a>(a: &'a Value, b: &'a Value) -> Option<&'a Value> {
    let a_first = match (a, b) {
        (Value::Integer(x), Value::Integer(y)) => x <= y,
        (Value::Decimal(x), Value::Decimal(y)) => scaled(*x, y.scale) <= scaled(*y, x.scale),
        (Value::Day(x), Value::Day(y)) => x <= y,
        (Value::Instant(x), Value::Instant(y)) => x.seconds <= y.seconds,
        (Value::NotYet, Value::Day(_) | Value::Instant(_)) => false,
        (Value::Day(_) | Value::Instant(_), Value::NotYet) => true,
        _ => return None,
    };
    Some(if a_first { a } else { b })
}

fn scaled(number: Decimal, by: u8) -> i128 {
    let factor = 10_i128.checked_pow(u32::from(by)).unwrap_or(i128::MAX);
    i128::from(number.digits).saturating_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(names: &[&str]) -> Value {
        Value::Codes(names.iter().map(|&name| name.into()).collect())
    }

    fn places(names: &[&str]) -> Value {
        Value::Places(names.iter().map(|&name| name.into()).collect())
    }

    #[test]
    fn places_of_several_sources_are_united() {
        let both = of(None, &places(&["DE"]), &places(&["FR"]));
        assert_eq!(both, Some(places(&["DE", "FR"])));
    }

    #[test]
    fn two_different_codes_without_a_direction_contradict() {
        assert_eq!(of(None, &Value::Code("processor".into()), &Value::Code("third-party".into())), None);
    }

    #[test]
    fn an_empty_intersection_is_seen() {
        let both = of(Some(Direction::Intersect), &codes(&["a"]), &codes(&["b"])).unwrap();
        assert!(is_empty_set(&both));
    }

    #[test]
    fn regions_intersect_with_the_more_precise_place() {
        let both = of(Some(Direction::Intersect), &places(&["DE"]), &places(&["DE-BY", "FR"]));
        assert_eq!(both, Some(places(&["DE-BY"])));
    }

    #[test]
    fn decimals_compare_across_scales() {
        let (a, b) = (Decimal { digits: 15, scale: 1 }, Decimal { digits: 149, scale: 2 });
        let least = of(Some(Direction::Smaller), &Value::Decimal(a), &Value::Decimal(b));
        assert_eq!(least, Some(Value::Decimal(b)));
    }

    #[test]
    fn the_shorter_period_wins_where_shorter_is_stricter() {
        let (month, year) = (period(1, 0), period(12, 0));
        assert_eq!(of(Some(Direction::Shorter), &year, &month), Some(month.clone()));
        assert_eq!(of(Some(Direction::Longer), &month, &year), Some(year));
    }

    #[test]
    fn a_month_and_thirty_days_combine_to_what_is_strict_in_every_month() {
        let (month, thirty) = (period(1, 0), period(0, 30));
        assert_eq!(of(Some(Direction::Shorter), &thirty, &month), Some(period(0, 28)));
        assert_eq!(of(Some(Direction::Longer), &thirty, &month), Some(period(0, 31)));
    }

    fn period(months: u32, days: u32) -> Value {
        Value::Period(Period { months, days })
    }

    #[test]
    fn values_of_different_types_cannot_be_combined() {
        assert_eq!(of(Some(Direction::Smaller), &Value::Integer(1), &Value::YesNo(true)), None);
    }
}
