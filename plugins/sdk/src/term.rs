//! Dates as the law describes them. A plugin says from when, how long and by which rule of
//! counting; the host computes the date.

use crate::cond::FactRef;
use crate::day::Day;
use crate::question::{Event, FactAt};
use crate::wit::types::{self, Anchor, ClockForm, Pause, Period, Rounding, Span, Strength, Value};

/// The algorithm used until another is named: plain counting without roll-over.
const fn plain_algorithm(span: Span) -> &'static str {
    match span {
        Span::Months(_) => "calendar-months",
        Span::Days(_) => "calendar-days",
        Span::BusinessDays(_) => "business-days",
        Span::Hours(_) => "hours",
    }
}

/// A length of time that waits for its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(Span);

/// A date as the law describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term(types::Term);

impl Term {
    /// So many calendar months; give the start with [`Length::from`].
    #[must_use]
    pub const fn months(count: u32) -> Length {
        Length(Span::Months(count))
    }

    /// So many calendar years.
    #[must_use]
    pub const fn years(count: u32) -> Length {
        Length(Span::Months(count.saturating_mul(12)))
    }

    /// So many calendar days.
    #[must_use]
    pub const fn days(count: u32) -> Length {
        Length(Span::Days(count))
    }

    /// So many business days of the calendar that is named later.
    #[must_use]
    pub const fn business_days(count: u32) -> Length {
        Length(Span::BusinessDays(count))
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(count: u32) -> Length {
        Length(Span::Hours(count))
    }

    /// A period of the law or of a fact: its months if it has any, else its days. Laws do not
    /// mix the two; a period that does is counted in its months, then in 31 days for each
    /// further month begun, which is never too early for a duty to keep and is refused by the
    /// build step for law data.
    #[must_use]
    pub const fn period(period: Period) -> Length {
        if period.months == 0 {
            return Length(Span::Days(period.days));
        }
        Length(Span::Months(period.months + period.days.div_ceil(31)))
    }

    /// Ends on this very day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self::days(0).from(day)
    }

    /// How dates are counted: a clock algorithm of the dictionary, `eu-1182-71`.
    #[must_use]
    pub fn algorithm(mut self, id: &str) -> Self {
        id.clone_into(&mut self.0.algorithm);
        self
    }

    /// A place whose holidays count; may be said several times.
    #[must_use]
    pub fn calendar(mut self, place: &str) -> Self {
        self.0.calendars.push(place.to_owned());
        self
    }

    /// The places of a fact, whose holidays count.
    #[must_use]
    pub fn calendars_of(mut self, places: FactAt<'_>) -> Self {
        self.0.calendars.extend_from_slice(places.places());
        self
    }

    /// How the start is moved before the length is added.
    #[must_use]
    pub const fn rounded(mut self, rounding: Rounding) -> Self {
        self.0.rounding = rounding;
        self
    }

    /// The clock stood still from this day to that one, or stands still today.
    #[must_use]
    pub fn paused(mut self, start: Day, end: Option<Day>) -> Self {
        self.0.pauses.push(Pause { start, end });
        self
    }

    /// The clock stands still from one event until another. Without a known start there is no
    /// pause; without a known end it stands still today.
    #[must_use]
    pub fn paused_between(self, start: FactAt<'_>, end: FactAt<'_>) -> Self {
        match start.event() {
            Event::On(day) => self.paused(day, end.day()),
            Event::NotYet | Event::Unknown => self,
        }
    }

    /// The law lets the period start anew on this day.
    #[must_use]
    pub const fn restarted_on(mut self, day: Option<Day>) -> Self {
        self.0.restart = day;
        self
    }
}

impl Length {
    /// The length counted from a day, an instant or an event of the question. An event that is
    /// unknown or has not happened leaves the date a formula.
    #[must_use]
    pub fn from(self, start: impl IntoAnchor) -> Term {
        let rounding = start.rounding();
        Term(types::Term {
            anchor: start.into_anchor(),
            rounding,
            span: self.0,
            algorithm: plain_algorithm(self.0).to_owned(),
            calendars: Vec::new(),
            pauses: Vec::new(),
            restart: None,
        })
    }
}

impl From<Term> for types::Term {
    fn from(term: Term) -> Self {
        term.0
    }
}

/// Whatever a period can start from.
pub trait IntoAnchor: Sized {
    /// The start in the contract's type.
    fn into_anchor(self) -> Anchor;

    /// How the start is to be moved unless the term says otherwise.
    fn rounding(&self) -> Rounding {
        Rounding::None
    }
}

/// Facts that name the last day of a year: what counts from it begins with the day after, so that
/// seven years from 28 February 2025 end on 29 February 2032.
const YEAR_ENDS: [&str; 2] = ["fiscal-year-end", "tax-period-end"];

impl IntoAnchor for Day {
    fn into_anchor(self) -> Anchor {
        Anchor::On(self)
    }
}

impl IntoAnchor for FactAt<'_> {
    fn into_anchor(self) -> Anchor {
        match self.value() {
            Some(Value::Day(day)) => Anchor::On(*day),
            Some(Value::Instant(instant)) => Anchor::At(*instant),
            _ => Anchor::Event(self.at().into()),
        }
    }

    fn rounding(&self) -> Rounding {
        match self.day().filter(|_| YEAR_ENDS.contains(&self.at().name)) {
            Some(last) => Rounding::EndOfFiscalYear((last.month, last.day)),
            None => Rounding::None,
        }
    }
}

impl IntoAnchor for FactRef<'_> {
    fn into_anchor(self) -> Anchor {
        Anchor::Event(self.into())
    }
}

/// A period with its legal last day and the day to aim for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock(pub(crate) types::Clock);

impl Clock {
    /// A statutory clock that measures this.
    #[must_use]
    pub const fn new(form: ClockForm) -> Self {
        Self(types::Clock {
            form,
            latest: None,
            target: None,
            at_once: false,
            strength: Strength::Statutory,
            met_on: None,
        })
    }

    /// The last day.
    #[must_use]
    pub fn latest(mut self, term: impl Into<types::Term>) -> Self {
        self.0.latest = Some(term.into());
        self
    }

    /// The day to aim for where it is earlier than the last one.
    #[must_use]
    pub fn target(mut self, term: impl Into<types::Term>) -> Self {
        self.0.target = Some(term.into());
        self
    }

    /// Owed at once; the last day is only the outer limit.
    #[must_use]
    pub const fn at_once(mut self) -> Self {
        self.0.at_once = true;
        self
    }

    /// Good practice, not law.
    #[must_use]
    pub const fn recommended(mut self) -> Self {
        self.0.strength = Strength::Recommended;
        self
    }

    /// The event by which the duty is met, if the question says that it happened.
    #[must_use]
    pub fn met_by(mut self, event: FactAt<'_>) -> Self {
        self.0.met_on = event.day();
        self
    }
}
