//! All keys of a subject, over all quarters.

use redb::{ReadableTable, Table};

use crate::error::LedgerError;
use crate::keys::{KeyRow, Scope, Sought, Tag};
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{Place, number_of, place};
use crate::limits;

/// The keys of a subject, as far as they can be found beside the writer.
#[derive(Clone)]
pub(in crate::ledger) struct Owned {
    pub(in crate::ledger) tag: Tag,
    pub(in crate::ledger) keys: Vec<u64>,
    /// Keys from this number on were not looked at.
    pub(super) next: u64,
}

impl Owned {
    /// Looks in the index, or, while that is being made, at all durable rows. Keys that were not
    /// durable when it began are counted in.
    pub(in crate::ledger) fn find(shared: &Shared, scope: Scope<'_>) -> Result<Self, LedgerError> {
        loop {
            let epoch = shared.ring.newest_epoch();
            let sought = shared.ring.seek(scope)?;
            let mut keys = match shared.read(|reader| reader.keys_by_tags(&sought))? {
                Some(keys) => keys,
                None => durable(shared, &sought)?,
            };
            // Under a new epoch the rows have other tags: some may have been passed by.
            if shared.ring.newest_epoch() == epoch {
                keys.extend(&sought.unwritten);
                keys.sort_unstable();
                keys.dedup();
                return Ok(Self { tag: sought.tag, keys, next: sought.next });
            }
        }
    }

    /// Keys that are known already.
    pub(super) const fn known(tag: Tag, keys: Vec<u64>, next: u64) -> Self {
        Self { tag, keys, next }
    }

    /// The rows that are there now, also those made since: in the writer nothing comes between.
    pub(super) fn rows(
        &self,
        table: &Table<'_, &'static Place, &'static [u8]>,
        shared: &Shared,
    ) -> Result<Vec<(u64, KeyRow)>, LedgerError> {
        let forms = shared.ring.forms_of(self.tag);
        let mut rows = Vec::new();
        for &id in &self.keys {
            if let Some(row) = table.get(&place(shared.log, id)).map_err(storage)? {
                rows.push((id, decode(id, row.value())?));
            }
        }
        let newer = place(shared.log, self.next)..=place(shared.log, u64::MAX);
        for row in table.range::<&Place>(&newer.start()..=&newer.end()).map_err(storage)? {
            let (key, row) = row.map_err(storage)?;
            let id = number_of(key.value());
            rows.push((id, decode(id, row.value())?));
        }
        rows.retain(|(_, row)| forms.contains(&row.tag));
        rows.sort_unstable_by_key(|(id, _)| *id);
        rows.dedup_by_key(|(id, _)| *id);
        Ok(rows)
    }
}

/// The keys among all durable rows, in short snapshots, for a long one would pin freed pages.
pub(in crate::ledger) fn durable(shared: &Shared, sought: &Sought) -> Result<Vec<u64>, LedgerError> {
    let (mut keys, mut from) = (Vec::new(), 0);
    while from < sought.next {
        let until = sought.next.min(from.saturating_add(limits::KEYS_LOOKED_AT));
        keys.extend(shared.read(|reader| reader.keys_of(&sought.forms, from, until))?);
        from = until;
    }
    Ok(keys)
}

fn decode(id: u64, row: &[u8]) -> Result<KeyRow, LedgerError> {
    KeyRow::decode(row).map_err(|_| LedgerError::Storage(format!("the row of key {id} was altered")))
}

impl Reader<'_> {
    /// Keys in a range of numbers whose rows have one of these tags.
    fn keys_of(&self, forms: &[Tag], from: u64, until: u64) -> Result<Vec<u64>, LedgerError> {
        let mut keys = Vec::new();
        for row in self.key_rows_in(from, until)? {
            let (id, row) = row?;
            if forms.contains(&row.tag) {
                keys.push(id);
            }
        }
        Ok(keys)
    }
}
