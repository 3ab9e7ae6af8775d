//! What a store does about persons: erases them, holds what is theirs, ends what makes stale copies
//! readable.

use std::fmt;

use praetor_decision::Name;

use super::{Receipt, Stored};
use crate::error::LedgerError;
use crate::id::Timestamp;

/// Erasure, holds and epochs of keys. Each call blocks until it is durable.
pub trait Erasing {
    /// Makes everything that is stored about a person unreadable for ever, unless a hold forbids it.
    /// What is recorded about the person afterwards can be read.
    ///
    /// # Errors
    /// It could not be stored; whether it happened shows when it is asked again.
    fn erase(&self, whose: &Whose) -> Result<Erasure, LedgerError>;

    /// Forbids to erase or delete until a time, or until it is released.
    ///
    /// # Errors
    /// It could not be stored.
    fn hold(&self, order: &HoldOrder) -> Result<Hold, LedgerError>;

    /// Ends a hold; none if there is none with this number.
    ///
    /// # Errors
    /// It could not be stored.
    fn release(&self, hold: u64, actor: &Name) -> Result<Option<Receipt>, LedgerError>;

    /// The holds that are not released, also those whose time is over.
    ///
    /// # Errors
    /// The store cannot be read.
    fn holds(&self) -> Result<Vec<Hold>, LedgerError>;

    /// Begins to give all that is stored about a person: that is on record before anything is given.
    ///
    /// # Errors
    /// It could not be stored, and nothing may be given.
    fn disclose(&self, whose: &Whose) -> Result<Disclosure, LedgerError>;

    /// A page of it, from a sequence on, in the order of the log.
    ///
    /// # Errors
    /// The store cannot be read.
    fn disclosed(&self, disclosure: &Disclosure, from: u64) -> Result<Disclosed, LedgerError>;

    /// Wraps all keys anew and destroys the key-encryption keys before, so that no stale copy of an
    /// erased key can be unwrapped any more. Happens by itself before the deadline of each erasure.
    ///
    /// # Errors
    /// It was interrupted; it goes on by itself, and can be asked for again.
    fn end_epoch(&self) -> Result<u32, LedgerError>;
}

/// Who is meant, and who asks.
#[derive(Clone, PartialEq, Eq)]
pub struct Whose {
    /// The controller's identifier of the person.
    pub subject: String,
    /// The name of the token that asks.
    pub actor: Name,
}

impl fmt::Debug for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the subject: this may end in a log.
        f.debug_struct("Whose").field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// How an erasure went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// A hold forbids it.
    Refused {
        /// The event that says so.
        receipt: Receipt,
        /// The holds, by their numbers.
        holds: Vec<u64>,
        /// When the last of them ends; none: when it is released.
        until: Option<Timestamp>,
    },
    /// Nothing can be read any more with what the store holds.
    Erased {
        /// The event that says so.
        receipt: Receipt,
        /// Keys that were erased: one for each quarter in which there were records.
        keys: usize,
        /// When at the latest stale copies, in freed pages and in backups, are worthless too; none:
        /// there was nothing to erase.
        complete_by: Option<Timestamp>,
    },
}

/// What belongs to a person, as it was when it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The event that says that it was given.
    pub receipt: Receipt,
    /// Numbers of the person's keys, in order: one for each quarter with records.
    pub keys: Vec<u64>,
    /// All records before this sequence are looked at.
    pub before: u64,
}

/// A page of what belongs to a person.
pub struct Disclosed {
    /// The records; a page can have none though more follow.
    pub records: Vec<Stored>,
    /// Where to go on; none: there is nothing more.
    pub next: Option<u64>,
}

/// What to hold.
#[derive(Clone, PartialEq, Eq)]
pub struct HoldOrder {
    /// The controller's identifier of a person; none: everything is held.
    pub subject: Option<String>,
    /// Until when; none: until it is released.
    pub until: Option<Timestamp>,
    /// The matter that it is for: a reference, never a person.
    pub matter: Name,
    /// The name of the token that asks.
    pub actor: Name,
}

impl fmt::Debug for HoldOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HoldOrder").field("matter", &self.matter).finish_non_exhaustive()
    }
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its number: the sequence of the event that placed it.
    pub number: u64,
    /// It holds everything, not one person.
    pub everything: bool,
    /// Until when; none: until it is released.
    pub until: Option<Timestamp>,
    /// The matter that it is for.
    pub matter: Name,
    /// When it was placed.
    pub placed_at: Timestamp,
}

impl Hold {
    /// Whether it forbids anything at a time.
    #[must_use]
    pub fn is_active(&self, at: Timestamp) -> bool {
        self.until.is_none_or(|until| until > at)
    }
}
