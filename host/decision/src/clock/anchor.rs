//! Where a period starts: the event, a restart, the rounding.

use jiff::ToSpan;

use crate::clock::{ClockError, Happened, Step};
use crate::question::{Day, FactOf, Instant, Question, Value};
use crate::term::{Anchor, Rounding, Span, Term};

/// Who knows the events of a question.
pub trait Facts {
    /// The value of a fact, if it is known.
    fn value(&self, fact: &FactOf) -> Option<&Value>;
}

impl Facts for Question {
    fn value(&self, fact: &FactOf) -> Option<&Value> {
        match fact.entity {
            Some(id) => self.entity(id)?.fact(&fact.name),
            None => self.fact(&fact.kind, &fact.name),
        }
    }
}

/// Nobody knows anything: every event stays a formula.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFacts;

impl Facts for NoFacts {
    fn value(&self, _: &FactOf) -> Option<&Value> {
        None
    }
}

/// Where a period starts, or why it does not.
pub(super) enum Start {
    /// It runs.
    Running(Started),
    /// It waits for this event.
    Formula(FactOf, Happened),
}

/// The start of a running period.
pub(super) struct Started {
    /// Day 0: the first counted day is the next.
    pub day_zero: Day,
    /// The period begins with the midnight after day 0, so the day after it is counted whole;
    /// otherwise it begins with an event within day 0.
    pub whole: bool,
    /// The moment of the event, where it matters and is known.
    pub at: Option<Instant>,
    /// The day of the event; no result lies before it.
    pub anchor: Day,
    /// What was done so far.
    pub steps: Vec<Step>,
}

/// An event with its day and, perhaps, its moment.
#[derive(Clone, Copy)]
struct Event {
    day: Day,
    at: Option<Instant>,
}

/// Finds the start of a term: the event, replaced by a restart, moved by the rounding.
pub(super) fn start(term: &Term, facts: &dyn Facts) -> Result<Start, ClockError> {
    let event = match event(&term.anchor, facts)? {
        Ok(event) => Some(event),
        Err(_) if term.restart.is_some() => None,
        Err((fact, happened)) => return Ok(Start::Formula(fact, happened)),
    };
    let mut steps: Vec<Step> = event.iter().map(step_of).collect();
    let begun = restarted(event, term.restart, &mut steps)?;
    begun.map_or(Err(ClockError::OutOfRange), |begun| rounded(begun, term, steps).map(Start::Running))
}

/// The event of an anchor, or the fact that would tell it.
fn event(anchor: &Anchor, facts: &dyn Facts) -> Result<Result<Event, (FactOf, Happened)>, ClockError> {
    match anchor {
        Anchor::On(day) => Ok(Ok(Event { day: *day, at: None })),
        Anchor::At(instant) => at(*instant).map(Ok),
        Anchor::Event(fact) => match facts.value(fact) {
            None => Ok(Err((fact.clone(), Happened::Unknown))),
            Some(Value::NotYet) => Ok(Err((fact.clone(), Happened::NotYet))),
            Some(Value::Day(day)) => Ok(Ok(Event { day: *day, at: None })),
            Some(Value::Instant(instant)) => at(*instant).map(Ok),
            Some(_) => Err(ClockError::NotAnEvent { kind: fact.kind.clone(), name: fact.name.clone() }),
        },
    }
}

fn at(instant: Instant) -> Result<Event, ClockError> {
    civil_day(instant).map(|day| Event { day, at: Some(instant) })
}

fn step_of(event: &Event) -> Step {
    event.at.map_or(Step::Anchor(event.day), Step::AnchorAt)
}

/// The civil day of an instant at the place where it was read.
pub(super) fn civil_day(instant: Instant) -> Result<Day, ClockError> {
    let local = instant.seconds.saturating_add(i64::from(instant.offset_minutes) * 60);
    let days = 0.days().try_days(local.div_euclid(86_400)).map_err(|_| ClockError::OutOfRange)?;
    Day::constant(1970, 1, 1).checked_add(days).map_err(|_| ClockError::OutOfRange)
}

/// The restart, which replaces the event; a restart before the event makes no sense.
fn restarted(
    event: Option<Event>,
    restart: Option<Day>,
    steps: &mut Vec<Step>,
) -> Result<Option<Event>, ClockError> {
    let Some(restart) = restart else {
        return Ok(event);
    };
    if let Some(event) = event
        && restart < event.day
    {
        return Err(ClockError::RestartFirst { restart, anchor: event.day });
    }
    steps.push(Step::Restarted(restart));
    Ok(Some(Event { day: restart, at: None }))
}

/// Moves the start. A period "from the end of the year" and one "from 1 January" begin with the
/// same midnight: day 0 is 31 December for both, and their last days are the same.
fn rounded(event: Event, term: &Term, mut steps: Vec<Step>) -> Result<Started, ClockError> {
    let day_zero = match term.rounding {
        Rounding::None => event.day,
        Rounding::EndOfMonth => event.day.last_of_month(),
        Rounding::EndOfCalendarYear | Rounding::StartOfNextYear => event.day.last_of_year(),
        Rounding::EndOfFiscalYear(month, day) => year_end(event.day, month, day)?,
    };
    match term.rounding {
        Rounding::None => {}
        Rounding::StartOfNextYear => {
            let first = day_zero.tomorrow().map_err(|_| ClockError::OutOfRange)?;
            steps.push(Step::Rounded(term.rounding, first));
        }
        rounding => steps.push(Step::Rounded(rounding, day_zero)),
    }
    let whole = term.rounding != Rounding::None;
    let at = event.at.filter(|_| !whole && matches!(term.span, Span::Hours(_)));
    Ok(Started { day_zero, whole, at, anchor: event.day, steps })
}

/// The next end of a financial year, on or after a day. 29 February means the last of February.
fn year_end(day: Day, month: u8, last: u8) -> Result<Day, ClockError> {
    let wrong = || ClockError::NoSuchYearEnd { month, day: last };
    let (month, last) = (i8::try_from(month).map_err(|_| wrong())?, i8::try_from(last).map_err(|_| wrong())?);
    // 2000 was a leap year: every day that any year has is one of its days.
    Day::new(2000, month, last).map_err(|_| wrong())?;
    let in_year = |year: i16| -> Option<Day> {
        let first = Day::new(year, month, 1).ok()?;
        Day::new(year, month, last.min(first.days_in_month())).ok()
    };
    let this = in_year(day.year()).filter(|end| *end >= day);
    this.or_else(|| in_year(day.year().checked_add(1)?)).ok_or(ClockError::OutOfRange)
}
