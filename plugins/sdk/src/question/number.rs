use std::cmp::Ordering;

use crate::day::Day;
use crate::wit::types::{Decimal, Value};

/// A number to compare a fact with: a plain one, or one of the law with the day on which it
/// changes. A number that the law does not have for the day and place is unknown.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    pub(crate) number: Option<Decimal>,
    pub(crate) changes_on: Option<Day>,
}

impl Bound {
    /// A number with the first day on which it changes.
    #[must_use]
    pub const fn new(number: Option<Decimal>, changes_on: Option<Day>) -> Self {
        Self { number, changes_on }
    }

    /// How the value of a fact compares with it; none if either is no number.
    pub(crate) fn compare(self, value: &Value) -> Option<Ordering> {
        let value = match value {
            Value::Integer(digits) => Decimal { digits: *digits, scale: 0 },
            Value::Decimal(decimal) => *decimal,
            _ => return None,
        };
        compare(value, self.number?)
    }
}

impl From<i64> for Bound {
    fn from(digits: i64) -> Self {
        Self { number: Some(Decimal { digits, scale: 0 }), changes_on: None }
    }
}

impl From<Decimal> for Bound {
    fn from(number: Decimal) -> Self {
        Self { number: Some(number), changes_on: None }
    }
}

/// Compares exactly; none if the scales are too far apart for exact arithmetic.
fn compare(one: Decimal, other: Decimal) -> Option<Ordering> {
    let scale = one.scale.max(other.scale);
    let widened = |number: Decimal| {
        let factor = 10_i128.checked_pow(u32::from(scale - number.scale))?;
        i128::from(number.digits).checked_mul(factor)
    };
    Some(widened(one)?.cmp(&widened(other)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_different_scale_compare_by_value() {
        let bound = Bound::from(Decimal { digits: 150, scale: 2 });
        assert_eq!(bound.compare(&Value::Integer(1)), Some(Ordering::Less));
        let one_and_a_half = Value::Decimal(Decimal { digits: 15, scale: 1 });
        assert_eq!(bound.compare(&one_and_a_half), Some(Ordering::Equal));
    }
}
