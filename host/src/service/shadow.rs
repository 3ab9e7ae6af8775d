//! Plugins in shadow: asked after the caller has the answer, and what they would have changed is kept.

mod listing;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use praetor_decision::Name;
use praetor_ledger::{Digest, LedgerError, RecordId, ShadowRecord, Store, Timestamp};
use praetor_sandbox::limits::THREAD_STACK_BYTES;
use praetor_sandbox::{Deadline, step_back};

use crate::config::Mode;
use crate::engine::{Binding, Decided, Generation, Period, Recall, Schedule, decide_again, record};
use crate::limits::{REPLAY_SECONDS, SHADOW_QUEUE};
use crate::shift::{self, Groups, Shift};
use crate::wire::Asked;

pub use listing::Differences;

/// Asks the plugins in shadow, on one thread of low priority behind a bounded queue: who is served pays
/// for a place in it and no more. Questions for which there is no place are counted as missed.
pub(super) struct Shadows {
    queue: Option<SyncSender<Shown>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
    share: u8,
    seen: AtomicU64,
}

/// A decision that was made and stored.
pub(super) struct Shown {
    pub(super) id: RecordId,
    pub(super) asked: Asked,
    pub(super) decided: Decided,
    pub(super) generation: Arc<Generation>,
}

struct Shared {
    store: Arc<dyn Store>,
    tallies: Mutex<BTreeMap<Candidate, Tally>>,
    ending: AtomicBool,
}

/// What is in shadow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    id: Name,
    digest: Digest,
    settings: Digest,
}

/// What a plugin in shadow has shown.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Since when questions are counted; the differences are those on record, from before too.
    pub since: Timestamp,
    /// Questions that it was asked.
    pub asked: u64,
    /// Decisions that would have been the same.
    pub same: u64,
    /// Questions that it was not asked, since too many waited.
    pub missed: u64,
    /// Questions for which the machine was too slow, or whose difference could not be stored.
    pub failed: u64,
    /// The differences.
    pub shifted: Groups,
}

impl Candidate {
    fn of(binding: &Binding) -> Self {
        let (digest, settings) = (record::digest_of(binding), record::settings_digest(binding));
        Self { id: binding.manifest.id.clone(), digest, settings }
    }
}

impl Shadows {
    /// Starts the thread. What plugins in shadow have shown before is read from the ledger.
    pub(super) fn start(
        store: &Arc<dyn Store>,
        share: u8,
        schedule: &Schedule,
    ) -> Result<Self, ShadowsError> {
        let tallies = listing::on_record(&**store, schedule)?;
        let ending = AtomicBool::new(false);
        let shared = Arc::new(Shared { store: Arc::clone(store), tallies: Mutex::new(tallies), ending });
        let (queue, shown) = sync_channel(SHADOW_QUEUE);
        let thread = Builder::new().name("praetor-shadow".into()).stack_size(THREAD_STACK_BYTES);
        let working = Arc::clone(&shared);
        let thread = thread.spawn(move || working.run(&shown)).map_err(ShadowsError::Thread)?;
        Ok(Self { queue: Some(queue), thread: Some(thread), shared, share, seen: AtomicU64::new(0) })
    }

    /// Whether plugins in shadow are to be asked this question too.
    pub(super) fn want(&self, generation: &Generation) -> bool {
        if generation.shadows.is_empty() {
            return false;
        }
        // Spread over the hundred, so that a small share is no burst.
        let turn = self.seen.fetch_add(1, Ordering::Relaxed).wrapping_mul(61) % 100;
        turn < u64::from(self.share)
    }

    /// Leaves a decision to be looked at.
    pub(super) fn show(&self, shown: Shown) {
        let Some(queue) = &self.queue else { return };
        if let Err(TrySendError::Full(shown) | TrySendError::Disconnected(shown)) = queue.try_send(shown) {
            for binding in &shown.generation.shadows {
                self.shared.note(binding, |tally| tally.missed += 1);
            }
        }
    }

