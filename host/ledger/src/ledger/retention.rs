//! The ledger's own retention: keys expire by class and quarter, and a segment in which nothing can be
//! read any more is deleted. The hashes of the tree stay, and so do the events.
//!
//! Everything is logged before anything vanishes: keys go in the transaction of the event that counts
//! them, and the rows of a segment go behind the event that names it, in small steps. `DELETION` says how
//! far each segment has come, so that a crash repeats nothing and forgets nothing.

mod classes;
mod deleting;
mod expiring;
mod holds;
mod plan;
mod survey;
#[cfg(test)]
mod tests;

use std::time::Duration;

use praetor_decision::Name;

use super::shared::Shared;
use super::task::{Queue, Reply, Task};
use crate::error::LedgerError;
use crate::limits;
use crate::store::{Receipt, Retained, RetentionPlan};
use survey::Survey;

pub(super) use classes::Retention;
pub(super) use deleting::{Deletion, finish_deletions};

/// What would go now, and what stays.
pub(super) fn plan(shared: &Shared) -> Result<RetentionPlan, LedgerError> {
    // Whether it came in time or not, the plan says what is not covered yet.
    let _ = shared.catch_up();
    Survey::of(shared)?.plan(shared)
}

/// Lets go of it: first the keys, then the segments in which nothing can be read any more.
pub(super) fn apply(shared: &Shared, queue: &Queue, actor: &Name) -> Result<Retained, LedgerError> {
    // What is derived must have taken in what is deleted.
    shared.catch_up()?;
    let survey = Survey::of(shared)?;
    let plan = survey.plan(shared)?;
    let (mut receipts, mut keys): (Vec<Receipt>, u64) = (Vec::new(), 0);
    for ids in survey.expired().chunks(limits::KEYS_EXPIRED) {
        let step = patiently(queue, |reply| expiring::task(actor.clone(), ids.to_vec(), reply))?;
        keys += step.keys;
        receipts.extend(step.receipt);
    }
    let expired_at = receipts.first().map(|receipt| receipt.recorded_at);
    let (mut segments, mut decisions) = (Vec::new(), 0);
    for some in plan.segments.deletable.chunks(limits::SEGMENTS_DELETED) {
        let doomed = deleting::doomed(shared, some)?;
        let step = patiently(queue, |reply| deleting::log(actor.clone(), doomed.clone(), reply))?;
        decisions += step.decisions;
        segments.extend(step.segments);
        receipts.extend(step.receipt);
    }
    shared.stale.notify();
    let complete_by = expired_at.map(|at| shared.complete_by(at));
    Ok(Retained { plan, receipts, keys, segments, decisions, complete_by })
}

/// Has the writer do a step, and lets those who ask go first when the queue is full.
fn patiently<T>(queue: &Queue, task: impl Fn(Reply<T>) -> Box<dyn Task>) -> Result<T, LedgerError> {
    for _ in 1..limits::STEP_TRIES {
        match queue.carry_out(&task) {
            Err(LedgerError::Full) => {
                std::thread::sleep(Duration::from_millis(limits::STEP_PAUSE_MILLISECONDS));
            }
            done => return done,
        }
    }
    queue.carry_out(task)
}
