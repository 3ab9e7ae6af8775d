use std::cmp::Ordering;

use super::Bound;
use crate::cond::{Cond, FactRef};
use crate::day::Day;
use crate::place;
use crate::truth::Truth;
use crate::wit::types::{EntityId, Instant, Period, Value};

/// One fact of one entity: its value if it is known, and where it stands. A value of another
/// type than the test expects counts as unknown.
#[derive(Clone, Copy, Debug)]
pub struct FactAt<'q> {
    at: FactRef<'q>,
    value: Option<&'q Value>,
    as_of: Day,
}

/// What is known of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It happened, or is set for, this day.
    On(Day),
    /// It has not happened.
    NotYet,
    /// Nobody said.
    Unknown,
}

/// Conditions on the fact.
impl<'q> FactAt<'q> {
    /// A "yes" or "no" fact that says yes.
    pub fn is_true(self) -> Cond<'q> {
        self.test(|value| match value {
            Value::YesNo(holds) => Some((*holds).into()),
            _ => None,
        })
    }

    /// A code that is this one.
    pub fn is(self, code: &str) -> Cond<'q> {
        self.is_any_of(&[code])
    }

    /// A code that is one of these.
    pub fn is_any_of(self, codes: &[&str]) -> Cond<'q> {
        self.test(|value| match value {
            Value::Code(found) => Some(codes.contains(&found.as_str()).into()),
            _ => None,
        })
    }

    /// A set of codes that holds this one.
    pub fn contains(self, code: &str) -> Cond<'q> {
        self.contains_any(&[code])
    }

    /// A set of codes that holds at least one of these.
    pub fn contains_any(self, codes: &[&str]) -> Cond<'q> {
        self.test(|value| match value {
            Value::Codes(set) => Some(codes.iter().any(|code| set.iter().any(|c| c == code)).into()),
            _ => None,
        })
    }

    /// A set of codes that holds all of these.
    pub fn contains_all(self, codes: &[&str]) -> Cond<'q> {
        self.test(|value| match value {
            Value::Codes(set) => Some(codes.iter().all(|code| set.iter().any(|c| c == code)).into()),
            _ => None,
        })
    }

    /// A set of codes that holds nothing but these.
    pub fn contains_only(self, codes: &[&str]) -> Cond<'q> {
        self.test(|value| match value {
            Value::Codes(set) => Some(set.iter().all(|c| codes.contains(&c.as_str())).into()),
            _ => None,
        })
    }

    /// A set (of codes, places, days or references) without a member.
    pub fn is_empty_set(self) -> Cond<'q> {
        self.test(|value| match value {
            Value::Codes(set) | Value::Places(set) => Some(set.is_empty().into()),
            Value::Days(days) => Some(days.is_empty().into()),
            Value::Refs(ids) => Some(ids.is_empty().into()),
            _ => None,
        })
    }

    /// Places of which at least one lies in one of these areas. A place known too coarsely to
    /// tell (`US` for `US-CA`) leaves it unknown.
    pub fn within(self, areas: &[&str]) -> Cond<'q> {
        self.test_places(|places| {
            places.iter().fold(Truth::No, |so_far, p| so_far.or(place::lies_in_any(p, areas)))
        })
    }

    /// Places that all lie in one of these areas.
    pub fn wholly_within(self, areas: &[&str]) -> Cond<'q> {
        self.test_places(|places| {
            places.iter().fold(Truth::Yes, |so_far, p| so_far.and(place::lies_in_any(p, areas)))
        })
    }

    /// A number below the bound.
    pub fn under(self, bound: impl Into<Bound>) -> Cond<'q> {
        self.compare(bound.into(), Ordering::is_lt)
    }

    /// A number that reaches the bound.
    pub fn at_least(self, bound: impl Into<Bound>) -> Cond<'q> {
        self.compare(bound.into(), Ordering::is_ge)
    }

    /// A number above the bound.
    pub fn over(self, bound: impl Into<Bound>) -> Cond<'q> {
        self.compare(bound.into(), Ordering::is_gt)
    }

    /// A number that does not exceed the bound.
    pub fn at_most(self, bound: impl Into<Bound>) -> Cond<'q> {
        self.compare(bound.into(), Ordering::is_le)
    }

    /// A date before this day. An event that has not happened is before no day.
    pub fn before(self, day: Day) -> Cond<'q> {
        self.test_event(|found| found < day)
    }

    /// A date on or before this day.
    pub fn on_or_before(self, day: Day) -> Cond<'q> {
        self.test_event(|found| found <= day)
    }

    /// A date on or after this day. An event that has not happened is after no day.
    pub fn on_or_after(self, day: Day) -> Cond<'q> {
        self.test_event(|found| found >= day)
    }

    /// A date after this day.
    pub fn after(self, day: Day) -> Cond<'q> {
        self.test_event(|found| found > day)
    }

    /// An event that has happened by the date of the question. A date still to come is a "no"
    /// that changes on that day.
    pub fn happened(self) -> Cond<'q> {
        let cond = self.test_event(|day| day <= self.as_of);
        cond.until(self.day().filter(|day| *day > self.as_of))
    }

    /// An event that has not happened by the date of the question.
    pub fn not_yet(self) -> Cond<'q> {
        !self.happened()
    }

    /// A last day (of validity, of a term) that is not over: today or later. It is over on the
    /// day after.
    pub fn still_runs(self) -> Cond<'q> {
        let cond = self.test_event(|day| day >= self.as_of);
        cond.until(self.day().filter(|day| *day >= self.as_of).map(Day::next))
    }

    /// A reference that points at this entity.
    pub fn points_at(self, id: EntityId) -> Cond<'q> {
        self.test(|value| match value {
            Value::Ref(found) => Some((*found == id).into()),
            Value::Refs(ids) => Some(ids.contains(&id).into()),
            _ => None,
        })
    }

    /// Whether the fact is stated at all. The only test that reads absence as "no".
    pub fn is_stated(self) -> Cond<'q> {
        if self.value.is_some() { Cond::because(self.at, true) } else { Cond::no() }
    }

    /// Any other test of the value; none means that the value does not settle it.
    pub fn test(self, settle: impl FnOnce(&'q Value) -> Option<Truth>) -> Cond<'q> {
        match self.value.and_then(settle) {
            Some(Truth::Yes) => Cond::because(self.at, true),
            Some(Truth::No) => Cond::because(self.at, false),
            Some(Truth::Unknown) | None => Cond::missing(self.at),
        }
    }

    fn test_places(self, settle: impl FnOnce(&'q [String]) -> Truth) -> Cond<'q> {
        self.test(|value| match value {
            Value::Places(places) => Some(settle(places)),
            _ => None,
        })
    }

    fn test_event(self, settle: impl FnOnce(Day) -> bool) -> Cond<'q> {
        match self.event() {
            Event::On(day) => Cond::because(self.at, settle(day)),
            Event::NotYet => Cond::because(self.at, false),
            Event::Unknown => Cond::missing(self.at),
        }
    }

    fn compare(self, bound: Bound, holds: impl FnOnce(Ordering) -> bool) -> Cond<'q> {
        if self.value.is_some() && bound.number.is_none() {
            return Cond::unknown().resting_on(self.at).until(bound.changes_on);
        }
        self.test(|value| Some(holds(bound.compare(value)?).into())).until(bound.changes_on)
    }
}

/// The value itself, where a rule needs more than a condition.
impl<'q> FactAt<'q> {
    pub(crate) const fn new(at: FactRef<'q>, value: Option<&'q Value>, as_of: Day) -> Self {
        Self { at, value, as_of }
    }

    /// Where the fact stands.
    #[must_use]
    pub const fn at(self) -> FactRef<'q> {
        self.at
    }

    /// The value, if it is known.
    #[must_use]
    pub const fn value(self) -> Option<&'q Value> {
        self.value
    }

    /// Whether a "yes" or "no" fact says yes.
    #[must_use]
    pub fn truth(self) -> Truth {
        self.is_true().truth
    }

    /// The code.
    #[must_use]
    pub fn code(self) -> Option<&'q str> {
        match self.value {
            Some(Value::Code(code)) => Some(code),
            _ => None,
        }
    }

    /// The set of codes; empty if unknown as well.
    #[must_use]
    pub fn codes(self) -> &'q [String] {
        match self.value {
            Some(Value::Codes(set)) => set,
            _ => &[],
        }
    }

    /// The places; empty if unknown as well.
    #[must_use]
    pub fn places(self) -> &'q [String] {
        match self.value {
            Some(Value::Places(places)) => places,
            _ => &[],
        }
    }

    /// The whole number.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        match self.value {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// The period.
    #[must_use]
    pub fn period(self) -> Option<Period> {
        match self.value {
            Some(Value::Period(period)) => Some(*period),
            _ => None,
        }
    }

    /// The instant.
    #[must_use]
    pub fn instant(self) -> Option<Instant> {
        match self.value {
            Some(Value::Instant(instant)) => Some(*instant),
            _ => None,
        }
    }

    /// The day, also that of an instant (at the place where it was read).
    #[must_use]
    pub fn day(self) -> Option<Day> {
        match self.value {
            Some(Value::Day(day)) => Some(*day),
            Some(Value::Instant(instant)) => instant.day(),
            _ => None,
        }
    }

    /// The days; empty if unknown as well.
    #[must_use]
    pub fn days(self) -> &'q [Day] {
        match self.value {
            Some(Value::Days(days)) => days,
            _ => &[],
        }
    }

    /// What is known of the event.
    #[must_use]
    pub fn event(self) -> Event {
        match (self.day(), self.value) {
            (Some(day), _) => Event::On(day),
            (None, Some(Value::NotYet)) => Event::NotYet,
            _ => Event::Unknown,
        }
    }
}
