//! How long records are kept: classes that the operator declares, and the day on which what belongs
//! to a quarter of a year expires.
//!
//! Days are civil days in UTC, as quarters are. Keeping is counted from the last day of the quarter, so
//! that no record is kept for less than its period: months by the calendar (a day that the month does not
//! have is its last one), then days. What is kept for six months from 31 March is kept on 30 September,
//! and expires on 1 October.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use praetor_decision::question::Period as Length;
use praetor_decision::{Day, Kind, Name};

use crate::id::{Digest, Timestamp};
use crate::keys::{Class, Period, last_day};
use crate::record::{DecisionRecord, Mode};

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// For this length after the end of the quarter of a year in which it was recorded.
    For(Length),
    /// For ever.
    Forever,
}

/// The text is not how long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not how long something is kept: a period of years, months, weeks and days is expected, `P6M`, `P5Y`, or `forever`"
)]
pub struct NotAKeep;

impl FromStr for Keep {
    type Err = NotAKeep;

    fn from_str(text: &str) -> Result<Self, NotAKeep> {
        if text == "forever" {
            return Ok(Self::Forever);
        }
        let span: Span = text.strip_prefix('P').and_then(|_| text.parse().ok()).ok_or(NotAKeep)?;
        let months = i32::from(span.get_years()) * 12 + span.get_months();
        let days = span.get_weeks() * 7 + span.get_days();
        let whole = Span::new().try_months(months).and_then(|whole| whole.try_days(days));
        let same = Span::new().years(span.get_years()).months(span.get_months());
        let same = same.weeks(span.get_weeks()).days(span.get_days());
        if whole.is_err() || same.fieldwise() != span.fieldwise() || months + days == 0 {
            return Err(NotAKeep);
        }
        let unsigned = |number: i32| u32::try_from(number).map_err(|_| NotAKeep);
        Ok(Self::For(Length { months: unsigned(months)?, days: unsigned(days)? }))
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::For(Length { months, days }) = self else { return f.write_str("forever") };
        f.write_str("P")?;
        for (number, unit) in [(months / 12, 'Y'), (months % 12, 'M'), (*days, 'D')] {
            if number > 0 {
                write!(f, "{number}{unit}")?;
            }
        }
        Ok(())
    }
}

impl Keep {
    /// The first day on which what belongs to a quarter is kept no more; none: it is kept for ever.
    pub(crate) fn expires_on(self, quarter: Period) -> Option<Day> {
        let Self::For(Length { months, days }) = self else { return None };
        let span = Span::new().try_months(months).and_then(|span| span.try_days(days)).ok()?;
        last_day(quarter)?.checked_add(span).ok()?.tomorrow().ok()
    }
}

/// A class of records that are kept for the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionClass {
    /// Its name; what was once encrypted under its keys is known by it for ever.
    pub name: Name,
    /// The kinds of questions; empty: all.
    pub kinds: Vec<Kind>,
    /// Ids of plugins of laws, one of which took part and counted; empty: whichever did.
    pub jurisdictions: Vec<Name>,
    /// How long.
    pub keep: Keep,
}

impl RetentionClass {
    /// Its number. It follows from the name alone, so that a store that was restored without its former
    /// config, or with its classes in another order, lets nothing go under another class's time.
    pub(crate) fn number(&self) -> Class {
        let digest = Digest::of(format!("praetor/ledger/class/1\0{}", self.name).as_bytes());
        digest.as_bytes().first_chunk().map_or(1, |bytes| Class::from_be_bytes(*bytes).max(1))
    }

    fn has(&self, record: &DecisionRecord) -> bool {
        let counts = |law: &Name| {
            let mut voices = record.voices.iter();
            voices.any(|voice| voice.mode == Mode::Enforce && voice.plugin == *law)
        };
        (self.kinds.is_empty() || self.kinds.contains(&record.question.kind))
            && (self.jurisdictions.is_empty() || self.jurisdictions.iter().any(counts))
    }
}

/// The classes that are declared, with their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes(pub(crate) Vec<(Class, RetentionClass)>);

