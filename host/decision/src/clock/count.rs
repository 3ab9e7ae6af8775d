//! The counting itself, one function for each way.

use jiff::ToSpan;

use crate::calendar::{Calendars, Selection};
use crate::clock::anchor::Started;
use crate::clock::pause::{self, Counted};
use crate::clock::{Algorithm, ClockError, Dated, Resolved, Step, Still, Timed};
use crate::question::{Day, Instant};
use crate::term::{Span, Term};

/// No law counts more business days; a larger number would only burn time.
const LONGEST_BUSINESS_DAYS: u32 = 10_000;

/// Runs a term from its start to its last day.
pub(super) fn run(
    algorithm: Algorithm,
    term: &Term,
    started: Started,
    calendars: &Calendars,
) -> Result<Resolved, ClockError> {
    let selection = calendars.select(&term.calendars)?;
    match term.span {
        Span::Hours(hours) => by_hours(hours, term, started),
        Span::Months(_) | Span::Days(_) | Span::BusinessDays(_) => {
            by_days(algorithm, term, started, &selection)
        }
    }
}

/// A period in hours. GDPR article 33(1) with Regulation 1182/71, article 3(1): the hour of the
/// event is not counted; nights, weekends and holidays are. Without a known hour the period runs
/// from the first moment of the day, and its last whole day is the result: never too late.
fn by_hours(hours: u32, term: &Term, started: Started) -> Result<Resolved, ClockError> {
    if !term.pauses.is_empty() {
        return Err(ClockError::PauseInHours);
    }
    let Started { day_zero, whole, at, anchor, mut steps } = started;
    if let Some(begun) = at {
        let seconds = begun.seconds.checked_add(i64::from(hours) * 3_600);
        let seconds = seconds.ok_or(ClockError::OutOfRange)?;
        let instant = Instant { seconds, ..begun };
        super::anchor::civil_day(instant)?;
        return Ok(Resolved::Moment(Timed { instant, steps }));
    }
    let last_before = if whole {
        day_zero
    } else {
        steps.push(Step::HourUnknown(day_zero));
        day_zero.yesterday().map_err(|_| ClockError::OutOfRange)?
    };
    let day = add_days(last_before, hours / 24)?.max(anchor);
    steps.push(Step::Added(term.span, day));
    Ok(Resolved::Day(Dated { day, steps }))
}

/// A period in months, days or business days, with its pauses and the roll of its last day.
fn by_days(
    algorithm: Algorithm,
    term: &Term,
    started: Started,
    selection: &Selection<'_>,
) -> Result<Resolved, ClockError> {
    let pauses = pause::in_order(&term.pauses)?;
    let count = Count { algorithm, span: term.span, day_zero: started.day_zero, selection };
    let whole = started.whole;
    let mut steps = started.steps;
    let (nominal, open) = count.nominal(whole, &pauses, &mut steps)?;
    let rolled = if algorithm.rolls() { roll(nominal, selection, &mut steps)? } else { nominal };
    let day = rolled.max(started.anchor);
    Ok(match open {
        None => Resolved::Day(Dated { day, steps }),
        Some(since) => Resolved::StandsStill(Still { since, not_before: day, steps }),
    })
}

/// What counting needs to know.
struct Count<'a> {
    algorithm: Algorithm,
    span: Span,
    day_zero: Day,
    selection: &'a Selection<'a>,
}

