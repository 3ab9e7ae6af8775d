//! What a store does when the time of what it keeps is over.

use praetor_decision::{Day, Name};

use super::Receipt;
use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::retention::Keep;

/// Expiry of keys and deletion of records. Each call blocks.
pub trait Retaining {
    /// What would go now, what stays, and why. Nothing is changed.
    ///
    /// # Errors
    /// The store cannot be read.
    fn retention(&self) -> Result<RetentionPlan, LedgerError>;

    /// Lets go of what the plan says: keys whose time is over, then the segments in which nothing can be
    /// read any more. It is on record when this returns; the rows of deleted records go behind it, in
    /// small steps. What a crash cut short goes on by itself, or when this is called again.
    ///
    /// # Errors
    /// It was interrupted; what was done until then is on record.
    fn retain(&self, actor: &Name) -> Result<Retained, LedgerError>;

    /// Deletes the rows of segments whose deletion is on record; false: a hold stopped it.
    ///
    /// # Errors
    /// It was interrupted; it goes on by itself.
    fn finish_deletions(&self) -> Result<bool, LedgerError>;
}

/// What would go on a day, and what stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionPlan {
    /// The civil day, in UTC, for which it was made: that of the clock, which is never put forward by
    /// what the log says.
    pub day: Day,
    /// Every class that is declared or has keys, and last what is in no class.
    pub classes: Vec<ClassPlan>,
    /// What can be deleted.
    pub segments: SegmentPlan,
    /// Holds that are active, by their numbers.
    pub holds: Vec<u64>,
    /// One of them holds everything: nothing goes.
    pub everything_held: bool,
    /// Decisions that cannot be read any more, and are not deleted yet.
    pub unreadable: u64,
    /// The next day on which keys expire that are there now; none: they never do.
    pub next: Option<Day>,
}

/// What a class has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassPlan {
    /// Its name; none: what is in no class.
    pub name: Option<Name>,
    /// How long it is kept; none: the class is not declared, and what it has is kept for ever.
    pub keep: Option<Keep>,
    /// The quarters in which it has keys, in order.
    pub quarters: Vec<QuarterPlan>,
}

/// What a class has in a quarter of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterPlan {
    /// The quarter, such as `2026-Q4`.
    pub quarter: String,
    /// The first day on which its keys are kept no more; none: never.
    pub expires_on: Option<Day>,
    /// That day has come.
    pub expired: bool,
    /// Keys.
    pub keys: u64,
    /// How many of them would have to go, and stay for a hold.
    pub held: u64,
    /// Decisions that can be read with the keys.
    pub decisions: u64,
}

/// What can be deleted: whole segments in which no decision can be read any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentPlan {
    /// Entries of a segment.
    pub size: u64,
    /// Segments that are full.
    pub full: u64,
    /// Segments whose deletion is on record.
    pub deleted: u64,
    /// How many of these still have rows.
    pub unfinished: u64,
    /// Those that can be deleted, once the keys of the plan have expired.
    pub deletable: Vec<u64>,
    /// Decisions in these.
    pub decisions: u64,
    /// Full segments that stay because decisions in them can be read.
    pub readable: u64,
    /// Full segments that stay until a checkpoint covers them and all indexes have taken them in.
    pub uncovered: u64,
    /// All entries before this sequence are in deleted segments (C2SP tlog-tiles: the minimum index).
    pub minimum_index: u64,
}

/// What was let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// The plan that it followed.
    pub plan: RetentionPlan,
    /// The events that say so, in order; none: there was nothing to do.
    pub receipts: Vec<Receipt>,
    /// Keys that expired.
    pub keys: u64,
    /// Segments that are deleted.
    pub segments: Vec<u64>,
    /// Decisions in them.
    pub decisions: u64,
    /// When at the latest stale copies of the keys, in freed pages and in backups, are worthless too;
    /// none: no key expired.
    pub complete_by: Option<Timestamp>,
}
