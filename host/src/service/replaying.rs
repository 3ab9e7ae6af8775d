//! Stored decisions, made again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use praetor_ledger::{RecordId, RecordKind};

use super::{Service, ServiceError};
use crate::replay::{News, Replayed, Scope, Summary};
use crate::sweep::{Pace, SweepError};

/// The right to replay a range: one at a time, for it takes every core that is idle.
#[derive(Debug)]
pub struct Turn(Arc<AtomicBool>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Service {
    /// Replays one record; none if no decision has this id, nor a call that the machine was too slow for.
    /// Blocks; may compile plugins that serve no more.
    ///
    /// # Errors
    /// The ledger cannot be read, or too many questions wait.
    pub fn replay(&self, id: RecordId) -> Result<Option<Replayed>, ServiceError> {
        let found = self.store.get(id).wait()?;
        let replayable = |kind: RecordKind| kind.is_decision() || kind == RecordKind::Overdue;
        let Some(stored) = found.filter(|stored| replayable(stored.kind)) else {
            return Ok(None);
        };
        let replayer = Arc::clone(&self.replayer);
        let ready = replayer.ready(&stored, Some(&self.generation()));
        let replayed = self.workers.run(move |_| replayer.run(&stored, ready))?;
        Ok(Some(replayed.wait()?))
    }

    /// The right to replay a range, if nobody has it.
    #[must_use]
    pub fn take_turn(&self) -> Option<Turn> {
        let free = !self.replaying.swap(true, Ordering::AcqRel);
        free.then(|| Turn(Arc::clone(&self.replaying)))
    }

    /// Replays a range on threads of low priority, as many as there are cores, behind what callers wait
    /// for; `tell` hears what is new and says whether to go on. Blocks until the end.
    ///
    /// # Errors
    /// The ledger cannot be read, or the threads cannot be started.
    pub fn replay_range(
        &self,
        _turn: &Turn,
        wanted: &Scope,
        tell: impl FnMut(News<'_>) -> bool,
    ) -> Result<Summary, SweepError> {
        self.replayer.range(wanted, Some(&self.generation()), self.pace(), tell)
    }

    /// On every core, behind what callers wait for, until the server is told to stop.
    pub(super) fn pace(&self) -> Pace<'_> {
        Pace { stop: &self.ending, live: Some(&self.live), threads: self.workers.threads() }
    }

    /// Whether the server was told to stop.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// Ends what would go on for long after the server was told to stop.
    pub fn end_replays(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }
}
