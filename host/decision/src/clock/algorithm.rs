//! The ways of counting that the dictionary names.

use crate::clock::ClockError;
use crate::term::Span;

/// A way of counting: where it is written down, what it counts, whether the last day moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// Months and days of European law: same number, else the last day of the month; the last
    /// day moves over Saturdays, Sundays and holidays. Regulation (EEC, Euratom) 1182/71,
    /// articles 3(1), 3(2)(c) and 3(4), read as EDPB Guidelines 01/2022 and C-171/03 read it.
    Eu118271,
    /// The cautious reading of an extended period: one month first, the rest from there, and the
    /// last day stays where it falls. A target, not the legal limit.
    Eu118271Stepwise,
    /// The corresponding date of the United Kingdom: as the European rule, with the bank holidays
    /// of the nation. Data Protection Act 2018, section 205(2); UK GDPR article 12A; ICO practice.
    CorrespondingDate,
    /// Months without any move of the last day: periods of keeping and of limitation.
    CalendarMonths,
    /// Days after the first, without any move of the last day. California Civil Code section 10.
    CalendarDays,
    /// Days after the first; the last day moves over days of rest. Swiss Code of Obligations
    /// articles 77(1) no. 1 and 78(1); Korean Civil Act article 161; POPIA Regulations 2025.
    CalendarDaysRolled,
    /// Only days that are neither weekend nor holiday; the first day is day 0.
    /// 11 CCR section 7021(a); Resolução CD/ANPD 15/2024 article 6; KVKK article 9(5).
    BusinessDays,
    /// Hours through nights, weekends and holidays. GDPR article 33(1).
    Hours,
}

impl Algorithm {
    /// All of them, in the order of the dictionary.
    pub const ALL: [Self; 8] = [
        Self::Eu118271,
        Self::Eu118271Stepwise,
        Self::CorrespondingDate,
        Self::CalendarMonths,
        Self::CalendarDays,
        Self::CalendarDaysRolled,
        Self::BusinessDays,
        Self::Hours,
    ];

    /// The algorithm with this name in the dictionary.
    ///
    /// # Errors
    /// There is none.
    pub fn named(name: &str) -> Result<Self, ClockError> {
        Self::ALL.into_iter().find(|one| one.name() == name).ok_or_else(|| ClockError::UnknownAlgorithm {
            name: name.into(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }

    /// Its name in the dictionary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eu118271 => "eu-1182-71",
            Self::Eu118271Stepwise => "eu-1182-71-stepwise",
            Self::CorrespondingDate => "corresponding-date",
            Self::CalendarMonths => "calendar-months",
            Self::CalendarDays => "calendar-days",
            Self::CalendarDaysRolled => "calendar-days-rolled",
            Self::BusinessDays => "business-days",
            Self::Hours => "hours",
        }
    }

    /// The units that it counts, for messages.
    #[must_use]
    pub const fn counted(self) -> &'static str {
        match self {
            Self::Eu118271 | Self::CorrespondingDate => "months, days",
            Self::Eu118271Stepwise | Self::CalendarMonths => "months",
            Self::CalendarDays | Self::CalendarDaysRolled => "days",
            Self::BusinessDays => "business-days",
            Self::Hours => "hours",
        }
    }

    /// Whether a last day on a day of rest moves to the next working day.
    #[must_use]
    pub const fn rolls(self) -> bool {
        matches!(self, Self::Eu118271 | Self::CorrespondingDate | Self::CalendarDaysRolled)
    }

    /// Whether it counts this span.
    #[must_use]
    pub const fn counts(self, span: Span) -> bool {
        match span {
            Span::Months(_) => matches!(
                self,
                Self::Eu118271 | Self::Eu118271Stepwise | Self::CorrespondingDate | Self::CalendarMonths
            ),
            Span::Days(_) => matches!(
                self,
                Self::Eu118271 | Self::CorrespondingDate | Self::CalendarDays | Self::CalendarDaysRolled
            ),
            Span::BusinessDays(_) => matches!(self, Self::BusinessDays),
            Span::Hours(_) => matches!(self, Self::Hours),
        }
    }

    /// Refuses a span that the algorithm does not count.
    pub(super) const fn check_span(self, span: Span) -> Result<(), ClockError> {
        if self.counts(span) {
            return Ok(());
        }
        let wrong = unit(span);
        Err(ClockError::WrongSpan { algorithm: self.name(), span: wrong, counted: self.counted() })
    }
}

/// The spelling of a span's unit in the contract.
pub(super) const fn unit(span: Span) -> &'static str {
    match span {
        Span::Months(_) => "months",
        Span::Days(_) => "days",
        Span::BusinessDays(_) => "business-days",
        Span::Hours(_) => "hours",
    }
}
