//! Requests under a key of the caller's choosing, which are carried out once.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use praetor_decision::Name;

use super::{Prepared, Stored};
use crate::keys::Tag;

/// A request under an idempotency key.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The name of the token that asks: two callers never share a key.
    pub caller: Name,
    /// The key as the caller chose it; a secret, for it may be made of anything.
    pub key: String,
    /// Which one it is of the requests that were sent under one key.
    pub item: Option<u32>,
    /// The canonical bytes of what is asked.
    pub request: Vec<u8>,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key and never the request: this may end in a log.
        f.debug_struct("Attempt").field("item", &self.item).finish_non_exhaustive()
    }
}

/// What a store knows of an idempotency key.
pub enum Claimed {
    /// Nothing was stored under it in the last [`crate::limits::IDEMPOTENCY_HOURS`]: the caller of
    /// [`crate::Store::claim`] is to carry out the request, and nobody else may meanwhile.
    Fresh(Claim),
    /// The same request was stored.
    Stored(Box<Stored>),
    /// The same key is being used at this moment.
    InFlight,
    /// Another request was stored under it.
    OtherRequest,
}

/// The right to store a record under an idempotency key; dropping it gives the key back.
pub struct Claim {
    /// The keyed hash of the key.
    pub(crate) hash: Tag,
    /// The keyed hash of the request, and of the key with it.
    pub(crate) fingerprint: [u8; 32],
    /// How often the store had been opened when it was looked up.
    pub(crate) opened: u64,
    pub(crate) in_flight: Arc<InFlight>,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").finish_non_exhaustive()
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.in_flight.leave(&self.hash);
    }
}

impl Prepared {
    /// Stores the record under a claimed key, in the same transaction.
    #[must_use]
    pub fn under(mut self, claim: Claim) -> Self {
        self.claim = Some(Box::new(claim));
        self
    }
}

/// The keys in use at this moment.
#[derive(Default)]
pub(crate) struct InFlight(Mutex<HashSet<Tag>>);

impl InFlight {
    /// Takes a key, unless somebody has it.
    pub(crate) fn enter(&self, hash: Tag) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hash)
    }

    fn leave(&self, hash: &Tag) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(hash);
    }
}
