//! A candidate tried on many decisions, on every core, behind the live traffic.

use praetor_ledger::{RecordKind, Store};

use super::{Trial, Tried, Verdict};
use crate::replay::Scope;
use crate::shift::Groups;
use crate::sweep::{Pace, Progress, Sweep, SweepError, Told};

/// On which decisions a candidate is tried.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    /// Those of a time, and of a kind of question.
    pub scope: Scope,
    /// Of these, only those among so many records at the end of the log.
    pub last: Option<u64>,
}

/// What is told while it goes on.
#[derive(Debug)]
pub enum News<'a> {
    /// A decision that would be another, or could not be compared.
    Tried(&'a Tried),
    /// How far it has come.
    Progress(Progress),
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Decisions that would be the same.
    pub same: u64,
    /// Those whose question was erased.
    pub erased: u64,
    /// Those that could not be compared.
    pub not_compared: u64,
    /// Those that would be others.
    pub shifted: Groups,
    /// How far it came.
    pub progress: Progress,
    /// All of it was gone through.
    pub complete: bool,
}

impl Trial {
    /// Tries the candidate on stored decisions; `tell` hears what is new and says whether to go on. In
    /// memory are the groups of the summary and what waits to be told, however many decisions there are.
    ///
    /// # Errors
    /// The ledger cannot be read, or the threads cannot be started.
    pub fn range(
        &self,
        store: &dyn Store,
        extent: &Extent,
        pace: Pace<'_>,
        mut tell: impl FnMut(News<'_>) -> bool,
    ) -> Result<Summary, SweepError> {
        let mut span = extent.scope.span(store)?;
        if let Some(last) = extent.last {
            span.start = span.start.max(span.end.saturating_sub(last));
        }
        let kinds: Vec<RecordKind> = extent.scope.decisions().collect();
        let sweep = Sweep { store, span, kinds: &kinds, name: "impact", pace };
        let mut summary = Summary::default();
        let (progress, complete) = sweep.run(
            |stored| self.on(stored),
            |told| match told {
                Told::Progress(progress) => tell(News::Progress(progress)),
                Told::Record(tried) => summary.count(&tried) || tell(News::Tried(&tried)),
            },
        )?;
        Ok(Summary { progress, complete, ..summary })
    }
}

impl Summary {
    /// Whether nothing need be told of it.
    fn count(&mut self, tried: &Tried) -> bool {
        match &tried.verdict {
            Verdict::Same => self.same += 1,
            Verdict::Erased => self.erased += 1,
            Verdict::NotCompared(_) => self.not_compared += 1,
            Verdict::Shifted(shift) => self.shifted.add(tried.receipt.id, shift),
        }
        matches!(tried.verdict, Verdict::Same | Verdict::Erased)
    }
}
