//! Replays all decisions of a time, on every core, behind the live traffic.

use std::ops::Range;

use praetor_decision::Kind;
use praetor_ledger::{LedgerError, RecordKind, Store, Timestamp};

use super::{Outcome, Replayed, Replayer};
use crate::engine::Generation;
use crate::sweep::{Pace, Progress, Sweep, SweepError, Told};

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

impl Replayer {
    /// Replays a range; `tell` hears what is new and says whether to go on.
    ///
    /// # Errors
    /// The ledger cannot be read, or the threads cannot be started.
    pub fn range(
        &self,
        wanted: &Scope,
        serving: Option<&Generation>,
        pace: Pace<'_>,
        mut tell: impl FnMut(News<'_>) -> bool,
    ) -> Result<Summary, SweepError> {
        let (store, span, kinds) = (&*self.store, wanted.span(&*self.store)?, wanted.kinds());
        let sweep = Sweep { store, span, kinds: &kinds, name: "replay", pace };
        let mut summary = Summary::default();
        let (progress, complete) = sweep.run(
            |stored| self.one(stored, serving),
            |told| match told {
                Told::Progress(progress) => tell(News::Progress(progress)),
                Told::Record(replayed) => {
                    summary.count(&replayed);
                    replayed.outcome == Outcome::Same || tell(News::Replayed(&replayed))
                }
            },
        )?;
        Ok(Summary { progress, complete, ..summary })
    }
}

impl Scope {
    /// The records of the log in this time.
    pub(crate) fn span(&self, store: &dyn Store) -> Result<Range<u64>, LedgerError> {
        store.span(self.from, self.until).wait()
    }

    /// The kinds of decisions.
    pub(crate) fn decisions(&self) -> impl Iterator<Item = RecordKind> + use<> {
        const ALL: [Kind; 4] = [Kind::Sharing, Kind::Retention, Kind::Rights, Kind::Incident];
        let only = self.kind;
        ALL.into_iter().filter(move |one| only.is_none_or(|kind| kind == *one)).map(RecordKind::Decision)
    }

    /// Decisions, and calls that the machine was too slow for, which no kind of question restricts.
    fn kinds(&self) -> Vec<RecordKind> {
        let overdue = self.kind.is_none().then_some(RecordKind::Overdue);
        self.decisions().chain(overdue).collect()
    }
}

impl Summary {
    fn count(&mut self, replayed: &Replayed) {
        self.engine_changed += u64::from(replayed.engine_changed());
        let counted = match replayed.outcome {
            Outcome::Same => &mut self.same,
            Outcome::Different(_) => &mut self.different,
            Outcome::NotReplayable(_) => &mut self.not_replayable,
            Outcome::Erased => &mut self.erased,
            Outcome::Unavailable(_) => &mut self.unavailable,
        };
        *counted += 1;
    }
}
