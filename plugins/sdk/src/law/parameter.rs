use crate::cond::Cond;
use crate::day::Day;
use crate::place::is_part;
use crate::question::{Bound, FactAt};
use crate::wit::types::Decimal;

/// A number, period or set of the law that has changed or may change with time, and may differ
/// by a key such as the place.
#[derive(Debug)]
pub struct Parameter<T: 'static> {
    /// The id in `law/`.
    pub id: &'static str,
    /// All values, by key and date, without gaps or overlaps.
    pub values: &'static [Dated<T>],
}

/// One value of a parameter with its dates.
#[derive(Debug)]
pub struct Dated<T: 'static> {
    /// The key, such as a place; empty if the parameter has none.
    pub key: &'static str,
    /// The first day on which it applies.
    pub from: Day,
    /// The last day; none: until further notice.
    pub until: Option<Day>,
    /// The value; none where the law deliberately has none.
    pub value: Option<T>,
}

/// What a parameter says on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce<T> {
    /// The value; none if the law has none for that day and key.
    pub value: Option<T>,
    /// The first day on which another value applies.
    pub changes_on: Option<Day>,
}

impl<T: Copy> Parameter<T> {
    /// The value on a day, for a parameter without keys.
    #[must_use]
    pub fn on(&self, day: Day) -> InForce<T> {
        self.in_force("", day)
    }

    /// The value for a key on a day. A place without a value of its own takes that of the place
    /// that contains it.
    #[must_use]
    pub fn of(&self, key: &str, day: Day) -> InForce<T> {
        let mut key = key;
        loop {
            if self.has(key) {
                return self.in_force(key, day);
            }
            match key.rfind('-') {
                Some(end) => key = key.get(..end).unwrap_or_default(),
                None => {
                    return InForce { value: None, changes_on: None };
                }
            }
        }
    }

    /// Whether the parameter has values for this very key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.values.iter().any(|dated| dated.key == key)
    }

    /// The keys that lie in a place, each once, in the order of the law.
    pub fn keys_within<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let mut last = "";
        let keys = self.values.iter().map(|dated| dated.key);
        keys.filter(move |key| is_part(key, place) && std::mem::replace(&mut last, key) != *key)
    }

    fn in_force(&self, key: &str, day: Day) -> InForce<T> {
        let mine = || self.values.iter().filter(|dated| dated.key == key);
        let now = mine().find(|dated| dated.from <= day && dated.until.is_none_or(|last| day <= last));
        let next = mine().map(|dated| dated.from).filter(|from| *from > day).min();
        match now {
            Some(dated) => InForce { value: dated.value, changes_on: dated.until.map(Day::next).or(next) },
            None => InForce { value: None, changes_on: next },
        }
    }
}

impl Parameter<i64> {
    /// A number below the one that the law has for the place of another fact. With several
    /// places, or one known too coarsely, it must come out the same for each; otherwise the
    /// place is missing. A place for which the law has no number leaves it unknown.
    pub fn is_under_for_place<'q>(&self, number: FactAt<'q>, place: FactAt<'q>, day: Day) -> Cond<'q> {
        let places = place.places();
        if places.is_empty() {
            return Cond::missing(place.at());
        }
        let each = |place: &'q String| number.under(self.of(place, day));
        let all = Cond::all(places.iter().map(each));
        let any = Cond::any(places.iter().map(each));
        let agreed = if all.truth == any.truth { all } else { Cond::missing(place.at()) };
        agreed.resting_on(place.at())
    }
}

impl<T> InForce<T> {
    /// The value, or another where the law has none.
    pub fn or(self, other: T) -> T {
        self.value.unwrap_or(other)
    }
}

impl From<InForce<i64>> for Bound {
    fn from(dated: InForce<i64>) -> Self {
        let number = dated.value.map(|digits| Decimal { digits, scale: 0 });
        Self::new(number, dated.changes_on)
    }
}

impl From<InForce<Decimal>> for Bound {
    fn from(dated: InForce<Decimal>) -> Self {
        Self::new(dated.value, dated.changes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGE: Parameter<i64> = Parameter {
        id: "age-of-consent",
        values: &[
            Dated {
                key: "DK",
                from: Day::of(2018, 5, 25),
                until: Some(Day::of(2023, 12, 31)),
                value: Some(13),
            },
            Dated { key: "DK", from: Day::of(2024, 1, 1), until: None, value: Some(15) },
            Dated { key: "FR", from: Day::of(2018, 5, 25), until: None, value: Some(15) },
        ],
    };

    #[test]
    fn a_value_applies_from_its_first_to_its_last_day() {
        let (last, first) = (Day::of(2023, 12, 31), Day::of(2024, 1, 1));
        assert_eq!(AGE.of("DK", last), InForce { value: Some(13), changes_on: Some(first) });
        assert_eq!(AGE.of("DK", first), InForce { value: Some(15), changes_on: None });
    }

    #[test]
    fn before_the_first_value_the_law_has_none_and_says_when_it_will() {
        let first = Day::of(2018, 5, 25);
        assert_eq!(AGE.of("FR", Day::of(2018, 5, 24)), InForce { value: None, changes_on: Some(first) });
    }

    #[test]
    fn a_region_takes_the_value_of_its_country_and_a_stranger_none() {
        let day = Day::of(2026, 11, 23);
        assert_eq!(AGE.of("FR-75C", day).value, Some(15));
        assert_eq!(AGE.of("US-CA", day).value, None);
    }
}
