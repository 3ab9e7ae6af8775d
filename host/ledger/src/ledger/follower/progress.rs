//! How far the follower has come, and who waits for it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::LedgerError;
use crate::limits;

/// How far the follower has come.
#[derive(Default)]
pub(in crate::ledger) struct Progress {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The sequence after the last durable entry.
    end: u64,
    /// The sequence after the last that all have taken in.
    reached: u64,
    /// How far somebody waits for it to come.
    wanted: u64,
    /// Since when something is new.
    since: Option<Instant>,
    /// The last step failed; the next one waits.
    failed: bool,
    stopped: bool,
}

impl Progress {
    /// The log has grown.
    pub(in crate::ledger) fn grew(&self, end: u64) {
        let mut state = self.state();
        state.end = end;
        state.since = state.since.or_else(|| Some(Instant::now()));
        let due = state.is_due();
        drop(state);
        if due {
            self.changed.notify_all();
        }
    }

    /// The store was opened: what a crash left unsigned is taken in at once, not in the usual rhythm.
    pub(super) fn begin(&self, end: u64) {
        let mut state = self.state();
        (state.end, state.wanted) = (end, state.wanted.max(end));
    }

    /// The follower is to end.
    pub(in crate::ledger) fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }

    /// Makes the follower go on at once, and waits until it has reached this sequence.
    pub(in crate::ledger) fn catch_up(&self, end: u64) -> Result<(), LedgerError> {
        let mut state = self.state();
        state.wanted = state.wanted.max(end);
        drop(state);
        self.changed.notify_all();
        self.wait_for(end)
    }

    /// The sequence after the last that all have taken in.
    pub(in crate::ledger) fn all_reached(&self) -> u64 {
        self.state().reached
    }

    /// Waits until the follower has reached this sequence in its own rhythm, for as long as it gets on.
    pub(in crate::ledger) fn wait_for(&self, end: u64) -> Result<(), LedgerError> {
        let limit = Duration::from_millis(limits::CATCH_UP_MILLISECONDS);
        let mut state = self.state();
        loop {
            let before = state.reached;
            if before >= end {
                return Ok(());
            }
            let stands = |state: &mut State| state.reached == before && !state.stopped && !state.failed;
            let waited = self.changed.wait_timeout_while(state, limit, stands);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if state.reached == before {
                return Err(LedgerError::Unavailable("the indexes are behind the log".into()));
            }
        }
    }

    /// Waits until there is something to do; false: the follower is to end.
    pub(super) fn wait_for_work(&self) -> bool {
        let mut state = self.state();
        let rhythm = Duration::from_millis(limits::FOLLOW_MILLISECONDS);
        while !state.stopped && !state.is_due() {
            let rest = match state.since {
                Some(since) if !state.failed => rhythm.saturating_sub(since.elapsed()),
                _ => rhythm,
            };
            state = self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0;
            state.failed = false;
        }
        !state.stopped
    }

    /// All have taken in what comes before this sequence.
    pub(super) fn reached(&self, reached: u64) {
        let mut state = self.state();
        state.reached = reached;
        if reached >= state.end {
            state.since = None;
        }
        drop(state);
        self.changed.notify_all();
    }

    /// The step failed: whoever waits is told, and the next step comes after a pause.
    pub(super) fn failed(&self) {
        let mut state = self.state();
        state.failed = true;
        state.wanted = 0;
        state.since = Some(Instant::now());
        drop(state);
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_due(&self) -> bool {
        let rhythm = Duration::from_millis(limits::FOLLOW_MILLISECONDS);
        let behind = self.end.saturating_sub(self.reached);
        !self.failed
            && (self.wanted > self.reached
                || behind >= limits::FOLLOW_RECORDS
                || (behind > 0 && self.since.is_some_and(|since| since.elapsed() >= rhythm)))
    }
}
