//! When a binding serves.

use praetor_ledger::Timestamp;
use serde::{Deserialize, Serialize};

/// The time in which a binding serves: from one instant, and before another. It says which plugin is
/// asked now; which of the law's dates count, the question's own date says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// From this instant on; none: it always did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Before this instant; none: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Period {
    /// Without beginning and end.
    pub const ALWAYS: Self = Self { from: None, until: None };

    /// Whether an instant is in it.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether there is no instant in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until <= from)
    }

    /// Whether some instant is in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        !self.is_empty()
            && !other.is_empty()
            && begins_before(self.from, other.until)
            && begins_before(other.from, self.until)
    }

    /// Whether it has a beginning or an end.
    #[must_use]
    pub const fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// What is left of it before and after another period, each if there is anything.
    #[must_use]
    pub fn without(&self, other: &Self) -> Vec<Self> {
        if !self.meets(other) {
            return vec![*self];
        }
        let before = other.from.map(|from| Self { from: self.from, until: Some(from) });
        let after = other.until.map(|until| Self { from: Some(until), until: self.until });
        before.into_iter().chain(after).filter(|part| !part.is_empty()).collect()
    }
}

fn begins_before(from: Option<Timestamp>, until: Option<Timestamp>) -> bool {
    match (from, until) {
        (Some(from), Some(until)) => from < until,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: u64, until: u64) -> Period {
        let time = |n| (n > 0).then_some(Timestamp(n));
        Period { from: time(from), until: time(until) }
    }

    #[test]
    fn a_period_begins_at_its_first_instant_and_ends_before_its_last() {
        let march = period(30, 40);
        assert!(!march.holds(Timestamp(29)) && march.holds(Timestamp(30)));
        assert!(march.holds(Timestamp(39)) && !march.holds(Timestamp(40)));
        assert!(Period::ALWAYS.holds(Timestamp(0)));
        assert!(period(40, 40).is_empty() && !Period::ALWAYS.is_empty());
    }

    #[test]
    fn consecutive_periods_do_not_meet() {
        assert!(!period(0, 40).meets(&period(40, 0)));
        assert!(period(0, 41).meets(&period(40, 0)));
        assert!(!period(30, 30).meets(&Period::ALWAYS));
    }

    #[test]
    fn what_is_left_of_a_period_stands_before_and_after() {
        assert_eq!(Period::ALWAYS.without(&period(30, 40)), [period(0, 30), period(40, 0)]);
        assert_eq!(Period::ALWAYS.without(&period(30, 0)), [period(0, 30)]);
        assert_eq!(Period::ALWAYS.without(&Period::ALWAYS), []);
        assert_eq!(period(30, 40).without(&period(30, 35)), [period(35, 40)]);
        assert_eq!(period(30, 40).without(&period(40, 50)), [period(30, 40)]);
    }
}
