//! The shape of a calendar file.

use jiff::civil::Weekday;
use serde::Deserialize;

use super::rule::{self, Rule};
use super::{Calendar, CalendarError};
use crate::question::{Day, Name};

/// A calendar file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    place: Name,
    #[serde(default)]
    also: Vec<Name>,
    #[serde(rename = "title")]
    _title: String,
    weekend: Vec<Week>,
    moves_over: Option<Vec<Week>>,
    years: [i16; 2],
    source: String,
    checked: Day,
    #[serde(rename = "confidence")]
    _confidence: Confidence,
    #[serde(default, rename = "note")]
    _note: String,
    #[serde(default)]
    holiday: Vec<Rule>,
}

/// How sure the reader of the source is.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Confidence {
    Low,
    Medium,
    High,
}

/// A day of the week.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Week {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<Week> for Weekday {
    fn from(day: Week) -> Self {
        match day {
            Week::Monday => Self::Monday,
            Week::Tuesday => Self::Tuesday,
            Week::Wednesday => Self::Wednesday,
            Week::Thursday => Self::Thursday,
            Week::Friday => Self::Friday,
            Week::Saturday => Self::Saturday,
            Week::Sunday => Self::Sunday,
        }
    }
}

/// Reads one calendar and the other places that share it.
pub(super) fn calendar(file: &str, text: &str) -> Result<(Calendar, Vec<Name>), CalendarError> {
    let malformed = |reason: String| CalendarError::Malformed { file: file.to_owned(), reason };
    let read: File = toml::from_str(text).map_err(|wrong| malformed(wrong.to_string()))?;
    let [from, until] = read.years;
    if from > until {
        return Err(malformed("`years` must be the first and the last year".to_owned()));
    }
    if read.source.trim().is_empty() {
        return Err(malformed("`source` is empty; say where the holidays are written".to_owned()));
    }
    let weekend = week(&read.weekend);
    let moves_over = read.moves_over.as_deref().map_or(weekend, week);
    let holidays = rule::holidays(file, &read.holiday, (from, until), weekend)?;
    let calendar = Calendar {
        place: read.place,
        weekend,
        moves_over,
        years: (from, until),
        holidays,
        checked: read.checked,
    };
    Ok((calendar, read.also))
}

/// The named days, Monday first.
fn week(days: &[Week]) -> [bool; 7] {
    let mut marked = [false; 7];
    for day in days {
        let at = usize::try_from(Weekday::from(*day).to_monday_zero_offset()).unwrap_or(0);
        if let Some(slot) = marked.get_mut(at) {
            *slot = true;
        }
    }
    marked
}
