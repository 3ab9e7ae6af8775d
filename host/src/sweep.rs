//! Goes through stored records on every core, behind the live traffic.
//!
//! Threads of low priority take stretches of the log from one counter, so that each reads, decrypts and
//! works by itself; the calling thread tells what came of it. Nothing is kept but what waits to be told.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{Builder, Scope as Threads, scope};
use std::time::{Duration, Instant};

use praetor_ledger::{LedgerError, RecordKind, Store, Stored};
use praetor_sandbox::limits::THREAD_STACK_BYTES;
use praetor_sandbox::step_back;
use thiserror::Error;

use crate::limits::{SWEEP_GIVES_WAY_MILLISECONDS, SWEEP_PROGRESS_SECONDS, SWEEP_RECORDS_AT_ONCE};

/// What is told while it goes on.
#[derive(Debug)]
pub enum Told<T> {
    /// What came of a record.
    Record(T),
    /// How far it has come.
    Progress(Progress),
}

/// How far a sweep has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Records of the wanted kinds that were looked at.
    pub worked: u64,
    /// Records of the log that were passed, with those of other kinds.
    pub done: u64,
    /// Records of the log in the range.
    pub total: u64,
    /// Time since it began.
    pub elapsed: Duration,
}

impl Progress {
    /// Records a second.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    pub fn rate(&self) -> f64 {
        self.worked as f64 / self.elapsed.as_secs_f64().max(1e-6)
    }
}

/// Why it could not go to its end.
#[derive(Debug, Error)]
pub enum SweepError {
    /// The ledger cannot be read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// The system starts no threads.
    #[error("cannot start the threads of the {0}: {1}")]
    Threads(&'static str, std::io::Error),
    /// A thread panicked.
    #[error("a thread of the {0} failed; this is a fault of Praetor, please report it")]
    Lost(&'static str),
}

/// What holds a sweep up from outside.
#[derive(Clone, Copy)]
pub struct Pace<'a> {
    /// It shall end.
    pub stop: &'a AtomicBool,
    /// Questions that callers wait for: they go first. None: nobody else is served.
    pub live: Option<&'a AtomicUsize>,
    /// How many threads.
    pub threads: usize,
}

impl Pace<'_> {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Waits while callers wait, but not for ever: under a load that never ends it still gets on.
    fn give_way(&self) {
        let (begun, limit) = (Instant::now(), Duration::from_millis(SWEEP_GIVES_WAY_MILLISECONDS));
        let busy = || self.live.is_some_and(|live| live.load(Ordering::Relaxed) > 0);
        while busy() && begun.elapsed() < limit && !self.stopped() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What is gone through.
pub struct Sweep<'a> {
    /// Where the records are.
    pub store: &'a dyn Store,
    /// Which of them, by their sequence.
    pub span: Range<u64>,
    /// Of these kinds.
    pub kinds: &'a [RecordKind],
    /// What it is called in errors, and its threads in the system's lists: `replay`.
    pub name: &'static str,
    /// What holds it up.
    pub pace: Pace<'a>,
}

impl Sweep<'_> {
    /// Puts `work` on each record; `tell` hears what came of it, in no order, and says whether to go on.
    /// The progress, and whether all of it was gone through.
    ///
    /// # Errors
    /// The ledger cannot be read, or the threads cannot be started.
    pub fn run<T: Send>(
        self,
        work: impl Fn(&Stored) -> T + Sync,
        mut tell: impl FnMut(Told<T>) -> bool,
    ) -> Result<(Progress, bool), SweepError> {
        let total = self.span.end.saturating_sub(self.span.start);
        let (next, cut) = (AtomicU64::new(self.span.start), AtomicBool::new(false));
        let shared = Shared { sweep: &self, next, cut: &cut, work: &work };
        let progress = scope(|threads| {
            let stretches = shared.start(threads)?;
            let mut gathering = Gathering::new(total);
            let ended = gathering.run(&stretches, &cut, &mut tell);
            if ended.is_err() {
                cut.store(true, Ordering::Relaxed);
            }
            ended.map(|()| gathering.progress)
        })?;
        Ok((progress, !shared.stopped()))
    }
}

