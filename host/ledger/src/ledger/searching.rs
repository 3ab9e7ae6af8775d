//! Pages of records: in a snapshot, the index narrows what comes before its watermark, and all that
//! comes after it is looked at. Each record is compared with what is asked for.

mod candidates;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::erasing::Owned;
use super::index::{Clause, Vocabulary};
use super::reading::Reader;
use super::shared::{Shared, subject_scope};
use crate::aspects::Aspects;
use crate::entry::recorded_at;
use crate::error::LedgerError;
use crate::id::{Position, Timestamp};
use crate::limits;
use crate::record::Record;
use crate::store::{Content, Filter, Listing, Order, Page, RecordKind, Stored};
use candidates::{Candidates, stretches};

/// A page of records that fit.
pub(super) fn list(shared: &Shared, page: &Page) -> Result<Listing, LedgerError> {
    let subject = page.filter.subject.as_deref().map(subject_scope).transpose()?;
    let keys = subject.map(|scope| Ok::<_, LedgerError>(Owned::find(shared, scope)?.keys)).transpose()?;
    let clauses = match &keys {
        // A person's records are few: each is compared itself.
        Some(_) => Vec::new(),
        None => Vocabulary::default().clauses(&shared.ring, &page.kinds, &page.filter)?,
    };
    let wanted = Wanted { kinds: &page.kinds, filter: &page.filter, keys, clauses, erased: false };
    shared.read(|reader| {
        let limit = if page.limit == 0 { limits::PAGE_RECORDS } else { page.limit.min(limits::PAGE_RECORDS) };
        reader.page(reader.range(page)?, page.order, limit, &wanted)
    })
}

/// The records under some keys, from a sequence on and before another; also those that were erased.
pub(super) fn under(shared: &Shared, keys: &[u64], range: Range<u64>) -> Result<Listing, LedgerError> {
    let filter = Filter::default();
    let wanted =
        Wanted { kinds: &[], filter: &filter, keys: Some(keys.to_vec()), clauses: Vec::new(), erased: true };
    shared.read(|reader| reader.page(range.clone(), Order::OldestFirst, limits::PAGE_RECORDS, &wanted))
}

/// What is asked of a record.
pub(super) struct Wanted<'a> {
    kinds: &'a [RecordKind],
    filter: &'a Filter,
    /// Encrypted under one of these, in order.
    keys: Option<Vec<u64>>,
    /// What the index is asked for; without keys.
    clauses: Vec<Clause>,
    /// Also what cannot be read any more, if its key is wanted.
    erased: bool,
}

impl Wanted<'_> {
    /// Whether the index can narrow it.
    fn is_narrow(&self) -> bool {
        self.keys.is_some() || !self.clauses.is_empty()
    }

    fn fits(&self, content: &Content) -> bool {
        match content {
            Content::Record(Record::Decision(decision)) => {
                !self.filter.asks_for_content() || Aspects::of(decision).fits(self.filter)
            }
            Content::Record(Record::Event(_)) => !self.filter.asks_for_content(),
            Content::Erased => self.erased || !(self.keys.is_some() || self.filter.asks_for_content()),
            // Nobody can say that it does not fit.
            Content::Sealed | Content::Unreadable(_) => true,
        }
    }
}

impl Reader<'_> {
    /// A page of what fits in a range of sequences.
    fn page(
        &self,
        range: Range<u64>,
        order: Order,
        limit: usize,
        wanted: &Wanted<'_>,
    ) -> Result<Listing, LedgerError> {
        let candidates = Candidates::of(self, wanted, order)?;
        let mut listing = Listing { records: Vec::new(), next: None };
        let mut work = 0;
        for stretch in stretches(range, order, &candidates) {
            if work >= limits::PAGE_SCAN {
                let next = if order == Order::NewestFirst { stretch.end - 1 } else { stretch.start };
                listing.next = Some(self.before(next, order));
                return Ok(listing);
            }
            work += limits::WORK_STRETCH;
            for sequence in candidates.within(stretch)? {
                let sequence = sequence?;
                if listing.records.len() == limit || work >= limits::PAGE_SCAN {
                    listing.next = Some(self.before(sequence, order));
                    return Ok(listing);
                }
                let (opened, found) = self.matching(sequence, wanted)?;
                work += if opened { limits::WORK_OPENED } else { 1 };
                listing.records.extend(found);
            }
        }
        Ok(listing)
    }

    /// Where a page ends that did not look at this sequence: it is there.
    fn before(&self, sequence: u64, order: Order) -> Position {
        let seen = if order == Order::NewestFirst { sequence + 1 } else { sequence.saturating_sub(1) };
        Position { log: self.log(), sequence: seen }
    }

    /// The record, if it fits, and whether it had to be opened.
    fn matching(&self, sequence: u64, wanted: &Wanted<'_>) -> Result<(bool, Option<Stored>), LedgerError> {
        let Some(entry) = self.entry_if_any(sequence)? else { return Ok((false, None)) };
        let parsed = self.parse(sequence, entry.value())?;
        let header = &parsed.header;
        let kind = wanted.kinds.is_empty() || wanted.kinds.contains(&header.kind);
        let key = wanted.keys.as_ref().is_none_or(|keys| keys.binary_search(&header.key_id).is_ok());
        let decision = header.kind.is_decision() || !wanted.filter.asks_for_content();
        if !(kind && key && decision) {
            return Ok((false, None));
        }
        let stored = self.stored(sequence, entry.value(), &parsed)?;
        Ok((true, Some(stored).filter(|stored| wanted.fits(&stored.content))))
    }

    /// The sequences that lie in the page's time and after its position.
    pub(in crate::ledger) fn range(&self, page: &Page) -> Result<Range<u64>, LedgerError> {
        let end = self.end()?.0;
        let mut range = 0..end;
        if let Some(from) = page.from {
            range.start = self.first_at(from, end)?;
        }
        if let Some(until) = page.until {
            range.end = self.first_at(until, end)?;
        }
        match (page.after, page.order) {
            (Some(after), _) if after.log != self.log() => range.end = range.start,
            (Some(after), Order::NewestFirst) => range.end = range.end.min(after.sequence),
            (Some(after), Order::OldestFirst) => {
                range.start = range.start.max(after.sequence.saturating_add(1));
            }
            (None, _) => {}
        }
        Ok(range)
    }

    /// The first sequence recorded at or after a time; times never fall along the log, and what was
    /// deleted is passed over.
    pub(in crate::ledger) fn first_at(&self, time: Timestamp, end: u64) -> Result<u64, LedgerError> {
        let (mut low, mut high) = (0, end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.entries_in(middle..high)?.next().transpose()? {
                Some((sequence, entry))
                    if recorded_at(entry.value()).map_err(|error| error.at(sequence))? < time =>
                {
                    low = sequence + 1;
                }
                _ => high = middle,
            }
        }
        Ok(low)
    }
}