    /// Ends; what waits is left.
    pub(super) fn stop(&self) {
        self.shared.ending.store(true, Ordering::Relaxed);
    }
}

impl Drop for Shadows {
    fn drop(&mut self) {
        self.stop();
        drop(self.queue.take());
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the thread of the plugins in shadow failed; please report it");
        }
    }
}

impl Shared {
    fn run(&self, shown: &Receiver<Shown>) {
        step_back("praetor-shadow");
        let mut beside: Option<Beside> = None;
        for shown in shown {
            if self.ending.load(Ordering::Relaxed) {
                return;
            }
            let known = beside.take().filter(|beside| Arc::ptr_eq(&beside.serving, &shown.generation));
            let of = known.unwrap_or_else(|| Beside::of(&shown.generation));
            for (binding, with) in &of.each {
                self.ask(binding, with, &shown);
            }
            beside = Some(of);
        }
    }

    fn ask(&self, binding: &Binding, with: &Generation, shown: &Shown) {
        let recall = Recall::of_decided(&shown.decided, &shown.generation);
        let deadline = Deadline::after(Duration::from_secs(REPLAY_SECONDS));
        let Ok(decided) = decide_again(with, shown.asked.clone(), Some(&recall), deadline) else {
            return self.note(binding, |tally| tally.failed += 1);
        };
        let Some(shift) = shift::between(&shown.decided.told, &decided.told) else {
            return self.note(binding, |tally| (tally.asked, tally.same) = (tally.asked + 1, tally.same + 1));
        };
        match self.keep(binding, shown, &shift) {
            Ok(()) => self.note(binding, |tally| {
                tally.asked += 1;
                tally.shifted.add(shown.id, &shift);
            }),
            Err(error) => {
                tracing::warn!(%error, plugin = %binding.manifest.id, "what a plugin in shadow says cannot be stored");
                self.note(binding, |tally| tally.failed += 1);
            }
        }
    }

    fn keep(&self, binding: &Binding, shown: &Shown, shift: &Shift) -> Result<(), LedgerError> {
        let Candidate { id, digest, settings } = Candidate::of(binding);
        let changes = shift.changes.iter().map(|one| (one.weight.as_str().into(), one.says.clone()));
        let kept = ShadowRecord {
            decision: shown.id,
            plugin: id,
            digest,
            settings,
            kind: shift.kind,
            weight: shift.weight.as_str().into(),
            was: shift.was.clone(),
            now: shift.now.clone(),
            changes: changes.collect(),
            more: shift.more,
            rules_gone: shift.rules_gone.clone(),
            rules_new: shift.rules_new.clone(),
        };
        let draft = record::shadow_event(shown.generation.number, kept);
        self.store.append(self.store.prepare(&draft)?).wait().map(drop)
    }

    fn note(&self, binding: &Binding, change: impl FnOnce(&mut Tally)) {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        change(tallies.entry(Candidate::of(binding)).or_insert_with(Tally::from_now));
    }
}

impl Tally {
    fn from_now() -> Self {
        let now = u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap_or_default();
        Self { since: Timestamp(now), ..Self::default() }
    }
}

/// What would serve with each plugin in shadow in its place.
struct Beside {
    serving: Arc<Generation>,
    each: Vec<(Binding, Generation)>,
}

impl Beside {
    fn of(serving: &Arc<Generation>) -> Self {
        let with = |shadow: &Binding| {
            let binding = Binding { mode: Mode::Enforce, period: Period::ALWAYS, ..shadow.clone() };
            (shadow.clone(), serving.with(binding))
        };
        Self { each: serving.shadows.iter().map(with).collect(), serving: Arc::clone(serving) }
    }
}

/// Why plugins in shadow cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum ShadowsError {
    /// The ledger cannot be read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// The system starts no thread.
    #[error("cannot start the thread of the plugins in shadow: {0}")]
    Thread(std::io::Error),
}
