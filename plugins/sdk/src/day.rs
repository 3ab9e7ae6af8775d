//! Civil dates in a guest: comparing and stepping, no more. Periods of the law are computed by
//! the host, once for every guest language, from a [`Term`](crate::Term).

pub use crate::wit::types::{Day, Instant};

const SECONDS_PER_DAY: i64 = 86_400;

impl Day {
    /// A civil date, written year, month, day.
    #[must_use]
    pub const fn of(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The day after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.day < days_in_month(self.year, self.month) {
            Self { day: self.day + 1, ..self }
        } else if self.month < 12 {
            Self { month: self.month + 1, day: 1, ..self }
        } else {
            Self { year: self.year.saturating_add(1), month: 1, day: 1 }
        }
    }

    /// The number of days since 1970-01-01.
    #[must_use]
    pub const fn epoch_days(self) -> i64 {
        let year = self.year as i64 - (self.month <= 2) as i64;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + self.day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that many days after 1970-01-01, if its year is between 1 and 9999.
    #[must_use]
    pub fn from_epoch_days(days: i64) -> Option<Self> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_of_era = (5 * day_of_year + 2) / 153;
        let day = u8::try_from(day_of_year - (153 * month_of_era + 2) / 5 + 1).ok()?;
        let month = u8::try_from(if month_of_era < 10 { month_of_era + 3 } else { month_of_era - 9 }).ok()?;
        let year = u16::try_from(year_of_era + era * 400 + i64::from(month <= 2)).ok()?;
        (1..=9999).contains(&year).then_some(Self { year, month, day })
    }

    /// The day this many days later (earlier if negative), if its year is between 1 and 9999.
    /// For plain counting, as in a window of days before the question; a period that the law
    /// grants is a [`Term`](crate::Term).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_epoch_days(self.epoch_days().checked_add(days)?)
    }

    /// The same day of the month so many months later, or the last day of a month that is too
    /// short: as the host counts `calendar-months`. For the end of a mark, which is a day; a
    /// period that the law grants is a [`Term`](crate::Term).
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let all = u32::from(self.month).saturating_sub(1).saturating_add(months);
        let years = u16::try_from(all / 12).unwrap_or(u16::MAX);
        let (year, month) = (self.year.saturating_add(years), u8::try_from(all % 12 + 1).unwrap_or(12));
        Self { year, month, day: self.day.min(days_in_month(year, month)) }
    }

    /// The last day of the year.
    #[must_use]
    pub const fn end_of_year(self) -> Self {
        Self { month: 12, day: 31, ..self }
    }

    /// The same day of the year so many years later; 29 February becomes 1 March in a common
    /// year. For ages and windows of years; a period that the law grants is a
    /// [`Term`](crate::Term).
    #[must_use]
    pub const fn plus_years(self, years: u16) -> Self {
        let year = self.year.saturating_add(years);
        if self.day > days_in_month(year, self.month) {
            return Self { year, month: 3, day: 1 };
        }
        Self { year, ..self }
    }
}

impl Instant {
    /// The civil date at the place where the instant was read.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        let local = self.seconds.checked_add(i64::from(self.offset_minutes) * 60)?;
        Day::from_epoch_days(local.div_euclid(SECONDS_PER_DAY))
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_after_the_last_of_a_month_is_the_first_of_the_next() {
        assert_eq!(Day::of(2026, 12, 31).next(), Day::of(2027, 1, 1));
        assert_eq!(Day::of(2028, 2, 28).next(), Day::of(2028, 2, 29));
        assert_eq!(Day::of(2027, 2, 28).next(), Day::of(2027, 3, 1));
    }

    #[test]
    fn months_later_is_the_same_day_or_the_last_of_a_shorter_month() {
        assert_eq!(Day::of(2026, 11, 23).plus_months(6), Day::of(2027, 5, 23));
        assert_eq!(Day::of(2026, 8, 31).plus_months(6), Day::of(2027, 2, 28));
        assert_eq!(Day::of(2027, 8, 31).plus_months(6), Day::of(2028, 2, 29));
        assert_eq!(Day::of(2024, 2, 29).plus_months(36), Day::of(2027, 2, 28));
        assert_eq!(Day::of(2026, 12, 1).plus_months(12).end_of_year(), Day::of(2027, 12, 31));
    }

    #[test]
    fn counting_days_from_1970_and_back_gives_the_same_day() {
        assert_eq!(Day::of(1970, 1, 1).epoch_days(), 0);
        assert_eq!(Day::of(2026, 11, 23).epoch_days(), 20_780);
        let mut day = Day::of(1999, 12, 1);
        for _ in 0..1_200 {
            assert_eq!(Day::from_epoch_days(day.epoch_days()), Some(day));
            day = day.next();
        }
    }

    #[test]
    fn an_instant_shortly_before_midnight_in_utc_is_the_next_day_further_east() {
        let seconds = Day::of(2026, 12, 18).epoch_days() * 86_400 - 60;
        assert_eq!(Instant { seconds, offset_minutes: 0 }.day(), Some(Day::of(2026, 12, 17)));
        assert_eq!(Instant { seconds, offset_minutes: 60 }.day(), Some(Day::of(2026, 12, 18)));
    }
}
