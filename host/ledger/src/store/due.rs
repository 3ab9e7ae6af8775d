//! What is due by decisions, and what became of it.

use std::fmt;
use std::str::FromStr;

use praetor_decision::due::DueKind;
use praetor_decision::question::Instant;
use praetor_decision::{Day, EntityId, Kind, Name};
use serde::{Deserialize, Serialize};

use super::Receipt;
use crate::error::LedgerError;
use crate::id::{NotAPosition, RecordId, Timestamp, hex, unhex};
use crate::record::Outcome;

/// Lists what is due, and records what became of it. Each call blocks.
pub trait Duties {
    /// A page of what is due, in the order of its days; complete for all that is durable.
    ///
    /// # Errors
    /// [`LedgerError::Unavailable`] while the list is behind the log; the store cannot be read.
    fn due(&self, page: &DuePage) -> Result<DueListing, LedgerError>;

    /// Records what became of something that was due; durable when it returns.
    ///
    /// # Errors
    /// It could not be stored; whether it happened shows when it is asked again.
    fn complete(&self, completion: &Completion) -> Result<Completed, LedgerError>;

    /// How much is due, without what the last second brought. `today` is the day at the controller.
    ///
    /// # Errors
    /// The store cannot be read.
    fn due_counts(&self, today: Day, now: Timestamp) -> Result<DueCounts, LedgerError>;
}

/// Names something that is due, for ever: its decision, and its number within it. Its text is
/// `{decision}.{number}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DueId {
    /// The decision.
    pub decision: RecordId,
    /// The number within it (`praetor_decision::due`).
    pub number: u32,
}

/// The text names nothing that can be due.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not the id of something due: the id of a decision and a number are expected, as in `0192f7a8-5c1e-7cc4-9d3b-0f1e2d3c4b5a.0`"
)]
pub struct NotADueId;

impl fmt::Display for DueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.decision, self.number)
    }
}

impl FromStr for DueId {
    type Err = NotADueId;

    fn from_str(text: &str) -> Result<Self, NotADueId> {
        let (decision, number) = text.rsplit_once('.').ok_or(NotADueId)?;
        let read = Self {
            decision: decision.parse().map_err(|_| NotADueId)?,
            number: number.parse().map_err(|_| NotADueId)?,
        };
        // One spelling: `+1` and `01` are none.
        if read.number.to_string() == number { Ok(read) } else { Err(NotADueId) }
    }
}

/// Where a page ended. Its text is opaque; whoever hands it to clients adds what authenticates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DuePosition(pub(crate) [u8; 24]);

impl fmt::Display for DuePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for DuePosition {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        unhex(text).map(Self).ok_or(NotAPosition)
    }
}

/// Which of them to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DueStates {
    /// What must still be done.
    #[default]
    Open,
    /// What was done or waived.
    Closed,
    /// Both.
    All,
}

/// What to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct DuePage {
    /// Only what has its last day before this day.
    pub before: Option<Day>,
    /// In which state.
    pub states: DueStates,
    /// Only what is overdue, on this day at the controller and at this time.
    pub overdue: Option<(Day, Timestamp)>,
    /// At most so many; 0 or more than [`crate::limits::PAGE_RECORDS`] means that limit.
    pub limit: usize,
    /// Continue after this place, which the page before gave.
    pub after: Option<DuePosition>,
}

/// One page of what is due.
#[derive(Debug)]
pub struct DueListing {
    /// What is due, the earliest first; on one day in the order of the log.
    pub items: Vec<DueItem>,
    /// Where to go on; none: there is nothing more. It can be given with fewer items than asked for.
    pub next: Option<DuePosition>,
}

/// Something that is or was due. Names nobody, so it stays when the decision is erased or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    /// Its name.
    pub id: DueId,
    /// The place of the decision in the log.
    pub sequence: u64,
    /// What was asked.
    pub question: Kind,
    /// What kind of thing it is.
    pub kind: DueKind,
    /// What must be done: an obligation of the dictionary, the form of a clock, an action.
    pub name: Name,
    /// The entity of the question that it is about.
    pub about: Option<EntityId>,
    /// The rules that ask for it: plugin and rule, which is empty where it is not known.
    pub rules: Vec<(Name, Name)>,
    /// Its last day, whole.
    pub day: Day,
    /// Its last moment, where that lies within the day.
    pub moment: Option<Instant>,
    /// The first day on which it may be done.
    pub not_before: Option<Day>,
    /// Its clock stands still: `day` is the earliest that its last day can be.
    pub stands_still: bool,
    /// It must be done; otherwise it is never overdue.
    pub binding: bool,
    /// How often it was tried in vain.
    pub failures: u32,
    /// What was recorded last.
    pub last: Option<Noted>,
}

impl DueItem {
    /// Whether it must still be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.last.as_ref().is_none_or(|last| !last.outcome.closes())
    }

    /// Whether it should have been done before: its last moment is over, or its last day.
    #[must_use]
    pub fn is_overdue(&self, today: Day, now: Timestamp) -> bool {
        let over = match self.moment {
            Some(moment) => moment.seconds < seconds(now),
            None => self.day < today,
        };
        self.binding && self.is_open() && over
    }
}

/// Whole seconds since 1970.
pub(crate) fn seconds(time: Timestamp) -> i64 {
    i64::try_from(time.0 / 1_000_000).unwrap_or(i64::MAX)
}

/// What was recorded about something due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// What became of it.
    pub outcome: Outcome,
    /// The day on which it happened.
    pub on: Day,
    /// Where more is written about it.
    pub reference: Name,
    /// The name of the token that said so.
    pub actor: Name,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The place of the event in the log.
    pub sequence: u64,
}

/// What is to be recorded about something due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What was due.
    pub item: DueId,
    /// What became of it.
    pub outcome: Outcome,
    /// Where more is written about it: a ticket, a file number, never a person.
    pub reference: Name,
    /// The day on which it happened.
    pub on: Day,
    /// The name of the token that says so.
    pub actor: Name,
}

/// How a completion went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completed {
    /// It is on record.
    Recorded(Receipt, Box<DueItem>),
    /// It was done or waived before; nothing was recorded.
    Closed(Box<DueItem>),
    /// Nothing is due under this name.
    Unknown,
}

/// How much is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// What must still be done.
    pub open: u64,
    /// What of it should have been done before.
    pub overdue: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_one_spelling() {
        let id = DueId { decision: RecordId::new(), number: 17 };
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "17", ".", &format!("{}.", id.decision), &format!("{}.017", id.decision)] {
            assert_eq!(wrong.parse::<DueId>(), Err(NotADueId), "{wrong}");
        }
        for wrong in ["+1", "-1", "4294967296", "1.0", "é"] {
            assert_eq!(format!("{}.{wrong}", id.decision).parse::<DueId>(), Err(NotADueId), "{wrong}");
        }
    }
}
