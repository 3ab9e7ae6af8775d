//! Replays all decisions of a time, on every core, behind the live traffic.
//!
//! Threads of low priority take stretches of the log from one counter, so that each reads, decrypts and
//! replays by itself; the calling thread tells what came of it. Nothing is kept but what waits to be told.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{Builder, Scope as Threads, scope};
use std::time::{Duration, Instant};

use praetor_decision::Kind;
use praetor_ledger::{LedgerError, RecordKind, Timestamp};
use praetor_sandbox::limits::THREAD_STACK_BYTES;
use praetor_sandbox::step_back;
use thiserror::Error;

use super::{Outcome, Replayed, Replayer};
use crate::engine::Generation;
use crate::limits::{REPLAY_GIVES_WAY_MILLISECONDS, REPLAY_PROGRESS_SECONDS, REPLAY_RECORDS_AT_ONCE};

/// Which decisions to replay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope {
    /// Recorded at or after this time.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Only decisions on this kind of question.
    pub kind: Option<Kind>,
}

/// What is told while it goes on.
#[derive(Debug)]
pub enum News<'a> {
    /// A record that did not come out the same.
    Replayed(&'a Replayed),
    /// How far it has come.
    Progress(Progress),
}

/// How far a replay has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Decisions that were looked at.
    pub replayed: u64,
    /// Records of the log that were passed, with those that are no decisions.
    pub done: u64,
    /// Records of the log in the range.
    pub total: u64,
    /// Time since it began.
    pub elapsed: Duration,
}

impl Progress {
    /// Decisions a second.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    pub fn rate(&self) -> f64 {
        self.replayed as f64 / self.elapsed.as_secs_f64().max(1e-6)
    }
}

/// What came of a range.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Decisions that came out the same.
    pub same: u64,
    /// Those that did not.
    pub different: u64,
    /// Those in which the machine had a part.
    pub not_replayable: u64,
    /// Those whose subject was erased.
    pub erased: u64,
    /// Those that could not be made again.
    pub unavailable: u64,
    /// Those that were made by another engine than the present one.
    pub engine_changed: u64,
    /// How far it came.
    pub progress: Progress,
    /// The whole range was replayed.
    pub complete: bool,
}

/// Why a range could not be replayed.
#[derive(Debug, Error)]
pub enum RangeError {
    /// The ledger cannot be read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// The system starts no threads.
    #[error("cannot start the threads of the replay: {0}")]
    Threads(std::io::Error),
    /// A thread panicked.
    #[error("a thread of the replay failed; this is a fault of Praetor, please report it")]
    Lost,
}

/// What holds a replay up from outside.
#[derive(Clone, Copy)]
pub struct Pace<'a> {
    /// It shall end.
    pub stop: &'a AtomicBool,
    /// Questions that callers wait for: they go first. None: nobody else is served.
    pub live: Option<&'a AtomicUsize>,
}

