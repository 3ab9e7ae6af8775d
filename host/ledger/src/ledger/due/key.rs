//! The keys of the tables: their bytes sort as the days do.

use praetor_decision::Day;
use praetor_decision::due::Due;

use crate::id::LogId;
use crate::store::{DueId, DuePosition};

/// The first year of the calendar is -9999.
const YEARS_BEFORE: i32 = 10_000;

/// Stands for the end of the day.
const NO_MOMENT: u64 = u64::MAX;

/// Which part of the table: what must still be done comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open = 0,
    Closed = 1,
}

/// By when something is due, and where its decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DueKey {
    pub(super) day: Day,
    /// The last moment in seconds since 1970; none: the end of the day.
    pub(super) moment: Option<i64>,
    pub(super) sequence: u64,
    pub(super) number: u32,
}

impl DueKey {
    pub(super) fn of(due: &Due<'_>, sequence: u64) -> Self {
        let moment = due.date.moment.map(|moment| moment.seconds);
        Self { day: due.date.day, moment, sequence, number: due.number }
    }

    /// Its place among all others.
    pub(super) fn position(&self) -> DuePosition {
        let moment = self.moment.map_or(NO_MOMENT, in_order).to_be_bytes();
        let (sequence, number) = (self.sequence.to_be_bytes(), self.number.to_be_bytes());
        DuePosition(joined(&[&day_bytes(self.day), &moment, &sequence, &number]))
    }

    /// The key of a row; none if the bytes are not those of one.
    pub(super) fn read(row: &[u8; 29]) -> Option<(State, Self)> {
        let (_, rest) = row.split_first_chunk::<4>()?;
        let ([state], rest) = rest.split_first_chunk::<1>()?;
        let (day, rest) = rest.split_first_chunk::<4>()?;
        let (moment, rest) = rest.split_first_chunk::<8>()?;
        let (sequence, number) = rest.split_first_chunk::<8>()?;
        let state = if *state == State::Open as u8 { State::Open } else { State::Closed };
        let moment = Some(u64::from_be_bytes(*moment)).filter(|moment| *moment != NO_MOMENT);
        let key = Self {
            day: read_day(*day)?,
            moment: moment.map(out_of_order),
            sequence: u64::from_be_bytes(*sequence),
            number: u32::from_be_bytes(number.try_into().ok()?),
        };
        Some((state, key))
    }

    /// Where it is counted: under its moment, else under its day.
    pub(super) fn count(&self, log: LogId) -> [u8; 13] {
        match self.moment {
            Some(moment) => counted_at(log, moment),
            None => counted_on(log, self.day),
        }
    }
}

/// The key of a row.
pub(super) fn row_key(log: LogId, state: State, position: DuePosition) -> [u8; 29] {
    joined(&[&log.to_be_bytes(), &[state as u8], &position.0])
}

/// The place before everything on a day.
pub(super) fn begin_of(day: Day) -> DuePosition {
    DuePosition(joined(&[&day_bytes(day)]))
}

/// The key that leads from an id to its row.
pub(super) fn id_key(log: LogId, id: DueId) -> [u8; 24] {
    joined(&[&log.to_be_bytes(), id.decision.as_bytes(), &id.number.to_be_bytes()])
}

/// Where what is due by the end of a day is counted.
pub(super) fn counted_on(log: LogId, day: Day) -> [u8; 13] {
    joined(&[&log.to_be_bytes(), &[0], &day_bytes(day)])
}

/// Where what is due by a moment is counted.
pub(super) fn counted_at(log: LogId, seconds: i64) -> [u8; 13] {
    joined(&[&log.to_be_bytes(), &[1], &in_order(seconds).to_be_bytes()])
}

/// Before and after everything that is counted for a log.
pub(super) fn counted(log: LogId) -> [[u8; 13]; 2] {
    [joined(&[&log.to_be_bytes()]), joined(&[&log.to_be_bytes(), &[u8::MAX; 9]])]
}

/// Year, month and day, so that later days are greater.
fn day_bytes(day: Day) -> [u8; 4] {
    let year = u16::try_from(i32::from(day.year()) + YEARS_BEFORE).unwrap_or_default();
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    joined(&[&year.to_be_bytes(), &[part(day.month()), part(day.day())]])
}

fn read_day([high, low, month, day]: [u8; 4]) -> Option<Day> {
    let year = i32::from(u16::from_be_bytes([high, low])) - YEARS_BEFORE;
    let part = |part: u8| i8::try_from(part).ok();
    Day::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()
}

/// A number whose bytes sort as the signed one does.
const fn in_order(seconds: i64) -> u64 {
    seconds.cast_unsigned() ^ (1 << 63)
}

const fn out_of_order(number: u64) -> i64 {
    (number ^ (1 << 63)).cast_signed()
}

/// The parts one after the other, filled up with zeros.
fn joined<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(parts.iter().copied().flatten()) {
        *to = *from;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(day: Day, moment: Option<i64>, sequence: u64, number: u32) -> DueKey {
        DueKey { day, moment, sequence, number }
    }

    #[test]
    fn keys_sort_by_day_then_moment_then_place_and_read_back() {
        let (before, day) = (Day::constant(2026, 12, 31), Day::constant(2027, 1, 1));
        let sorted = [
            key(Day::MIN, None, 9, 9),
            key(before, Some(-5), 9, 9),
            key(before, Some(7), 9, 9),
            key(before, None, 8, 300),
            key(before, None, 9, 0),
            key(day, Some(1), 0, 0),
            key(day, None, 0, 1),
            key(Day::MAX, None, u64::MAX, u32::MAX),
        ];
        let rows = sorted.map(|key| row_key(7, State::Open, key.position()));
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
        for (row, key) in rows.iter().zip(sorted) {
            assert_eq!(DueKey::read(row), Some((State::Open, key)));
        }
        assert!(begin_of(day) > sorted[4].position() && begin_of(day) < sorted[5].position());
    }
}
