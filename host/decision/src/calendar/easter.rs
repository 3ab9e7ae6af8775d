//! Easter Sunday, western and orthodox.

use jiff::ToSpan;

use crate::question::Day;

/// Western Easter Sunday of a year: the Gregorian computus in the form of Meeus, Jones and
/// Butcher (J. Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn western(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (golden, century, rest) = (y % 19, y / 100, y % 100);
    let skipped_leaps = century / 4;
    let lunar = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - skipped_leaps - lunar + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    month_and_day(year, epact + to_sunday - 7 * late + 114)
}

/// Orthodox Easter Sunday of a year as a Gregorian date: the Julian computus of Meeus, moved by
/// the thirteen days between the calendars (valid from 1900 to 2099).
pub(super) fn orthodox(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let full_moon = (19 * (y % 19) + 15) % 30;
    let to_sunday = (2 * (y % 4) + 4 * (y % 7) - full_moon + 34) % 7;
    month_and_day(year, full_moon + to_sunday + 114)?.checked_add(13.days()).ok()
}

/// Both rules end with a number whose 31st part is the month and whose rest is the day before.
fn month_and_day(year: i16, number: i32) -> Option<Day> {
    Day::new(year, i8::try_from(number / 31).ok()?, i8::try_from(number % 31 + 1).ok()?).ok()
}