impl Pace<'_> {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Waits while callers wait, but not for ever: under a load that never ends it still gets on.
    fn give_way(&self) {
        let (begun, limit) = (Instant::now(), Duration::from_millis(REPLAY_GIVES_WAY_MILLISECONDS));
        let busy = || self.live.is_some_and(|live| live.load(Ordering::Relaxed) > 0);
        while busy() && begun.elapsed() < limit && !self.stopped() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Replayer {
    /// Replays a range with so many threads; `tell` hears what is new and says whether to go on.
    ///
    /// # Errors
    /// The ledger cannot be read, or the threads cannot be started.
    pub fn range(
        &self,
        wanted: &Scope,
        serving: Option<&Generation>,
        threads: usize,
        pace: Pace<'_>,
        mut tell: impl FnMut(News<'_>) -> bool,
    ) -> Result<Summary, RangeError> {
        let span = self.store.span(wanted.from, wanted.until).wait()?;
        let total = span.end.saturating_sub(span.start);
        let next = AtomicU64::new(span.start);
        let (cut, kinds) = (AtomicBool::new(false), wanted.kinds());
        let stopped = || pace.stopped() || cut.load(Ordering::Relaxed);
        let work = Work { replayer: self, serving, kinds, span, next, pace, stopped: &stopped };
        let gathered = scope(|threads_of| {
            let stretches = start(threads_of, threads, &work)?;
            let mut gathering = Gathering::new(total);
            let ended = gathering.run(&stretches, &cut, &mut tell);
            if ended.is_err() {
                cut.store(true, Ordering::Relaxed);
            }
            ended.map(|()| gathering.summary)
        });
        let mut summary = gathered?;
        summary.complete = !stopped();
        Ok(summary)
    }
}

impl Scope {
    /// Decisions, and calls that the machine was too slow for, which no kind of question restricts.
    fn kinds(&self) -> Vec<RecordKind> {
        const ALL: [Kind; 4] = [Kind::Sharing, Kind::Retention, Kind::Rights, Kind::Incident];
        let wanted = ALL.into_iter().filter(|one| self.kind.is_none_or(|kind| kind == *one));
        let overdue = self.kind.is_none().then_some(RecordKind::Overdue);
        wanted.map(RecordKind::Decision).chain(overdue).collect()
    }
}

/// What the threads share.
struct Work<'a> {
    replayer: &'a Replayer,
    serving: Option<&'a Generation>,
    kinds: Vec<RecordKind>,
    span: Range<u64>,
    next: AtomicU64,
    pace: Pace<'a>,
    stopped: &'a (dyn Fn() -> bool + Sync),
}

/// What came of a stretch of the log.
#[derive(Default)]
struct Stretch {
    records: u64,
    replayed: u64,
    same: u64,
    engine_changed: u64,
    /// Those that did not come out the same.
    others: Vec<Replayed>,
}

type Told = Result<Stretch, RangeError>;

fn start<'scope, 'env>(
    threads_of: &'scope Threads<'scope, 'env>,
    threads: usize,
    work: &'scope Work<'_>,
) -> Result<Receiver<Told>, RangeError> {
    let threads = threads.max(1);
    let (told, stretches) = sync_channel(threads.saturating_mul(2));
    for number in 0..threads {
        let told = told.clone();
        let thread = Builder::new().name(format!("praetor-replay-{number}")).stack_size(THREAD_STACK_BYTES);
        thread.spawn_scoped(threads_of, move || work.run(&told)).map_err(RangeError::Threads)?;
    }
    Ok(stretches)
}

impl Work<'_> {
    /// Takes stretches until there are no more, or nobody listens.
    fn run(&self, told: &SyncSender<Told>) {
        step_back("praetor-replay");
        while !(self.stopped)() {
            let first = self.next.fetch_add(REPLAY_RECORDS_AT_ONCE, Ordering::Relaxed);
            if first >= self.span.end {
                return;
            }
            let end = first.saturating_add(REPLAY_RECORDS_AT_ONCE).min(self.span.end);
            let stretch = catch_unwind(AssertUnwindSafe(|| self.stretch(first..end)));
            if told.send(stretch.unwrap_or(Err(RangeError::Lost))).is_err() {
                return;
            }
        }
    }

    fn stretch(&self, span: Range<u64>) -> Told {
        let mut stretch = Stretch { records: span.end - span.start, ..Stretch::default() };
        for stored in self.replayer.store.records(span, &self.kinds).wait()? {
            self.pace.give_way();
            let replayed = self.replayer.one(&stored, self.serving);
            stretch.replayed += 1;
            stretch.engine_changed += u64::from(replayed.engine_changed());
            match replayed.outcome {
                Outcome::Same => stretch.same += 1,
                _ => stretch.others.push(replayed),
            }
        }
        Ok(stretch)
    }
}

/// The calling thread's part.
struct Gathering {
    begun: Instant,
    told: Instant,
    summary: Summary,
}

impl Gathering {
    fn new(total: u64) -> Self {
        let now = Instant::now();
        let progress = Progress { total, ..Progress::default() };
        Self { begun: now, told: now, summary: Summary { progress, ..Summary::default() } }
    }

    /// Tells until all threads have ended.
    fn run(
        &mut self,
        stretches: &Receiver<Told>,
        cut: &AtomicBool,
        tell: &mut impl FnMut(News<'_>) -> bool,
    ) -> Result<(), RangeError> {
        let rhythm = Duration::from_secs(REPLAY_PROGRESS_SECONDS);
        loop {
            let stretch = match stretches.recv_timeout(rhythm.saturating_sub(self.told.elapsed())) {
                Ok(stretch) => Some(stretch?),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let mut go_on = stretch.is_none_or(|stretch| self.take(&stretch, tell));
            self.summary.progress.elapsed = self.begun.elapsed();
            if self.told.elapsed() >= rhythm {
                self.told = Instant::now();
                go_on = go_on && tell(News::Progress(self.summary.progress));
            }
            if !go_on {
                cut.store(true, Ordering::Relaxed);
                break;
            }
        }
        self.summary.progress.elapsed = self.begun.elapsed();
        Ok(())
    }

    /// Counts a stretch, and tells what did not come out the same.
    fn take(&mut self, stretch: &Stretch, tell: &mut impl FnMut(News<'_>) -> bool) -> bool {
        let summary = &mut self.summary;
        summary.progress.done += stretch.records;
        summary.progress.replayed += stretch.replayed;
        summary.same += stretch.same;
        summary.engine_changed += stretch.engine_changed;
        for replayed in &stretch.others {
            match replayed.outcome {
                Outcome::Same => summary.same += 1,
                Outcome::Different(_) => summary.different += 1,
                Outcome::NotReplayable(_) => summary.not_replayable += 1,
                Outcome::Erased => summary.erased += 1,
                Outcome::Unavailable(_) => summary.unavailable += 1,
            }
        }
        stretch.others.iter().all(|replayed| tell(News::Replayed(replayed)))
    }
}