impl Classes {
    /// The class of a record of a quarter; 0: none has it, and it is kept for ever. Where several have
    /// it, the one that keeps longest: what one law wants kept must not go because another, or a class
    /// for all the rest, would let it go earlier.
    pub(crate) fn class_of(&self, record: &DecisionRecord, quarter: Period) -> Class {
        let mut longest: Option<(Class, Option<Day>)> = None;
        for (number, class) in self.0.iter().filter(|(_, class)| class.has(record)) {
            let expires = class.keep.expires_on(quarter);
            let longer = match longest {
                None => true,
                Some((_, None)) => false,
                Some((_, Some(day))) => expires.is_none_or(|expires| expires > day),
            };
            if longer {
                longest = Some((*number, expires));
            }
        }
        longest.map_or(0, |(number, _)| number)
    }

    /// A class by its number; none: it is not declared.
    pub(crate) fn get(&self, number: Class) -> Option<&RetentionClass> {
        self.0.iter().find(|(own, _)| *own == number).map(|(_, class)| class)
    }

    /// The day on which keys of a class and a quarter expire; none: never.
    pub(crate) fn expires_on(&self, class: Class, quarter: Period) -> Option<Day> {
        self.get(class)?.keep.expires_on(quarter)
    }
}

/// The civil day, in UTC, of a moment.
pub(crate) fn day_of(at: Timestamp) -> Day {
    let at = i64::try_from(at.0).ok().and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
    jiff::tz::Offset::UTC.to_datetime(at.unwrap_or(jiff::Timestamp::MAX)).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::period_of;
    use crate::record::Record;
    use crate::sample;

    fn quarter(year: i16, month: i8) -> Period {
        let noon = jiff::civil::date(year, month, 15).at(12, 0, 0, 0);
        let noon = jiff::tz::Offset::UTC.to_timestamp(noon).unwrap();
        period_of(Timestamp(u64::try_from(noon.as_microsecond()).unwrap()))
    }

    fn expires(keep: &str, year: i16, month: i8) -> String {
        let keep: Keep = keep.parse().unwrap();
        keep.expires_on(quarter(year, month)).map_or("never".into(), |day| day.to_string())
    }

    #[test]
    fn what_is_kept_expires_on_the_first_day_after_to_the_day() {
        for (keep, year, month, day) in [
            ("P6M", 2026, 1, "2026-10-01"),
            ("P6M", 2026, 4, "2026-12-31"),
            ("P6M", 2026, 9, "2027-03-31"),
            ("P6M", 2026, 12, "2027-07-01"),
            ("P1M", 2026, 2, "2026-05-01"),
            ("P1M", 2026, 12, "2027-02-01"),
            // February: the last day that there is, in common and in leap years.
            ("P2M", 2026, 10, "2027-03-01"),
            ("P2M", 2027, 10, "2028-03-01"),
            ("P5M", 2027, 9, "2028-03-01"),
            ("P1Y2M", 2026, 12, "2028-03-01"),
            ("P59D", 2027, 12, "2028-02-29"),
            ("P60D", 2027, 12, "2028-03-01"),
            ("P60D", 2026, 12, "2027-03-02"),
            ("P1D", 2026, 11, "2027-01-02"),
            ("P2W", 2026, 3, "2026-04-15"),
            // Months first, then days.
            ("P2M1D", 2026, 12, "2027-03-02"),
            ("P5Y", 2023, 12, "2029-01-01"),
            ("P100Y", 2026, 1, "2126-04-01"),
            ("P9000Y", 2026, 1, "never"),
            ("forever", 2026, 1, "never"),
        ] {
            assert_eq!(expires(keep, year, month), day, "{keep} from {year}-{month}");
        }
    }

    #[test]
    fn no_record_of_the_quarter_is_kept_for_less_than_its_period() {
        for keep in ["P1M", "P6M", "P11M", "P1Y", "P30D", "P1M15D", "P13M"] {
            let Keep::For(Length { months, days }) = keep.parse().unwrap() else { panic!() };
            let span = Span::new().months(i64::from(months)).days(i64::from(days));
            let mut day = jiff::civil::date(2026, 1, 1);
            while day.year() < 2030 {
                let gone = Keep::For(Length { months, days }).expires_on(quarter(day.year(), day.month()));
                assert!(gone.unwrap() > day.checked_add(span).unwrap(), "{keep} from {day}");
                day = day.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn how_long_reads_back_and_other_text_is_refused() {
        for (text, written) in [("P6M", "P6M"), ("P14M", "P1Y2M"), ("P2W", "P14D"), ("forever", "forever")] {
            assert_eq!(text.parse::<Keep>().unwrap().to_string(), written);
        }
        for wrong in [
            "", "P", "P0D", "P0M", "-P6M", "P-6M", "PT1H", "P1DT1H", "6 months", "Forever", "P1.5M",
            "P20000Y",
        ] {
            assert_eq!(wrong.parse::<Keep>(), Err(NotAKeep), "{wrong}");
        }
    }

    fn class(kinds: &[Kind], laws: &[&str], keep: &str) -> RetentionClass {
        let jurisdictions = laws.iter().map(Name::new).collect();
        RetentionClass {
            name: Name::new("c"),
            kinds: kinds.to_vec(),
            jurisdictions,
            keep: keep.parse().unwrap(),
        }
    }

    fn chosen(classes: &[RetentionClass], change: impl FnOnce(&mut DecisionRecord)) -> Class {
        let Record::Decision(mut record) = sample::decision(1) else { panic!() };
        change(&mut record);
        Classes((1..).zip(classes.iter().cloned()).collect()).class_of(&record, quarter(2026, 11))
    }

    #[test]
    fn a_record_gets_the_class_of_its_kind_and_of_a_law_that_counted() {
        let as_it_is = |_: &mut DecisionRecord| {};
        assert_eq!(chosen(&[], as_it_is), 0);
        assert_eq!(chosen(&[class(&[], &[], "P6M")], as_it_is), 1);
        assert_eq!(chosen(&[class(&[Kind::Rights], &[], "P6M")], as_it_is), 0);
        assert_eq!(chosen(&[class(&[Kind::Sharing], &["eu-gdpr"], "P6M")], as_it_is), 1);
        assert_eq!(chosen(&[class(&[], &["br-lgpd"], "P6M")], as_it_is), 0);
        assert_eq!(chosen(&[class(&[], &["br-lgpd", "us-ca-ccpa"], "P6M")], as_it_is), 1);
        let shadow = |record: &mut DecisionRecord| {
            record.voices.iter_mut().for_each(|voice| voice.mode = Mode::Shadow);
        };
        assert_eq!(chosen(&[class(&[], &["eu-gdpr"], "P6M")], shadow), 0, "it was heard beside");
    }

    #[test]
    fn the_number_of_a_class_follows_from_its_name_and_never_changes() {
        let named = |name| RetentionClass { name: Name::new(name), ..class(&[], &[], "P6M") };
        assert_eq!(named("logs").number(), 0x2886_03af_7cc0_76bc);
        assert_ne!(named("logs").number(), named("logs-2").number());
    }

    #[test]
    fn of_several_classes_the_one_that_keeps_longest_wins_in_whatever_order() {
        let as_it_is = |_: &mut DecisionRecord| {};
        let (short, long) = (class(&[], &[], "P6M"), class(&[], &["eu-gdpr"], "P5Y"));
        let other = class(&[], &["br-lgpd"], "P50Y");
        let forever = class(&[], &["us-ca-ccpa"], "forever");
        assert_eq!(chosen(&[short.clone(), long.clone(), other.clone()], as_it_is), 2);
        assert_eq!(chosen(&[other, long.clone(), short.clone()], as_it_is), 2);
        assert_eq!(chosen(&[long.clone(), forever.clone(), short.clone()], as_it_is), 2);
        assert_eq!(chosen(&[forever, long, short], as_it_is), 1);
        // The two months after 31 December 2026 have 59 days.
        let (days, months) = (class(&[], &[], "P60D"), class(&[], &[], "P2M"));
        assert_eq!(chosen(&[days, months], as_it_is), 1);
    }
}
