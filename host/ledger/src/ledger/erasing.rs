//! Erasing a person: requested, then refused because of a hold, or erased. Each step is an event in
//! the log, and a request that a crash cut short is taken up when the store is opened again.

mod finding;
mod outcome;
mod request;
mod state;
#[cfg(test)]
mod tests;

use super::shared::{Shared, subject_scope};
use super::task::Queue;
use crate::error::LedgerError;
use crate::store::{Erasure, Whose};

pub(super) use finding::Owned;
#[cfg(test)]
pub(super) use finding::durable;
pub(super) use outcome::remove_rows;
pub(super) use state::{Standing, standings};

/// Erases a person; waits until it is durable.
pub(super) fn erase(shared: &Shared, queue: &Queue, whose: &Whose) -> Result<Erasure, LedgerError> {
    let owned = Owned::find(shared, subject_scope(&whose.subject)?)?;
    let actor = whose.actor.clone();
    let request = queue.carry_out(|reply| request::task(actor.clone(), owned.keys.clone(), reply))?;
    queue.carry_out(|reply| outcome::task(actor, request, owned, reply))
}

/// Takes up the requests before this sequence that a crash cut short: those after it are under way.
pub(super) fn resume(shared: &Shared, queue: &Queue, before: u64) -> Result<(), LedgerError> {
    for (request, record, owned) in request::unfinished(shared, before)? {
        queue.carry_out(|reply| outcome::task(record.actor, request, owned, reply))?;
    }
    Ok(())
}
