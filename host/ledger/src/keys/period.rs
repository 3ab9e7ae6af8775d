//! The quarter of a year that a key is for: it bounds how many records one key links together.

use jiff::civil::date;
use praetor_decision::Day;

use crate::id::Timestamp;

/// A quarter since the first of 1970, from 1. 0 stands for keys without a period.
pub(crate) type Period = u16;

const MICROSECONDS_PER_DAY: u64 = 86_400_000_000;

/// The quarter, in UTC, in which a moment lies.
pub(crate) fn period_of(at: Timestamp) -> Period {
    let (year, month) = civil_month(at.0 / MICROSECONDS_PER_DAY);
    let quarters = (year - 1970) * 4 + (month - 1) / 3 + 1;
    Period::try_from(quarters).unwrap_or(Period::MAX)
}

/// The last day of a quarter; none for 0, and after the year 9999.
pub(crate) fn last_day(period: Period) -> Option<Day> {
    let quarters = i16::try_from(period.checked_sub(1)?).ok()?;
    let month = i8::try_from(quarters % 4 * 3 + 3).ok()?;
    let year = Some(1970 + quarters / 4).filter(|year| *year <= 9_999)?;
    Some(date(year, month, 1).last_of_month())
}

/// A quarter as people write it, `2026-Q4`.
pub(crate) fn quarter_name(period: Period) -> String {
    let quarters = u32::from(period.saturating_sub(1));
    format!("{}-Q{}", 1970 + quarters / 4, quarters % 4 + 1)
}

/// Year and month of a day since 1970-01-01, counted in years that begin in March, so that the
/// leap day is the last one.
const fn civil_month(day: u64) -> (u64, u64) {
    let since_march_of_0 = day + 719_468;
    let (era, day_of_era) = (since_march_of_0 / 146_097, since_march_of_0 % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + (month <= 2) as u64;
    (year, month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarter_is_that_of_the_calendar_on_every_day_of_three_centuries() {
        let mut day = date(1970, 1, 1);
        for since in 0.. {
            let expected = (day.year() - 1970) * 4 + i16::from((day.month() - 1) / 3) + 1;
            let last_moment = Timestamp((since + 1) * MICROSECONDS_PER_DAY - 1);
            let period = period_of(last_moment);
            assert_eq!(i32::from(period), i32::from(expected), "{day}");
            assert_eq!(quarter_name(period), format!("{}-Q{}", day.year(), (day.month() + 2) / 3));
            let (last, tomorrow) = (last_day(period).unwrap(), day.tomorrow().unwrap());
            assert!(
                day <= last && (day == last) == (tomorrow.day() == 1 && tomorrow.month() % 3 == 1),
                "{day}"
            );
            day = day.tomorrow().unwrap();
            if day.year() == 2270 {
                break;
            }
        }
    }
}
