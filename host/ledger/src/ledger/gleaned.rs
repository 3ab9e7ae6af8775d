//! What the follower needs of a decision, gathered by whoever stores it while it lies open: so that
//! nothing is decrypted again right after it was encrypted. It is in memory only. What is not there,
//! after a restart or when too much waits, is read from the entries, with the same result.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use praetor_decision::due::dues;

use super::due::Wanted;
use super::index::{Term, Vocabulary};
use crate::aspects::Aspects;
use crate::error::LedgerError;
use crate::id::RecordId;
use crate::keys::KeyRing;
use crate::limits;
use crate::record::DecisionRecord;

/// What the derived tables take from a decision.
pub(crate) struct Gleaned {
    /// What it is found by.
    pub(super) terms: Vec<Term>,
    /// What is due by it.
    pub(super) wanted: Vec<Wanted>,
}

/// What was gleaned of durable entries, until the follower takes it.
#[derive(Default)]
pub(super) struct Gleanings {
    vocabulary: Mutex<Vocabulary>,
    waiting: Mutex<VecDeque<Waiting>>,
}

struct Waiting {
    sequence: u64,
    id: RecordId,
    gleaned: Box<Gleaned>,
}

/// What was gleaned of entries that follow each other, as far as it is there.
pub(super) struct Taken(Vec<Option<(RecordId, Box<Gleaned>)>>);

impl Gleanings {
    /// Gathers it; nothing of it is stored yet.
    pub(super) fn glean(
        &self,
        ring: &KeyRing,
        id: RecordId,
        record: &DecisionRecord,
    ) -> Result<Box<Gleaned>, LedgerError> {
        let aspects = Aspects::of(record);
        let terms = held(&self.vocabulary).of_content(ring, &aspects)?;
        let wanted = dues(&record.decision).iter().map(|due| Wanted::of(due, id, record)).collect();
        Ok(Box::new(Gleaned { terms, wanted }))
    }

    /// These entries are durable. What is too much is dropped.
    pub(super) fn put(&self, durable: impl Iterator<Item = (u64, RecordId, Box<Gleaned>)>) {
        let mut waiting = held(&self.waiting);
        let room = limits::GLEANINGS.saturating_sub(waiting.len());
        let durable = durable.map(|(sequence, id, gleaned)| Waiting { sequence, id, gleaned });
        waiting.extend(durable.take(room));
    }

    /// Takes out what there is of these entries; what comes before them is dropped.
    pub(super) fn take(&self, range: Range<u64>) -> Taken {
        let mut waiting = held(&self.waiting);
        let past = waiting.partition_point(|one| one.sequence < range.start);
        drop(waiting.drain(..past));
        let until = waiting.partition_point(|one| one.sequence < range.end);
        let length = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(0);
        let mut taken: Vec<_> = std::iter::repeat_with(|| None).take(length).collect();
        for Waiting { sequence, id, gleaned } in waiting.drain(..until) {
            let place = usize::try_from(sequence - range.start).ok().and_then(|place| taken.get_mut(place));
            if let Some(place) = place {
                *place = Some((id, gleaned));
            }
        }
        Taken(taken)
    }
}

impl Taken {
    /// What was gleaned of the entry at a place among them. An entry with another id came to its
    /// place after a disk had lost what it said was durable.
    pub(super) fn of(&self, place: usize, id: RecordId) -> Option<&Gleaned> {
        let (of, gleaned) = self.0.get(place)?.as_ref()?;
        (*of == id).then_some(&**gleaned)
    }
}

/// Every change of it is whole before anything can panic.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing() -> Box<Gleaned> {
        Box::new(Gleaned { terms: vec![], wanted: vec![] })
    }

    #[test]
    fn what_was_gleaned_is_given_once_for_its_own_entry_and_never_beyond_the_limit() {
        let gleanings = Gleanings::default();
        let ids: Vec<_> = (0..5).map(|_| RecordId::new()).collect();
        // The entry 2 is an event.
        gleanings.put([0, 1, 3, 4].into_iter().map(|at| (at, ids[at as usize], nothing())));
        let taken = gleanings.take(1..4);
        let there = |place: usize, id| taken.of(place, id).is_some();
        assert!(there(0, ids[1]) && !there(1, ids[2]) && there(2, ids[3]) && !there(3, ids[4]));
        assert!(!there(0, ids[0]), "another entry than the one it was gleaned of");
        assert!(gleanings.take(0..4).0.iter().all(Option::is_none), "it is there once");
        assert!(gleanings.take(4..5).of(0, ids[4]).is_some());

        let many = limits::GLEANINGS as u64 + 10;
        gleanings.put((0..many).map(|at| (at, ids[0], nothing())));
        let there = gleanings.take(0..many).0.iter().filter(|one| one.is_some()).count();
        assert_eq!(there, limits::GLEANINGS);
    }
}