/// What the threads share.
struct Shared<'a, F> {
    sweep: &'a Sweep<'a>,
    next: AtomicU64,
    cut: &'a AtomicBool,
    work: &'a F,
}

/// What came of a stretch of the log.
struct Stretch<T> {
    records: u64,
    worked: Vec<T>,
}

type Done<T> = Result<Stretch<T>, SweepError>;

impl<F> Shared<'_, F> {
    fn stopped(&self) -> bool {
        self.sweep.pace.stopped() || self.cut.load(Ordering::Relaxed)
    }

    fn start<'scope, 'env, T: Send + 'scope>(
        &'scope self,
        threads: &'scope Threads<'scope, 'env>,
    ) -> Result<Receiver<Done<T>>, SweepError>
    where
        F: Fn(&Stored) -> T + Sync,
    {
        let (count, name) = (self.sweep.pace.threads.max(1), self.sweep.name);
        let (done, stretches) = sync_channel(count.saturating_mul(2));
        for number in 0..count {
            let done = done.clone();
            let thread = Builder::new().name(format!("praetor-{name}-{number}"));
            let thread = thread.stack_size(THREAD_STACK_BYTES);
            let started = thread.spawn_scoped(threads, move || self.run(&done));
            started.map_err(|error| SweepError::Threads(name, error))?;
        }
        Ok(stretches)
    }

    /// Takes stretches until there are no more, or nobody listens.
    fn run<T>(&self, done: &SyncSender<Done<T>>)
    where
        F: Fn(&Stored) -> T,
    {
        step_back(self.sweep.name);
        while !self.stopped() {
            let first = self.next.fetch_add(SWEEP_RECORDS_AT_ONCE, Ordering::Relaxed);
            if first >= self.sweep.span.end {
                return;
            }
            let end = first.saturating_add(SWEEP_RECORDS_AT_ONCE).min(self.sweep.span.end);
            let stretch = catch_unwind(AssertUnwindSafe(|| self.stretch(first..end)));
            if done.send(stretch.unwrap_or(Err(SweepError::Lost(self.sweep.name)))).is_err() {
                return;
            }
        }
    }

    fn stretch<T>(&self, span: Range<u64>) -> Done<T>
    where
        F: Fn(&Stored) -> T,
    {
        let records = span.end - span.start;
        let mut worked = vec![];
        for stored in self.sweep.store.records(span, self.sweep.kinds).wait()? {
            self.sweep.pace.give_way();
            worked.push((self.work)(&stored));
        }
        Ok(Stretch { records, worked })
    }
}

/// The calling thread's part.
struct Gathering {
    begun: Instant,
    told: Instant,
    progress: Progress,
}

impl Gathering {
    fn new(total: u64) -> Self {
        let now = Instant::now();
        Self { begun: now, told: now, progress: Progress { total, ..Progress::default() } }
    }

    /// Tells until all threads have ended.
    fn run<T>(
        &mut self,
        stretches: &Receiver<Done<T>>,
        cut: &AtomicBool,
        tell: &mut impl FnMut(Told<T>) -> bool,
    ) -> Result<(), SweepError> {
        let rhythm = Duration::from_secs(SWEEP_PROGRESS_SECONDS);
        loop {
            let stretch = match stretches.recv_timeout(rhythm.saturating_sub(self.told.elapsed())) {
                Ok(stretch) => Some(stretch?),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let mut go_on = stretch.is_none_or(|stretch| self.take(stretch, tell));
            self.progress.elapsed = self.begun.elapsed();
            if self.told.elapsed() >= rhythm {
                self.told = Instant::now();
                go_on = go_on && tell(Told::Progress(self.progress));
            }
            if !go_on {
                cut.store(true, Ordering::Relaxed);
                break;
            }
        }
        self.progress.elapsed = self.begun.elapsed();
        Ok(())
    }

    /// Counts a stretch, and tells what came of its records.
    fn take<T>(&mut self, stretch: Stretch<T>, tell: &mut impl FnMut(Told<T>) -> bool) -> bool {
        self.progress.done += stretch.records;
        self.progress.worked += u64::try_from(stretch.worked.len()).unwrap_or_default();
        stretch.worked.into_iter().all(|one| tell(Told::Record(one)))
    }
}
