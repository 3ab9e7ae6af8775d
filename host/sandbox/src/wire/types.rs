//! The types that every interface shares: `wit/v1/types.wit`.

use praetor_decision::answer::{
    Clock as CoreClock, ClockForm as CoreClockForm, Mark as CoreMark, Obligation as CoreObligation,
    Source as CoreSource, Standing as CoreStanding, StandingState as CoreStandingState,
    Strength as CoreStrength, Timing as CoreTiming, Treatment as CoreTreatment,
};
use praetor_decision::manifest::Confidence as CoreConfidence;
use praetor_decision::question::{Decimal as CoreDecimal, Instant as CoreInstant, Period as CorePeriod};
use praetor_decision::term::{
    Anchor as CoreAnchor, Pause as CorePause, Rounding as CoreRounding, Span as CoreSpan, Term as CoreTerm,
};
use praetor_decision::{
    Day as CoreDay, Entity as CoreEntity, Fact as CoreFact, FactOf as CoreFactOf, Value as CoreValue,
};
use wasmtime::component::{ComponentType, Lift, Lower};

use super::Read;
use crate::CallError;

/// A civil date.
#[derive(Clone, Copy, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl From<CoreDay> for Day {
    fn from(day: CoreDay) -> Self {
        // The core's dates lie between the years 1 and 9999; nothing here can be negative.
        Self {
            year: day.year().unsigned_abs(),
            month: day.month().unsigned_abs(),
            day: day.day().unsigned_abs(),
        }
    }
}

impl Read<CoreDay> for Day {
    fn read(self) -> Result<CoreDay, CallError> {
        let Self { year, month, day } = self;
        let civil = || {
            let (year, month, day) =
                (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            if year < 1 { None } else { CoreDay::new(year, month, day).ok() }
        };
        civil().ok_or_else(|| CallError::malformed(format!("`{year:04}-{month:02}-{day:02}` is no day")))
    }
}

/// A point in time.
#[derive(Clone, Copy, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Instant {
    pub(crate) seconds: i64,
    #[component(name = "offset-minutes")]
    pub(crate) offset_minutes: i16,
}

/// The offsets of places on Earth, and a margin: minutes east of UTC.
const MAX_OFFSET_MINUTES: u16 = 1_080;

impl Read<CoreInstant> for Instant {
    fn read(self) -> Result<CoreInstant, CallError> {
        if self.offset_minutes.unsigned_abs() > MAX_OFFSET_MINUTES {
            let says = format!("an offset of {} minutes; at most 1080 exist", self.offset_minutes);
            return Err(CallError::malformed(says));
        }
        Ok(CoreInstant { seconds: self.seconds, offset_minutes: self.offset_minutes })
    }
}

/// An exact decimal number.
#[derive(Clone, Copy, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Decimal {
    pub(crate) digits: i64,
    pub(crate) scale: u8,
}

impl Read<CoreDecimal> for Decimal {
    fn read(self) -> Result<CoreDecimal, CallError> {
        Ok(CoreDecimal { digits: self.digits, scale: self.scale })
    }
}

/// A length of time.
#[derive(Clone, Copy, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Period {
    pub(crate) months: u32,
    pub(crate) days: u32,
}

impl Read<CorePeriod> for Period {
    fn read(self) -> Result<CorePeriod, CallError> {
        Ok(CorePeriod { months: self.months, days: self.days })
    }
}

/// The value of a fact.
#[derive(ComponentType, Lift)]
#[component(variant)]
pub(crate) enum Value {
    #[component(name = "yes-no")]
    YesNo(bool),
    #[component(name = "integer")]
    Integer(i64),
    #[component(name = "decimal")]
    Decimal(Decimal),
    #[component(name = "code")]
    Code(String),
    #[component(name = "codes")]
    Codes(Vec<String>),
    #[component(name = "day")]
    Day(Day),
    #[component(name = "days")]
    Days(Vec<Day>),
    #[component(name = "instant")]
    Instant(Instant),
    #[component(name = "period")]
    Period(Period),
    #[component(name = "places")]
    Places(Vec<String>),
    #[component(name = "ref")]
    Ref(u32),
    #[component(name = "refs")]
    Refs(Vec<u32>),
    #[component(name = "not-yet")]
    NotYet,
}

impl Read<CoreValue> for Value {
    fn read(self) -> Result<CoreValue, CallError> {
        Ok(match self {
            Self::YesNo(value) => CoreValue::YesNo(value),
            Self::Integer(value) => CoreValue::Integer(value),
            Self::Decimal(value) => CoreValue::Decimal(value.read()?),
            Self::Code(value) => CoreValue::Code(value.read()?),
            Self::Codes(value) => CoreValue::Codes(set(value)?),
            Self::Day(value) => CoreValue::Day(value.read()?),
            Self::Days(value) => CoreValue::Days(set(value)?),
            Self::Instant(value) => CoreValue::Instant(value.read()?),
            Self::Period(value) => CoreValue::Period(value.read()?),
            Self::Places(value) => CoreValue::Places(set(value)?),
            Self::Ref(value) => CoreValue::Ref(value),
            Self::Refs(value) => CoreValue::Refs(set(value)?),
            Self::NotYet => CoreValue::NotYet,
        })
    }
}

