//! What putting a candidate to work would change: stored decisions are made again without it and with it.
//!
//! Both are made of the plugins that serve now, so that what differs is the candidate's doing and not that
//! of a change since. Plugins whose part cannot be another are not asked again.

mod range;

use std::sync::Arc;
use std::time::Duration;

use praetor_decision::manifest::Manifest;
use praetor_ledger::{Content, DecisionRecord, Digest, Receipt, Record, Stored};
use praetor_sandbox::Deadline;

use crate::config::Mode;
use crate::engine::{Binding, Generation, Overdue, Period, Recall, decide_again, record};
use crate::limits::REPLAY_SECONDS;
use crate::shift::{self, Shift};

pub use range::{Extent, News, Summary};

/// A candidate, and what serves without it.
#[derive(Debug)]
pub struct Trial {
    serving: Arc<Generation>,
    with: Generation,
    engine: Digest,
}

/// What came of one decision.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Where and when it was stored.
    pub receipt: Receipt,
    /// What would become of it.
    pub verdict: Verdict,
}

/// What would become of a decision.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The same, for the same reasons.
    Same,
    /// Another.
    Shifted(Box<Shift>),
    /// Its question was erased.
    Erased,
    /// It cannot be made again, and why.
    NotCompared(String),
}

impl Trial {
    /// A candidate in the place of what is bound under its id. It takes part at once, whatever its period,
    /// unless it is bound to be off.
    #[must_use]
    pub fn new(serving: Arc<Generation>, candidate: Binding, engine: [u8; 32]) -> Self {
        let mode = if candidate.mode == Mode::Off { Mode::Off } else { Mode::Enforce };
        let with = serving.with(Binding { mode, period: Period::ALWAYS, ..candidate });
        Self { serving, with, engine: Digest::from_bytes(engine) }
    }

    /// Makes a stored decision again, without the candidate and with it. To be called on a thread with room
    /// for guests ([`praetor_sandbox::limits::THREAD_STACK_BYTES`]).
    #[must_use]
    pub fn on(&self, stored: &Stored) -> Tried {
        let verdict = match &stored.content {
            Content::Record(Record::Decision(record)) => self.verdict(stored, record),
            Content::Erased => Verdict::Erased,
            Content::Unreadable(error) => Verdict::NotCompared(error.to_string()),
            Content::Record(Record::Event(_)) | Content::Sealed => Verdict::NotCompared(NO_DECISION.into()),
        };
        Tried { receipt: stored.receipt, verdict }
    }

    fn verdict(&self, stored: &Stored, record: &DecisionRecord) -> Verdict {
        if record.environmental {
            return Verdict::NotCompared(ENVIRONMENTAL.into());
        }
        match self.shift(stored, record) {
            Ok(None) => Verdict::Same,
            Ok(Some(shift)) => Verdict::Shifted(Box::new(shift)),
            Err(why) => Verdict::NotCompared(why.into()),
        }
    }

    fn shift(&self, stored: &Stored, record: &DecisionRecord) -> Result<Option<Shift>, &'static str> {
        let asked = record::asked(record).ok_or(NOT_ASKED)?;
        let deadline = || Deadline::after(Duration::from_secs(REPLAY_SECONDS));
        let slow = |_: Overdue| "the machine was too slow; try again";
        // An answer of another engine is not one of this.
        let recall = (record.engine == self.engine).then(|| Recall::of_record(record));
        if let Some(recall) = recall.as_ref().filter(|_| self.is_of_present(stored, record)) {
            let without = record::told(record, stored.generation, &|digest| self.manifest(digest));
            let with = decide_again(&self.with, asked, Some(recall), deadline()).map_err(slow)?;
            return Ok(shift::between(&without, &with.told));
        }
        let without = decide_again(&self.serving, asked.clone(), recall.as_ref(), deadline());
        let without = without.map_err(slow)?;
        let recall = Recall::of_decided(&without, &self.serving);
        let with = decide_again(&self.with, asked, Some(&recall), deadline()).map_err(slow)?;
        Ok(shift::between(&without.told, &with.told))
    }

    /// It was decided by what serves now, so that it need not be made again without the candidate.
    fn is_of_present(&self, stored: &Stored, record: &DecisionRecord) -> bool {
        stored.generation == self.serving.number && record::era(record) == self.serving.era
    }

    fn manifest(&self, digest: Digest) -> Option<Arc<Manifest>> {
        let mut bindings = self.serving.bindings.iter();
        let bound = bindings.find(|binding| record::digest_of(binding) == digest);
        bound.map(|binding| Arc::clone(&binding.manifest))
    }
}

const NOT_ASKED: &str = "the record does not say what the caller asked; it was not written by Praetor";
const NO_DECISION: &str = "it is no decision that could be read";
const ENVIRONMENTAL: &str =
    "the machine had a part in the outcome, which it was marked with when it was stored";
