//! Holiday calendars: dated, cited data, given to the core as an argument.
//!
//! A calendar covers a span of years. Outside of it the core refuses to say that a day is a
//! working day or is not. A day that is a holiday only in parts of a place, or only perhaps, is
//! left out of the data: with fewer holidays a deadline is earlier, never later.

mod bundled;
mod easter;
mod error;
mod read;
mod rule;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::question::{Day, Name};

pub use bundled::BUNDLED;
pub use error::CalendarError;

/// Why a day is no working day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rest {
    /// A day of the weekend.
    Weekend,
    /// A public holiday.
    Holiday {
        /// Whose calendar says so.
        place: Name,
        /// What the place calls it.
        name: Name,
    },
}

/// The calendar of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The ISO 3166 code of the place, sometimes with a word for a list of its own.
    pub place: Name,
    /// Days of the week, Monday first, on which no business is done.
    pub weekend: [bool; 7],
    /// Days of the week, Monday first, over which a last day moves.
    pub moves_over: [bool; 7],
    /// The first and the last year that it covers.
    pub years: (i16, i16),
    /// Every holiday of those years.
    pub holidays: BTreeMap<Day, Name>,
    /// The day on which it was last checked against its sources.
    pub checked: Day,
}

/// All calendars of a generation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendars {
    places: BTreeMap<Name, Calendar>,
    also: BTreeMap<Name, Name>,
}

impl Calendars {
    /// Reads calendars from TOML texts, each given as name (for messages) and text.
    ///
    /// # Errors
    /// A text that is no calendar, or two calendars of one place.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, CalendarError> {
        let mut calendars = Self::default();
        for (file, text) in files {
            let (calendar, also) = read::calendar(file, text)?;
            for other in also {
                calendars.also.insert(other, calendar.place.clone());
            }
            let place = calendar.place.clone();
            if calendars.places.insert(place.clone(), calendar).is_some() {
                return Err(CalendarError::Twice { place });
            }
        }
        Ok(calendars)
    }

    /// The calendars that come with this version, `host/calendars`.
    ///
    /// # Errors
    /// None in a released build: a test reads them all.
    pub fn bundled() -> Result<Self, CalendarError> {
        Self::parse(BUNDLED)
    }

    /// The calendar of a place: its own, or that of the place it is a part of (`DE-BY` is `DE`:
    /// holidays of parts are not counted).
    #[must_use]
    pub fn of(&self, place: &str) -> Option<&Calendar> {
        let exact = self.places.get(self.also.get(place).map_or(place, Name::as_str));
        exact.or_else(|| self.of(place.rsplit_once('-')?.0))
    }

    /// Every place that has a calendar of its own, in order.
    pub fn places(&self) -> impl Iterator<Item = &Calendar> {
        self.places.values()
    }

    /// The calendars that count together: a holiday of any of them is a holiday.
    ///
    /// # Errors
    /// A place without a calendar.
    pub fn select(&self, places: &[Name]) -> Result<Selection<'_>, CalendarError> {
        let found = places.iter().map(|place| self.of(place).ok_or_else(|| self.unknown(place)));
        Ok(Selection { calendars: found.collect::<Result<_, _>>()? })
    }

    fn unknown(&self, place: &Name) -> CalendarError {
        let country = place.split('-').next().unwrap_or(place);
        let near = self.places.keys().filter(|known| known.starts_with(country));
        let near: Vec<&str> = near.map(Name::as_str).collect();
        CalendarError::UnknownPlace { place: place.clone(), near: near.join(", ") }
    }
}

/// Calendars that count together. None at all: Saturday and Sunday only.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    calendars: Vec<&'a Calendar>,
}

/// The weekend where no place says otherwise.
const SATURDAY_AND_SUNDAY: [bool; 7] = [false, false, false, false, false, true, true];

impl Selection<'_> {
    /// Why no business is done on a day; none: it is a working day.
    ///
    /// # Errors
    /// A calendar does not cover the day.
    pub fn rest_on(&self, day: Day) -> Result<Option<Rest>, CalendarError> {
        self.rest(day, |calendar| &calendar.weekend)
    }

    /// Why a period cannot end on a day; none: it can.
    ///
    /// # Errors
    /// A calendar does not cover the day.
    pub fn moves_last_day(&self, day: Day) -> Result<Option<Rest>, CalendarError> {
        self.rest(day, |calendar| &calendar.moves_over)
    }

    fn rest(&self, day: Day, week: impl Fn(&Calendar) -> &[bool; 7]) -> Result<Option<Rest>, CalendarError> {
        let weekend = match self.calendars.as_slice() {
            [] => on(&SATURDAY_AND_SUNDAY, day),
            some => some.iter().any(|calendar| on(week(calendar), day)),
        };
        if weekend {
            return Ok(Some(Rest::Weekend));
        }
        for calendar in &self.calendars {
            if let Some(name) = calendar.holiday(day)? {
                let (place, name) = (calendar.place.clone(), name.clone());
                return Ok(Some(Rest::Holiday { place, name }));
            }
        }
        Ok(None)
    }
}

impl Calendar {
    /// The holiday on a day.
    ///
    /// # Errors
    /// The calendar does not cover the day.
    pub fn holiday(&self, day: Day) -> Result<Option<&Name>, CalendarError> {
        let (from, until) = self.years;
        if day.year() < from || day.year() > until {
            return Err(CalendarError::Uncovered { place: self.place.clone(), day, from, until });
        }
        Ok(self.holidays.get(&day))
    }
}

/// Whether a day of the week is marked, Monday first.
fn on(week: &[bool; 7], day: Day) -> bool {
    let monday_is_zero = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    week.get(monday_is_zero).copied().unwrap_or(false)
}
