//! Replay: a stored decision is made again, of the exact bytes of its plugins, their settings and the
//! question as it was asked, and compared byte for byte.
//!
//! Both rounds run anew in fresh instances; nothing that remembers answers is asked. What replays is
//! this version of the host: where engine, dictionary, calendars or version are others than they were,
//! that is said beside the outcome. The fuel is shown and never compared.

mod comparing;
mod outcome;
mod past;
mod range;

use std::sync::Arc;
use std::time::Duration;

use praetor_ledger::{Content, DecisionRecord, Digest, Record, Store, Stored, Timestamp};
use praetor_sandbox::{Deadline, Engine};

use crate::engine::{Generation, Standing, decide, record};
use crate::limits::REPLAY_SECONDS;
use past::{Past, PastGeneration};

pub use comparing::{Comparison, Difference, compare};
pub use outcome::{CallMade, Changed, Outcome, Replayed};
pub use range::{News, Scope, Summary};

/// Makes stored decisions again.
pub struct Replayer {
    store: Arc<dyn Store>,
    engine: Engine,
    past: Past,
    now: Standing,
}

/// A record whose generation is loaded, if it can be replayed at all.
pub struct Ready {
    replayed: Replayed,
    past: Option<Arc<PastGeneration>>,
}

/// What is known of a record before anything runs.
fn known(stored: &Stored) -> Option<Outcome> {
    match &stored.content {
        Content::Erased => Some(Outcome::Erased),
        Content::Sealed => Some(Outcome::Unavailable("it was read without being decrypted".to_owned())),
        Content::Unreadable(error) => Some(Outcome::Unavailable(error.to_string())),
        Content::Record(Record::Event(_)) => Some(Outcome::NotReplayable(OVERDUE)),
        Content::Record(Record::Decision(record)) if record.environmental => {
            Some(Outcome::NotReplayable(ENVIRONMENTAL))
        }
        Content::Record(Record::Decision(_)) => None,
    }
}

impl Replayer {
    /// Reads decisions and plugins from a store, and runs them on an engine.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, engine: Engine) -> Self {
        Self { store, engine, past: Past::default(), now: Standing::of_this_version() }
    }

    /// Replays one record, a decision or a call that the machine was too slow for. What serves lends its
    /// plugins. To be called on a thread with room for guests
    /// ([`praetor_sandbox::limits::THREAD_STACK_BYTES`]).
    #[must_use]
    pub fn one(&self, stored: &Stored, serving: Option<&Generation>) -> Replayed {
        self.run(stored, self.ready(stored, serving))
    }

    /// The first half: loads the generation of that time, which can take seconds and waits for others
    /// who load one.
    #[must_use]
    pub fn ready(&self, stored: &Stored, serving: Option<&Generation>) -> Ready {
        let mut replayed = Replayed::of(stored);
        let past = match known(stored) {
            Some(outcome) => Err(outcome),
            None => self.past.find(stored.generation, &*self.store, &self.engine, serving),
        };
        let past = past.map_err(|outcome| replayed.outcome = outcome).ok();
        Ready { replayed, past }
    }

    /// The second half: asks the plugins and compares.
    #[must_use]
    pub fn run(&self, stored: &Stored, ready: Ready) -> Replayed {
        let Ready { mut replayed, past } = ready;
        if let (Content::Record(Record::Decision(record)), Some(past)) = (&stored.content, past) {
            replayed.changed = self.changed(record, &past);
            replayed.outcome = match self.again(record, &past) {
                Err(why) => Outcome::Unavailable(why),
                Ok(again) => {
                    replayed.calls = outcome::calls(record, &again);
                    Outcome::of(compare(record, &again))
                }
            };
        }
        replayed
    }

    fn again(&self, record: &DecisionRecord, past: &PastGeneration) -> Result<DecisionRecord, String> {
        let unknown = "the record does not say what the caller asked; it was not written by Praetor";
        let asked = record::asked(record).ok_or(unknown)?;
        let deadline = Deadline::after(Duration::from_secs(REPLAY_SECONDS));
        let slow = |_| "the machine was too slow to finish in time; replay it again".to_owned();
        let era = record::era(record).unwrap_or(Timestamp(0));
        let generation = past.schedule.at(era);
        let decided = decide(generation, asked, deadline).map_err(slow)?;
        let engine = *self.engine.fingerprint().as_bytes();
        Ok(record::decision_record(&decided, generation, engine, &record.actor))
    }

    /// In what the environment differs from the one in which the decision was made.
    fn changed(&self, record: &DecisionRecord, past: &PastGeneration) -> Vec<Changed> {
        let (then, now) = (&past.standing, &self.now);
        let mut changed = vec![];
        if record.engine.as_bytes() != self.engine.fingerprint().as_bytes() {
            let now = Digest::from_bytes(*self.engine.fingerprint().as_bytes());
            changed.push(Changed {
                what: Changed::ENGINE,
                then: record.engine.to_string(),
                now: now.to_string(),
            });
        }
        let others = [
            ("dictionary", &then.dictionary, &now.dictionary),
            ("calendars", &then.calendars, &now.calendars),
            ("praetor", &then.praetor, &now.praetor),
        ];
        let others = others.into_iter().filter(|(_, then, now)| then != now);
        changed.extend(others.map(|(what, then, now)| Changed {
            what,
            then: then.clone(),
            now: now.clone(),
        }));
        changed
    }
}

const OVERDUE: &str =
    "the machine was too slow for a call, twice; the caller got no decision, so there is none to make again";
const ENVIRONMENTAL: &str =
    "the machine had a part in the outcome, which it was marked with when it was stored";

impl std::fmt::Debug for Replayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replayer").field("now", &self.now).finish_non_exhaustive()
    }
}