impl Count<'_> {
    /// The last day before the roll, and the first day of a pause that has not ended.
    fn nominal(
        &self,
        whole: bool,
        pauses: &[Counted],
        steps: &mut Vec<Step>,
    ) -> Result<(Day, Option<Day>), ClockError> {
        match self.span {
            Span::BusinessDays(days) => self.business_days(days, pauses, steps),
            Span::Months(months) => {
                let end = self.months(months, whole, steps)?;
                self.push(end, pauses, steps)
            }
            Span::Days(days) | Span::Hours(days) => {
                let end = add_days(self.day_zero, days)?;
                steps.push(Step::Added(self.span, end));
                self.push(end, pauses, steps)
            }
        }
    }

    /// Months from day 0. Regulation 1182/71, article 3(2)(c): the same number in the last month,
    /// or its last day. The stepwise reading takes the first month by itself.
    fn months(&self, months: u32, whole: bool, steps: &mut Vec<Step>) -> Result<Day, ClockError> {
        let first_leg = if self.algorithm == Algorithm::Eu118271Stepwise { months.min(1) } else { 0 };
        let from = add_months(self.day_zero, first_leg)?;
        let rest = months.saturating_sub(first_leg);
        let end = if whole { add_whole_months(from, rest)? } else { add_months(from, rest)? };
        steps.push(Step::Added(self.span, end));
        if !whole && end.day() != self.day_zero.day() {
            steps.push(Step::NoSuchDay(end));
        }
        Ok(end)
    }

    /// Moves the last day by the ended pauses that began while the period ran.
    fn push(
        &self,
        end: Day,
        pauses: &[Counted],
        steps: &mut Vec<Step>,
    ) -> Result<(Day, Option<Day>), ClockError> {
        let mut end = end;
        for pause in pauses {
            if pause.start > end {
                steps.push(Step::PauseTooLate(pause.start));
                continue;
            }
            if pause.end.is_none() {
                return Ok((end, Some(pause.start)));
            }
            let days = pause.days_after(self.day_zero);
            if days > 0 {
                end = add_days(end, days)?;
                steps.push(Step::Paused(days, end));
            }
        }
        Ok((end, None))
    }

    /// Business days after day 0: no weekend, no holiday, no day of a pause.
    fn business_days(
        &self,
        days: u32,
        pauses: &[Counted],
        steps: &mut Vec<Step>,
    ) -> Result<(Day, Option<Day>), ClockError> {
        if days > LONGEST_BUSINESS_DAYS {
            return Err(ClockError::TooLong(self.span, LONGEST_BUSINESS_DAYS));
        }
        let mut day = self.day_zero;
        let mut left = days;
        let mut paused = 0;
        while left > 0 {
            day = day.tomorrow().map_err(|_| ClockError::OutOfRange)?;
            match self.selection.rest_on(day)? {
                Some(rest) => steps.extend(skipped(day, rest)),
                None if is_paused(day, pauses) => paused += 1,
                None => left -= 1,
            }
        }
        steps.push(Step::Added(self.span, day));
        if paused > 0 {
            steps.push(Step::Paused(paused, day));
        }
        let open = pauses.iter().find(|pause| pause.end.is_none() && pause.start <= day);
        Ok((day, open.map(|pause| pause.start)))
    }
}

fn is_paused(day: Day, pauses: &[Counted]) -> bool {
    pauses.iter().any(|pause| pause.start < day && pause.end.is_some_and(|end| day <= end))
}

/// Weekends are not worth a step; a holiday is.
fn skipped(day: Day, rest: crate::calendar::Rest) -> Option<Step> {
    use crate::calendar::Rest;
    matches!(rest, Rest::Holiday { .. }).then_some(Step::Skipped(day, rest))
}

/// The first day, from this one on, that is no day of rest. Regulation 1182/71, article 3(4).
fn roll(day: Day, selection: &Selection<'_>, steps: &mut Vec<Step>) -> Result<Day, ClockError> {
    let mut day = day;
    while let Some(rest) = selection.moves_last_day(day)? {
        day = day.tomorrow().map_err(|_| ClockError::OutOfRange)?;
        steps.push(Step::Rolled(day, rest));
    }
    Ok(day)
}

fn add_days(day: Day, days: u32) -> Result<Day, ClockError> {
    let days = 0.days().try_days(days).map_err(|_| ClockError::OutOfRange)?;
    day.checked_add(days).map_err(|_| ClockError::OutOfRange)
}

/// The same number so many months later, or the last day of that month.
fn add_months(day: Day, months: u32) -> Result<Day, ClockError> {
    let months = 0.months().try_months(months).map_err(|_| ClockError::OutOfRange)?;
    day.checked_add(months).map_err(|_| ClockError::OutOfRange)
}

/// Months that begin with the midnight after `day_zero`: they end with the day before the same
/// number (ten years from 1 January end on 31 December), or with the last day of a month that
/// lacks it.
fn add_whole_months(day_zero: Day, months: u32) -> Result<Day, ClockError> {
    let first = day_zero.tomorrow().map_err(|_| ClockError::OutOfRange)?;
    let same_number = add_months(first, months)?;
    if same_number.day() < first.day() {
        return Ok(same_number);
    }
    same_number.yesterday().map_err(|_| ClockError::OutOfRange)
}
