//! Epochs of keys: how stale copies of erased keys become worthless.
//!
//! The steps, each of which may be the last before a crash: the key file gets the key of the next
//! epoch; what survives is wrapped anew, some rows in each transaction; nothing is left under the
//! epochs before; their keys are destroyed in the key file and then in memory; it is logged. A store
//! that is opened in between goes on where it stood, for each step shows in what it left behind.

mod steps;
mod watch;

use std::sync::PoisonError;

use super::erasing::{Standing, standings};
use super::holding;
use super::shared::{Shared, storage};
use super::tables::{ERASURE, HOLD, META, META_EPOCH};
use super::task::Queue;
use crate::error::LedgerError;
use crate::limits;

pub(super) use watch::{Watch, start};

/// How far it is from one epoch to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// One epoch, and it is on record.
    Settled,
    /// The next epoch has begun, and keys may still be wrapped under those before.
    Wrapping,
    /// The keys before are destroyed, and that is not on record.
    Unlogged,
}

/// Ends the present epoch; gives the new one. One at a time, whoever asks.
pub(super) fn end_epoch(shared: &Shared, queue: &Queue) -> Result<u32, LedgerError> {
    let one = shared.stale.epochs.lock().unwrap_or_else(PoisonError::into_inner);
    if stage(shared)? == Stage::Settled {
        shared.ring.begin_epoch()?;
    }
    finish(shared, queue)?;
    drop(one);
    Ok(shared.ring.newest_epoch())
}

/// Goes on with what a crash cut short, if anything was.
fn resume(shared: &Shared, queue: &Queue) -> Result<(), LedgerError> {
    let one = shared.stale.epochs.lock().unwrap_or_else(PoisonError::into_inner);
    let unsettled = stage(shared)? != Stage::Settled;
    let finished = if unsettled { finish(shared, queue) } else { Ok(()) };
    drop(one);
    finished
}

fn finish(shared: &Shared, queue: &Queue) -> Result<(), LedgerError> {
    let mut survivors = 0;
    if stage(shared)? == Stage::Wrapping {
        survivors = rewrap_all(shared, queue)?;
        let before = under_earlier_epochs(shared)?;
        if before > 0 {
            // Never seen: whatever was written since the epoch began stands under it.
            let text = format!("{before} keys are still wrapped under an epoch that should end");
            return Err(LedgerError::Storage(text));
        }
        queue.carry_out(|reply| steps::destroy(reply))?;
    }
    queue.carry_out(|reply| steps::log(survivors, reply))
}

fn rewrap_all(shared: &Shared, queue: &Queue) -> Result<u64, LedgerError> {
    let (mut from, mut survivors) = (Some(0), 0);
    while let Some(next) = from {
        let step = queue.carry_out(|reply| steps::rewrap(next, reply))?;
        (from, survivors) = (step.next, survivors + step.rows);
    }
    tracing::info!(epoch = shared.ring.newest_epoch(), survivors, "keys are wrapped under the next epoch");
    Ok(survivors)
}

/// How many rows stand under an epoch before the newest.
fn under_earlier_epochs(shared: &Shared) -> Result<usize, LedgerError> {
    let newest = shared.ring.newest_epoch();
    let holds = shared.read(|reader| holding::rows(&reader.table(HOLD)?, shared.log))?;
    let mut found =
        holds.iter().filter_map(|hold| hold.whose.as_ref()).filter(|row| row.epoch != newest).count();
    let mut from = Some(0);
    while let Some(first) = from {
        let until = first + limits::KEYS_LOOKED_AT;
        let (before, end) = shared.read(|reader| {
            let rows = reader.key_rows_in(first, until)?.collect::<Result<Vec<_>, _>>()?;
            let before = rows.iter().filter(|(_, row)| row.epoch != newest).count();
            Ok((before, reader.last_key()? < until))
        })?;
        found += before;
        from = (!end).then_some(until);
    }
    Ok(found)
}

fn stage(shared: &Shared) -> Result<Stage, LedgerError> {
    if shared.ring.oldest_epoch() != shared.ring.newest_epoch() {
        return Ok(Stage::Wrapping);
    }
    let logged = shared.read(|reader| {
        let meta = reader.table(META)?.get(META_EPOCH).map_err(storage)?;
        Ok(meta.map_or(FIRST, |epoch| epoch.value()))
    })?;
    Ok(if logged == shared.ring.newest_epoch() { Stage::Settled } else { Stage::Unlogged })
}

/// The epoch that a key file begins with, of which nothing is logged.
const FIRST: u32 = 1;

/// Since when the oldest erasure waits for the end of an epoch.
fn oldest_stale(shared: &Shared) -> Result<Option<crate::id::Timestamp>, LedgerError> {
    let standings = shared.read(|reader| standings(&reader.table(ERASURE)?, shared.log))?;
    let since = standings.into_iter().filter_map(|(_, standing)| match standing {
        Standing::Stale { since, .. } => Some(since),
        Standing::Requested => None,
    });
    Ok(since.min())
}

/// Wraps the keys from a number on anew, up to the end; a step that a test cuts off from the others.
#[cfg(test)]
pub(super) fn rewrap_some(queue: &Queue, from: u64) -> Result<(), LedgerError> {
    queue.carry_out(|reply| steps::rewrap(from, reply)).map(drop)
}

/// Begins an epoch and stops half way, with the keys from a number on wrapped anew. The watch of a
/// store that was opened in the middle of another may be ending that.
#[cfg(test)]
pub(super) fn begin(shared: &Shared, queue: &Queue, from: u64) -> Result<(), LedgerError> {
    let one = shared.stale.epochs.lock().unwrap_or_else(PoisonError::into_inner);
    shared.ring.begin_epoch()?;
    rewrap_some(queue, from)?;
    drop(one);
    Ok(())
}

/// Destroys the keys of earlier epochs, and does no other step.
#[cfg(test)]
pub(super) fn destroy(queue: &Queue) -> Result<(), LedgerError> {
    queue.carry_out(steps::destroy)
}
