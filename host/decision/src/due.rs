//! What a decision wants done by a day: its dated duties, one after the other.
//!
//! A due thing is known by its number within the decision, for ever. Every place of a decision that
//! can have a date has a number, whether or not it has one: first the obligations, then, by the kind
//! of question, for each request its clocks, tellings and lines; for each item its steps and the day
//! to ask again; for each duty to notify its clocks; all in the order in which the decision lists
//! them. So a version that reads more or fewer of them as due gives no other number to any. A new
//! kind of place comes after all others.
//!
//! Not due are: what has been done (attested, or met by the day asked about); what has no date yet,
//! because its event is unknown or has not happened; the person's own periods; a clock that a valid
//! extension has replaced, and an extended one without a valid extension; a duty to keep something
//! until a day, after which nothing need be done; what would apply once a hold is released; and what
//! a recipient does with its own copy, unless an obligation asks to see to it.

mod date;
mod place;

use crate::decision::{Decision, FindingRef};
use crate::question::{Day, EntityId, Instant, Name};
use date::date;
pub use place::{Place, places};

/// Something that a decision wants done by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due<'d> {
    /// Its number within the decision.
    pub number: u32,
    /// Where the decision says so.
    pub place: Place<'d>,
    /// By when.
    pub date: Date,
    /// It must be done. Otherwise it is good practice, a day to ask again, or the telling of an
    /// extension, which binds only whoever needs the longer time: never overdue.
    pub binding: bool,
}

/// By when something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The last day, whole: whoever does it on this day is in time.
    pub day: Day,
    /// The last moment, if it lies within the day.
    pub moment: Option<Instant>,
    /// The first day on which it may be done: before it, a duty to keep may run.
    pub not_before: Option<Day>,
    /// The clock stands still, and nobody knows until when: this is the earliest that the last day can
    /// be. A day too early is no breach.
    pub stands_still: bool,
}

/// What kind of thing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum DueKind {
    /// An obligation of the dictionary.
    Obligation,
    /// A clock of a request runs out: its form.
    Clock,
    /// Somebody must be told of what was decided on a request: what they must do.
    Telling,
    /// A step of a schedule begins: its action.
    Step,
    /// The question must be asked again.
    AskAgain,
    /// Somebody must be told of a breach: who.
    Notice,
}

impl DueKind {
    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Obligation => "obligation",
            Self::Clock => "clock",
            Self::Telling => "telling",
            Self::Step => "step",
            Self::AskAgain => "ask-again",
            Self::Notice => "notice",
        }
    }
}

/// Which rule asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// That of a finding on the question.
    Finding(FindingRef),
    /// This rule of this plugin, in an answer on retention beside the question.
    Rule(Name, Name),
}

impl Due<'_> {
    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(&self) -> DueKind {
        self.place.kind()
    }

    /// What is due, in a word of the dictionary or of this crate.
    #[must_use]
    pub fn name(&self) -> Name {
        self.place.name()
    }

    /// The request, item or recipient that it is about.
    #[must_use]
    pub fn about(&self) -> Option<EntityId> {
        self.place.about()
    }

    /// The rules that ask for it.
    #[must_use]
    pub fn causes(&self) -> Vec<Cause> {
        self.place.causes()
    }
}

/// Everything that a decision wants done by a day, in the order of the numbers.
#[must_use]
pub fn dues(decision: &Decision) -> Vec<Due<'_>> {
    let numbered = (0..).zip(places(decision));
    let due = numbered.filter_map(|(number, place)| {
        let (date, binding) = date(decision, place)?;
        Some(Due { number, place, date, binding })
    });
    due.collect()
}
