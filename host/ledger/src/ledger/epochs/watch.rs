//! The thread that ends epochs in time, drops what has expired, deletes the rows of deleted segments, and
//! takes up what a crash cut short.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{end_epoch, oldest_stale, resume};
use crate::error::LedgerError;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::task::Queue;
use crate::ledger::{backup, erasing, idempotency, retention};
use crate::limits;

/// What wakes the thread.
#[derive(Default)]
pub(in crate::ledger) struct Watch {
    /// Held by whoever ends an epoch.
    pub(in crate::ledger) epochs: Mutex<()>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Something was erased since the thread looked.
    new: bool,
    stopped: bool,
}

impl Watch {
    /// Something was erased.
    pub(in crate::ledger) fn notify(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).new = true;
        self.changed.notify_all();
    }

    /// The thread is to end.
    pub(in crate::ledger) fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.changed.notify_all();
    }

    /// Waits; false: the thread is to end.
    fn wait(&self, pause: Duration) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = |state: &mut State| !state.new && !state.stopped;
        let waited = self.changed.wait_timeout_while(state, pause, idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.new = false;
        !state.stopped
    }
}

/// Starts the thread; it ends when [`Watch::stop`] is called.
pub(in crate::ledger) fn start(
    shared: Arc<Shared>,
    queue: Arc<Queue>,
) -> Result<JoinHandle<()>, LedgerError> {
    let mut unfinished = Some(shared.records.load(Ordering::Acquire));
    let thread = std::thread::Builder::new().name("ledger-epochs".into()).spawn(move || {
        loop {
            let pause = match round(&shared, &queue, &mut unfinished) {
                Ok(pause) => pause,
                Err(LedgerError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "an epoch of keys could not be ended; it is tried again");
                    LONGEST
                }
            };
            if !shared.stale.wait(pause) {
                return;
            }
        }
    });
    thread.map_err(|error| storage(redb::StorageError::Io(error)))
}

/// The longest pause while something waits: the clock may jump, and a failure may pass.
const LONGEST: Duration = Duration::from_secs(limits::EPOCH_PAUSE_SECONDS);

/// The pause while no epoch waits for its end.
const IDLE: Duration = Duration::from_secs(limits::DROP_PAUSE_SECONDS);

/// Does what is due; says when to look again.
fn round(shared: &Shared, queue: &Queue, unfinished: &mut Option<u64>) -> Result<Duration, LedgerError> {
    if let Some(before) = *unfinished {
        erasing::resume(shared, queue, before)?;
        *unfinished = None;
    }
    resume(shared, queue)?;
    idempotency::drop_expired(shared, queue)?;
    let rows_left = delete_rows(shared, queue)?;
    // What waits for the backup of the keys, or for the end of a hold, is looked at again soon.
    let pause = || if backup::renew(shared) && !rows_left { IDLE } else { LONGEST };
    let Some(since) = oldest_stale(shared)? else {
        return Ok(pause());
    };
    let left = shared.complete_by(since).0.saturating_sub(shared.now().0);
    // Half of the time is kept back for a server that stands still for a while.
    let wait = left.saturating_sub(u64::try_from(shared.erasure_deadline.as_micros() / 2).unwrap_or(0));
    if wait > 0 {
        return Ok(Duration::from_micros(wait).min(LONGEST));
    }
    end_epoch(shared, queue)?;
    Ok(pause())
}

/// Deletes the rows of deleted segments; says whether some are left. What hinders it must not hinder the
/// end of an epoch, which has a deadline.
fn delete_rows(shared: &Shared, queue: &Queue) -> Result<bool, LedgerError> {
    match retention::finish_deletions(shared, queue) {
        Ok(finished) => Ok(!finished),
        Err(LedgerError::Closed) => Err(LedgerError::Closed),
        Err(error) => {
            tracing::error!(%error, "rows of deleted segments could not be deleted; it is tried again");
            Ok(true)
        }
    }
}
