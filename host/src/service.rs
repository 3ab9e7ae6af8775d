//! The service: one ledger, one engine, one generation at a time. A decision is durable before
//! anybody hears of it.

mod changing;
mod due;
mod error;
mod exporting;
mod first;
mod history;
mod idempotency;
mod impact;
mod manifests;
mod opening;
mod orders;
mod proving;
mod reading;
mod refusals;
mod replaying;
mod retention;
mod shadow;
mod subjects;
mod upkeep;
mod watching;

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use praetor_decision::Kind;
use praetor_ledger::{Claim, Draft, Health, Ledger, LedgerError, Receipt, Store, Timestamp};
use praetor_sandbox::{Engine, Workers};

pub use changing::{Activated, Activation, ChangeError};
pub use due::{DueRow, DueRows, Left};
pub use error::{OpenError, SearchError, ServiceError};
pub use exporting::ClosedArchive;
pub use history::{Diff, History, Made, RuleChanges};
pub use idempotency::{Begun, IdempotencyKey};
pub use opening::{Start, ledger_options};
pub use reading::{Row, Rows, Search};
pub use refusals::Refusal;
pub use replaying::Turn;
pub use shadow::{Differences, ShadowsError, Tally};
pub use watching::Watched;

use crate::config::Config;
use crate::doctor::Places;
use crate::engine::{Decided, Generation, Schedule, decide, record};
use crate::publishing::Publisher;
use crate::replay::Replayer;
use crate::told::Told;
use crate::wire::Asked;
use manifests::Manifests;
use refusals::Refusals;
use shadow::{Shadows, Shown};

/// Decides, stores, and tells again what was stored.
pub struct Service {
    store: Arc<dyn Store>,
    publisher: Publisher,
    engine: Engine,
    workers: Workers,
    config: Config,
    schedule: ArcSwap<Schedule>,
    /// One change of what serves at a time.
    changing: Mutex<()>,
    refusals: Refusals,
    manifests: Manifests,
    replayer: Arc<Replayer>,
    shadows: Shadows,
    /// A range is being replayed.
    replaying: Arc<AtomicBool>,
    /// What goes on for long shall end.
    ending: AtomicBool,
    /// Questions that callers wait for.
    live: AtomicUsize,
    zone: TimeZone,
    /// Decisions that were stored since the start, by the kind of question.
    decided: [AtomicU64; 4],
    places: Places,
}

/// A decision that is stored.
#[derive(Debug)]
pub struct Answered {
    /// Where and when it was stored; its id.
    pub receipt: Receipt,
    /// The decision, ready to be read.
    pub told: Arc<Told>,
    /// The caller stated no date: today was used.
    pub as_of_today: bool,
}

impl Service {
    /// Today at the controller.
    #[must_use]
    pub fn today(&self) -> Date {
        self.zone.to_datetime(jiff::Timestamp::now()).date()
    }

    /// The present time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp(u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap_or_default())
    }

    /// What serves now: of the present generation, what is in force at this moment. A request asks once.
    #[must_use]
    pub fn generation(&self) -> Arc<Generation> {
        Arc::clone(self.schedule.load().at(self.now()))
    }

    /// The present generation with all its bindings, also those whose time is over or has not come.
    #[must_use]
    pub fn schedule(&self) -> Arc<Schedule> {
        self.schedule.load_full()
    }

    /// How the ledger is doing.
    #[must_use]
    pub fn health(&self) -> Health {
        self.store.health()
    }

    /// How many decisions wait for a plugin thread.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.workers.waiting()
    }

    /// Decides a question and stores the decision; the answer exists only once it is durable.
    /// `actor` names who asked: a token, never a person. Under a `claim` it is stored once.
    ///
    /// # Errors
    /// All threads are busy, the machine was too slow, or the ledger could not store. None of
    /// them is a permission.
    pub async fn decide(
        &self,
        asked: Asked,
        actor: &str,
        claim: Option<Claim>,
    ) -> Result<Answered, ServiceError> {
        let _waiting = Waiting::new(&self.live);
        let generation = self.generation();
        let again = self.shadows.want(&generation).then(|| asked.clone());
        let decided = self.put_to_plugins(&generation, asked).await?;
        let engine = *self.engine.fingerprint().as_bytes();
        let prepared = self.store.prepare(&record::draft(&decided, &generation, engine, actor))?;
        let prepared = match claim {
            Some(claim) => prepared.under(claim),
            None => prepared,
        };
        let receipt = self.store.append(prepared).await?;
        if let Some(count) = self.decided.get(decided.told.decision.kind as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let answered =
            Answered { receipt, told: Arc::clone(&decided.told), as_of_today: decided.as_of_today };
        if let Some(asked) = again {
            self.shadows.show(Shown { id: receipt.id, asked, decided, generation });
        }
        Ok(answered)
    }

    /// How many decisions on each kind of question were stored since the start.
    pub fn decided(&self) -> impl Iterator<Item = (Kind, u64)> + '_ {
        const KINDS: [Kind; 4] = [Kind::Sharing, Kind::Retention, Kind::Rights, Kind::Incident];
        let count = |kind: Kind| self.decided.get(kind as usize);
        KINDS
            .into_iter()
            .map(move |kind| (kind, count(kind).map_or(0, |count| count.load(Ordering::Relaxed))))
    }

    async fn put_to_plugins(
        &self,
        generation: &Arc<Generation>,
        asked: Asked,
    ) -> Result<Decided, ServiceError> {
        let kind = asked.question.kind;
        let serving = Arc::clone(generation);
        let waiting = self.workers.run(move |deadline| decide(&serving, asked, deadline))?;
        match waiting.await? {
            Ok(decided) => Ok(decided),
            Err(overdue) => {
                if let Some(event) = record::overdue_event(&overdue, kind, generation) {
                    self.keep(&event).await?;
                }
                Err(ServiceError::Overdue(generation.id_of(overdue.binding)))
            }
        }
    }

    async fn keep(&self, draft: &Draft) -> Result<Receipt, LedgerError> {
        self.store.append(self.store.prepare(draft)?).await
    }

    /// Stores what waits and lets go of the ledger. To be called when nobody asks any more.
    ///
    /// # Errors
    /// The ledger did not end in order.
    pub fn close(&self) -> Result<(), LedgerError> {
        self.shadows.stop();
        self.publisher.stop();
        self.store.close()
    }
}

/// Counts a question for as long as its caller waits.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(live: &'a AtomicUsize) -> Self {
        live.fetch_add(1, Ordering::Relaxed);
        Self(live)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("generation", &self.generation().number).finish_non_exhaustive()
    }
}

/// The embedded store, as the service uses it.
fn embedded(ledger: Ledger) -> Arc<dyn Store> {
    Arc::new(ledger)
}