/// A list whose order has no meaning; the core keeps sets sorted and without repeats, so that
/// equal answers are equal bytes.
fn set<Wire: Read<Core>, Core: Ord>(list: Vec<Wire>) -> Result<Vec<Core>, CallError> {
    let mut members: Vec<Core> = list.read()?;
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// Facts or parameters: the core keeps them sorted by name, each name once.
pub(crate) fn named(list: Vec<Fact>) -> Result<Vec<CoreFact>, CallError> {
    let mut facts: Vec<CoreFact> = list.read()?;
    facts.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    let twice = facts.windows(2).find_map(|pair| match pair {
        [one, other] if one.name == other.name => Some(one.name.clone()),
        _ => None,
    });
    match twice {
        Some(name) => Err(CallError::malformed(format!("`{name}` is given twice"))),
        None => Ok(facts),
    }
}

record! { Fact as CoreFact {
    name "name": String,
    value "value": Value,
} }

record! { Entity as CoreEntity {
    id "id": u32,
    kind "kind": String,
    facts "facts": Vec<Fact> => named,
} }

record! { FactOf as CoreFactOf {
    kind "kind": String,
    entity "entity": Option<u32>,
    name "name": String,
} }

record! { Source as CoreSource {
    rule "rule": String,
    about "about": Vec<u32>,
    because "because": Vec<FactOf>,
    missing "missing": Vec<FactOf>,
    reason "reason": String,
    changes_on "changes-on": Option<Day>,
} }

record! { Standing as CoreStanding {
    source "source": Source,
    state "state": StandingState,
} }

variant! { StandingState as CoreStandingState {
    Applies "applies",
    DoesNotApply "does-not-apply",
    NotYetInForce "not-yet-in-force" (from: Day),
    Unclear "unclear",
} }

variant! { Anchor as CoreAnchor {
    On "on" (day: Day),
    At "at" (instant: Instant),
    Event "event" (fact: FactOf),
} }

/// How an anchor is moved before the span is added.
#[derive(ComponentType, Lift)]
#[component(variant)]
pub(crate) enum Rounding {
    #[component(name = "none")]
    None,
    #[component(name = "end-of-month")]
    EndOfMonth,
    #[component(name = "end-of-calendar-year")]
    EndOfCalendarYear,
    #[component(name = "end-of-fiscal-year")]
    EndOfFiscalYear((u8, u8)),
    #[component(name = "start-of-next-year")]
    StartOfNextYear,
}

impl Read<CoreRounding> for Rounding {
    fn read(self) -> Result<CoreRounding, CallError> {
        Ok(match self {
            Self::None => CoreRounding::None,
            Self::EndOfMonth => CoreRounding::EndOfMonth,
            Self::EndOfCalendarYear => CoreRounding::EndOfCalendarYear,
            Self::EndOfFiscalYear((month, day)) => CoreRounding::EndOfFiscalYear(month, day),
            Self::StartOfNextYear => CoreRounding::StartOfNextYear,
        })
    }
}

variant! { Span as CoreSpan {
    Months "months" (count: u32),
    Days "days" (count: u32),
    BusinessDays "business-days" (count: u32),
    Hours "hours" (count: u32),
} }

record! { Pause as CorePause {
    start "start": Day,
    end "end": Option<Day>,
} }

record! { Term as CoreTerm {
    anchor "anchor": Anchor,
    rounding "rounding": Rounding,
    span "span": Span,
    algorithm "algorithm": String,
    calendars "calendars": Vec<String>,
    pauses "pauses": Vec<Pause>,
    restart "restart": Option<Day>,
} }

choice! { Timing as CoreTiming {
    Before "before",
    With "with",
    After "after",
} }

record! { Obligation as CoreObligation {
    id "id": String,
    timing "timing": Timing,
    condition "condition": bool,
    parameters "parameters": Vec<Fact> => named,
    due "due": Option<Term>,
} }

record! { Treatment as CoreTreatment {
    id "id": String,
    parameters "parameters": Vec<Fact> => named,
} }

record! { Mark as CoreMark {
    id "id": String,
    scope "scope": Vec<String>,
    start "start": Day,
    end "end": Option<Day>,
} }

choice! { ClockForm as CoreClockForm {
    Acknowledge "acknowledge",
    Act "act",
    Respond "respond",
    RespondExtended "respond-extended",
    TellExtension "tell-extension",
    Notify "notify",
    DecideAppeal "decide-appeal",
    PersonActs "person-acts",
} }

choice! { Strength as CoreStrength {
    Statutory "statutory",
    Recommended "recommended",
} }

record! { Clock as CoreClock {
    form "form": ClockForm,
    latest "latest": Option<Term>,
    target "target": Option<Term>,
    at_once "at-once": bool,
    strength "strength": Strength,
    met_on "met-on": Option<Day>,
} }

choice! { Confidence as CoreConfidence {
    Low "low",
    Medium "medium",
    High "high",
} }
