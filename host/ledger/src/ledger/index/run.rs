//! Sorted runs: pairs of a key and a low number, packed into chunks of a few kilobytes, so that a run
//! costs ten bytes an item and one look finds a key.

use redb::{ReadableTable, Table};

use super::RUN_CHUNK;
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::shared::storage;
use crate::ledger::tables::RunKey;

/// A key and a low number.
pub(super) type Item = (u64, u16);

/// Bytes of an item.
const ITEM: usize = 10;

/// One run of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Run {
    pub(super) log: LogId,
    pub(super) unit: u64,
    pub(super) part: u8,
}

/// A table of runs that is written.
pub(super) type Runs<'a> = Table<'a, &'static RunKey, &'static [u8]>;

impl Run {
    /// The key of the chunk that begins with an item.
    pub(super) fn chunk(self, (key, low): Item) -> RunKey {
        let mut bytes = [0; 23];
        let parts: [&[u8]; 5] = [
            &self.log.to_be_bytes(),
            &self.unit.to_be_bytes(),
            &[self.part],
            &key.to_be_bytes(),
            &low.to_be_bytes(),
        ];
        bytes.iter_mut().zip(parts.concat()).for_each(|(byte, part)| *byte = part);
        bytes
    }

    /// The keys of all chunks of the runs from this one to another.
    pub(super) fn whole(self, until: Self) -> std::ops::RangeInclusive<RunKey> {
        self.first()..=until.last()
    }

    fn first(self) -> RunKey {
        self.chunk((0, 0))
    }

    fn last(self) -> RunKey {
        self.chunk((u64::MAX, u16::MAX))
    }

    /// The low numbers of a key, in order.
    pub(super) fn find(
        self,
        table: &impl ReadableTable<&'static RunKey, &'static [u8]>,
        key: u64,
    ) -> Result<Vec<u16>, LedgerError> {
        let mut found = Vec::new();
        let chunks = table.range::<&RunKey>(&self.first()..=&self.chunk((key, u16::MAX)));
        for chunk in chunks.map_err(storage)?.rev() {
            let (first, bytes) = chunk.map_err(storage)?;
            let (items, _) = bytes.value().as_chunks::<ITEM>();
            let start = items.partition_point(|bytes| item(bytes).0 < key);
            let own = items.iter().skip(start).map(item).take_while(|(of, _)| *of == key);
            found.extend(own.map(|(_, low)| low));
            // Items of the key may stand in the chunk before, if this one begins with the key.
            if begin(first.value()).0 < key {
                break;
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Takes items into the run; they are sorted first.
    pub(super) fn add(self, table: &mut Runs<'_>, mut items: Vec<Item>) -> Result<(), LedgerError> {
        items.sort_unstable();
        let mut rest = items.as_slice();
        while let Some(first) = rest.first() {
            let (old, until) = self.around(table, *first)?;
            let (now, later) =
                rest.split_at(until.map_or(rest.len(), |end| rest.partition_point(|i| *i < end)));
            rest = later;
            self.replace(table, old, now)?;
        }
        Ok(())
    }

    /// The key of the chunk that an item belongs to, and the first item of the chunk after it.
    fn around(self, table: &Runs<'_>, item: Item) -> Result<(Option<RunKey>, Option<Item>), LedgerError> {
        let at = self.chunk(item);
        let before = table.range::<&RunKey>(&self.first()..=&at).map_err(storage)?.next_back();
        let before = before.transpose().map_err(storage)?.map(|(key, _)| *key.value());
        let mut after = table.range::<&RunKey>(&at..=&self.last()).map_err(storage)?;
        let mut next =
            || Ok::<_, LedgerError>(after.next().transpose().map_err(storage)?.map(|(key, _)| *key.value()));
        let mut later = next()?;
        if later.is_some() && (later == before || before.is_none()) {
            // Before the first chunk: what comes goes into that one.
            let own = later;
            later = next()?;
            return Ok((own, later.as_ref().map(begin)));
        }
        Ok((before, later.as_ref().map(begin)))
    }

    fn replace(self, table: &mut Runs<'_>, old: Option<RunKey>, new: &[Item]) -> Result<(), LedgerError> {
        let mut items = new.to_vec();
        if let Some(old) = old {
            let row = table.remove(&old).map_err(storage)?;
            items.extend(row.iter().flat_map(|row| read(row.value())));
            items.sort_unstable();
            items.dedup();
        }
        // Chunks of equal size, so that the next items find room in each.
        let chunks = items.len().div_ceil(RUN_CHUNK).max(1);
        for chunk in items.chunks(items.len().div_ceil(chunks).max(1)) {
            if let Some(first) = chunk.first() {
                table.insert(&self.chunk(*first), write(chunk).as_slice()).map_err(storage)?;
            }
        }
        Ok(())
    }

    /// Takes an item out, if it is there.
    pub(super) fn remove(self, table: &mut Runs<'_>, item: Item) -> Result<(), LedgerError> {
        let (Some(old), _) = self.around(table, item)? else { return Ok(()) };
        let row = table.remove(&old).map_err(storage)?;
        let mut items: Vec<Item> = row.iter().flat_map(|row| read(row.value())).collect();
        drop(row);
        items.retain(|other| *other != item);
        self.replace(table, None, &items)
    }

    /// Takes all items out of the runs from this one to another.
    pub(super) fn drain(self, until: Self, table: &mut Runs<'_>) -> Result<Vec<Item>, LedgerError> {
        let mut items = Vec::new();
        let take = |_: &RunKey, row: &[u8]| {
            items.extend(read(row));
            false
        };
        table.retain_in::<&RunKey, _>(&self.first()..=&until.last(), take).map_err(storage)?;
        Ok(items)
    }
}

fn item(bytes: &[u8; ITEM]) -> Item {
    let [a, b, c, d, e, f, g, h, i, j] = *bytes;
    (u64::from_be_bytes([a, b, c, d, e, f, g, h]), u16::from_be_bytes([i, j]))
}

/// The first item of a chunk.
fn begin(key: &RunKey) -> Item {
    key.last_chunk::<ITEM>().map_or((0, 0), item)
}

fn read(row: &[u8]) -> Vec<Item> {
    row.as_chunks::<ITEM>().0.iter().map(item).collect()
}

fn write(items: &[Item]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(items.len() * ITEM);
    for (key, low) in items {
        bytes.extend_from_slice(&key.to_be_bytes());
        bytes.extend_from_slice(&low.to_be_bytes());
    }
    bytes
}
