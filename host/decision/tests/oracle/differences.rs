//! The accepted differences between our calendars and the package: `differences.toml`.

use praetor_decision::Day;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    difference: Vec<Difference>,
}

/// A difference that is accepted, with its reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Its name.
    pub id: String,
    /// The place.
    pub place: String,
    holidays: Vec<String>,
    /// Who counts the days.
    pub ours: Ours,
    days: Option<Days>,
    from: Option<Day>,
    until: Option<Day>,
    why: String,
}

/// Who counts the days of a difference.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Ours {
    /// The package, not we.
    LeftOut,
    /// We, not the package.
    Kept,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Days {
    Weekend,
    Friday,
}

impl Difference {
    /// Whether it explains that only one side counts a holiday of this name.
    pub fn explains(&self, ours: Ours, place: &str, day: Day, name: &str) -> bool {
        let named = self.holidays.iter().any(|wanted| match wanted.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == wanted,
        });
        let within = self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day <= until);
        let weekday = day.weekday().to_monday_zero_offset();
        let meant = match self.days {
            Some(Days::Weekend) => weekday >= 5,
            Some(Days::Friday) => weekday == 4,
            None => true,
        };
        self.ours == ours && self.place == place && named && within && meant
    }
}

/// All of them.
pub fn differences() -> Vec<Difference> {
    let file: File = toml::from_str(include_str!("differences.toml")).expect("differences");
    for one in &file.difference {
        assert!(one.why.len() > 10 || one.why == "a Sunday" || one.why == "Sundays", "{}: say why", one.id);
    }
    file.difference
}
