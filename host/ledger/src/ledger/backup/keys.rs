//! Copies the keys of a live store, so that together with the copied log they are as one snapshot.
//!
//! The rows are read in short snapshots. What comes between shows in the log: entries that were
//! stored meanwhile name their keys, which the last snapshot then reads; rows that were erased meanwhile
//! are erased again by their events when the backup is restored.

use std::collections::BTreeSet;
use std::path::Path;

use zeroize::Zeroizing;

use super::copy::{Copied, LogCopy};
use super::part::{Part, PartState, RowOf};
use super::{KEY_FILE, LedgerError};
use crate::keys::{KeyRow, read_private};
use crate::ledger::erasing::standings;
use crate::ledger::holding::{self, HoldRow};
use crate::ledger::opening::checkpoint_key_of;
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{ERASURE, HOLD, KEY_FLOOR, META, META_EPOCH};
use crate::limits;

/// What was copied.
pub(super) struct Keys {
    pub(super) rows: u64,
    pub(super) epoch: u32,
}

/// Copies all keys, and the log up to the same moment.
pub(super) fn copy(
    shared: &Shared,
    folder: &Path,
    log: &mut LogCopy,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Keys, LedgerError> {
    for _ in 0..limits::BACKUP_TRIES {
        log.follow(shared, shared.end(), |_| {}, progress)?;
        let mut pass = Pass::of(shared, folder)?;
        let last = pass.last(shared, log, progress)?;
        // Else an epoch ended meanwhile, and nothing opens the rows that were read before.
        if pass.oldest >= last.oldest_epoch {
            return pass.end(shared, last);
        }
    }
    Err(LedgerError::Backup("the epochs of the keys end faster than the keys are copied; try again".into()))
}

/// One pass over the rows.
struct Pass {
    part: Part,
    /// The end of the log when it began.
    from: u64,
    /// The oldest epoch of the rows.
    oldest: u32,
    /// Keys of the entries that were stored since.
    late: BTreeSet<u64>,
}

/// What the last snapshot has: nothing is stored between its parts.
struct Last {
    size: u64,
    keys: Vec<(u64, KeyRow)>,
    holds: Vec<HoldRow>,
    erasures: Vec<(u64, Vec<u8>)>,
    floor: u64,
    logged_epoch: u32,
    epoch: u32,
    oldest_epoch: u32,
    text: Zeroizing<String>,
}

impl Pass {
    fn of(shared: &Shared, folder: &Path) -> Result<Self, LedgerError> {
        let (part, from) = (Part::begin(&folder.join(KEY_FILE))?, shared.end());
        let mut pass = Self { part, from, oldest: u32::MAX, late: BTreeSet::new() };
        let mut next = Some(0);
        while let Some(first) = next {
            let until = first + limits::KEYS_LOOKED_AT;
            let (rows, end) = shared.read(|reader| {
                let rows = reader.key_rows_in(first, until)?.collect::<Result<Vec<_>, _>>()?;
                Ok((rows, reader.last_key()? < until))
            })?;
            pass.take(&rows)?;
            next = (!end).then_some(until);
        }
        Ok(pass)
    }

    fn take(&mut self, rows: &[(u64, KeyRow)]) -> Result<(), LedgerError> {
        for (id, row) in rows {
            self.oldest = self.oldest.min(row.epoch);
            self.part.row(RowOf::Key, *id, &row.encode())?;
        }
        Ok(())
    }

    /// Follows the log until little enough is new for the last snapshot. Under more load than a copy keeps
    /// up with, the last of the tries takes whatever is new, piece by piece, so that it ends.
    fn last(
        &mut self,
        shared: &Shared,
        log: &mut LogCopy,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Last, LedgerError> {
        for _ in 0..limits::BACKUP_TRIES {
            let late = &mut self.late;
            log.follow(shared, shared.end(), |entry| late.extend(entry.key()), progress)?;
            let read = |reader: &Reader<'_>| Last::read(shared, reader, log, late, limits::BACKUP_RECORDS);
            if let Some(last) = shared.read(read)? {
                return Ok(last);
            }
        }
        let late = &mut self.late;
        let last = shared.read(|reader| Last::read(shared, reader, log, late, u64::MAX))?;
        last.ok_or(LedgerError::Closed)
    }

    fn end(mut self, shared: &Shared, last: Last) -> Result<Keys, LedgerError> {
        self.take(&last.keys)?;
        for hold in &last.holds {
            self.part.row(RowOf::Hold, hold.number, &hold.encode())?;
        }
        for (sequence, row) in &last.erasures {
            self.part.row(RowOf::Erasure, *sequence, row)?;
        }
        let path = checkpoint_key_of(shared.ring.path());
        let signs = read_private(&path)?.ok_or(LedgerError::KeysMissing(path))?;
        let (rows, epoch) = (self.part.rows, last.epoch);
        let state = PartState {
            log: shared.log,
            from: self.from,
            size: last.size,
            epoch,
            logged_epoch: last.logged_epoch,
            floor: last.floor,
            taken_at: shared.now(),
            keys: last.text.to_string(),
            checkpoint_key: signs.to_string(),
        };
        self.part.end(&state)?;
        Ok(Keys { rows, epoch })
    }
}

impl Last {
    /// None: more entries are new than one snapshot should take.
    fn read(
        shared: &Shared,
        reader: &Reader<'_>,
        log: &mut LogCopy,
        late: &mut BTreeSet<u64>,
        limit: u64,
    ) -> Result<Option<Self>, LedgerError> {
        let size = reader.end()?.0.max(log.size());
        if size - log.size() > limit {
            return Ok(None);
        }
        while log.size() < size {
            let until = size.min(log.size() + limits::BACKUP_RECORDS);
            let batch = reader.copied(log.size()..until)?;
            late.extend(batch.iter().filter_map(Copied::key));
            log.take(batch)?;
        }
        let mut keys = Vec::new();
        for id in late.iter() {
            keys.extend(reader.key_row(*id)?.map(|row| (*id, row)));
        }
        let floor =
            reader.table(KEY_FLOOR)?.get(shared.log).map_err(storage)?.map_or(0, |floor| floor.value());
        let logged = reader.table(META)?.get(META_EPOCH).map_err(storage)?.map_or(1, |epoch| epoch.value());
        let standing = standings(&reader.table(ERASURE)?, shared.log)?.into_iter();
        Ok(Some(Self {
            size,
            keys,
            holds: holding::rows(&reader.table(HOLD)?, shared.log)?,
            erasures: standing.map(|(sequence, standing)| (sequence, standing.encode())).collect(),
            floor,
            logged_epoch: logged,
            // While a snapshot is read no key is destroyed: what the file holds now opens its rows.
            epoch: shared.ring.newest_epoch(),
            oldest_epoch: shared.ring.oldest_epoch(),
            text: shared.ring.text(),
        }))
    }
}

impl Shared {
    /// The sequence after the last durable entry.
    pub(super) fn end(&self) -> u64 {
        self.records.load(std::sync::atomic::Ordering::Acquire)
    }
}
