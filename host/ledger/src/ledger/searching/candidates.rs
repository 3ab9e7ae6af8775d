//! Sequences that may fit, in the asked direction.

use std::ops::Range;

use redb::ReadOnlyTable;

use super::Wanted;
use crate::error::LedgerError;
use crate::ledger::index::{Clause, INDEX, SEGMENT, Set, UNIT, entries_of, posting_key};
use crate::ledger::reading::Reader;
use crate::ledger::shared::storage;
use crate::ledger::tables::{POSTING, PostingKey, RunKey, SUBJECT};
use crate::store::Order;

/// Sequences, or why they cannot be read.
type Sequences<'a> = Box<dyn Iterator<Item = Result<u64, LedgerError>> + 'a>;

/// Where the sequences come from that may fit.
pub(super) struct Candidates<'a> {
    reader: &'a Reader<'a>,
    order: Order,
    /// What comes from here on is looked at itself.
    watermark: u64,
    narrow: Narrow<'a>,
}

enum Narrow<'a> {
    /// Not at all.
    No,
    /// By the keys of a subject.
    Keys(ReadOnlyTable<&'static RunKey, &'static [u8]>, &'a [u64]),
    /// By terms.
    Terms(ReadOnlyTable<&'static PostingKey, &'static [u8]>, &'a [Clause]),
}

impl<'a> Candidates<'a> {
    pub(super) fn of(
        reader: &'a Reader<'a>,
        wanted: &'a Wanted<'_>,
        order: Order,
    ) -> Result<Self, LedgerError> {
        let watermark = if wanted.is_narrow() { reader.watermark(INDEX)? } else { 0 };
        let narrow = match &wanted.keys {
            _ if watermark == 0 => Narrow::No,
            Some(keys) => Narrow::Keys(reader.table(SUBJECT)?, keys),
            None => Narrow::Terms(reader.table(POSTING)?, &wanted.clauses),
        };
        Ok(Self { reader, order, watermark, narrow })
    }

    /// The sequences of a stretch that may fit, in order.
    pub(super) fn within(&self, stretch: Range<u64>) -> Result<Sequences<'a>, LedgerError> {
        if stretch.start >= self.watermark {
            let there = self.reader.entries_in(stretch)?.map(|entry| entry.map(|(sequence, _)| sequence));
            return Ok(self.directed(there));
        }
        let mut likely = match &self.narrow {
            Narrow::No => Vec::new(),
            Narrow::Keys(table, keys) => {
                entries_of(table, self.reader.log(), stretch.start / SEGMENT, keys, self.watermark)?
            }
            Narrow::Terms(table, clauses) => self.of_terms(table, clauses, stretch.start / UNIT)?,
        };
        likely.retain(|sequence| stretch.contains(sequence));
        Ok(self.directed(likely.into_iter().map(Ok)))
    }

    fn directed(
        &self,
        ascending: impl DoubleEndedIterator<Item = Result<u64, LedgerError>> + 'a,
    ) -> Sequences<'a> {
        match self.order {
            Order::OldestFirst => Box::new(ascending),
            Order::NewestFirst => Box::new(ascending.rev()),
        }
    }

    fn of_terms(
        &self,
        table: &ReadOnlyTable<&'static PostingKey, &'static [u8]>,
        clauses: &[Clause],
        unit: u64,
    ) -> Result<Vec<u64>, LedgerError> {
        let mut all: Option<Set> = None;
        for clause in clauses {
            let mut any = Set::new();
            for term in clause {
                let row = table.get(&posting_key(self.reader.log(), unit, *term)).map_err(storage)?;
                if let Some(row) = row {
                    any.unite(&Set::decode(row.value())?);
                }
            }
            if let Some(all) = &all {
                any.intersect(all);
            }
            if any.is_empty() {
                return Ok(Vec::new());
            }
            all = Some(any);
        }
        Ok(all.iter().flat_map(Set::iter).map(|low| unit * UNIT + u64::from(low)).collect())
    }

    /// Entries of a stretch: those that one look in the index is about.
    const fn length(&self) -> u64 {
        match self.narrow {
            Narrow::No => u64::MAX,
            Narrow::Keys(..) => SEGMENT,
            Narrow::Terms(..) => UNIT,
        }
    }
}

/// Cuts a range, in the asked direction, into stretches of the index and one of what comes after it.
pub(super) fn stretches(
    mut range: Range<u64>,
    order: Order,
    candidates: &Candidates<'_>,
) -> impl Iterator<Item = Range<u64>> {
    let (length, watermark) = (candidates.length(), candidates.watermark);
    std::iter::from_fn(move || {
        if range.start >= range.end {
            return None;
        }
        let stretch = match order {
            Order::OldestFirst if range.start >= watermark => range.clone(),
            Order::OldestFirst => {
                let end = (range.start / length + 1).saturating_mul(length);
                range.start..range.end.min(end).min(watermark)
            }
            Order::NewestFirst if range.end > watermark => range.start.max(watermark)..range.end,
            Order::NewestFirst => range.start.max((range.end - 1) / length * length)..range.end,
        };
        match order {
            Order::OldestFirst => range.start = stretch.end,
            Order::NewestFirst => range.end = stretch.start,
        }
        Some(stretch)
    })
}
