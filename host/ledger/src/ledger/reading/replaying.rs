//! What a replay reads: generations by number, and records by their place in the log.

use std::ops::Range;

use super::{Place, Reader, number_of, place, storage};
use crate::entry::Parsed;
use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::ledger::tables::EVENT;
use crate::record::{EventRecord, GenerationRecord, Record};
use crate::store::{Content, Page, RecordKind, Stored};

impl Reader<'_> {
    /// The generation with this number; looks at the headers of the events only, the latest first.
    pub(in crate::ledger) fn generation(&self, number: u64) -> Result<Option<GenerationRecord>, LedgerError> {
        let events = self.table(EVENT)?;
        let (first, last) = (place(self.log, 0), place(self.log, u64::MAX));
        for event in events.range::<&Place>(&first..=&last).map_err(storage)?.rev() {
            let sequence = number_of(event.map_err(storage)?.0.value());
            if let Some(generation) = self.generation_at(sequence, number)? {
                return Ok(Some(generation));
            }
        }
        Ok(None)
    }

    fn generation_at(&self, sequence: u64, number: u64) -> Result<Option<GenerationRecord>, LedgerError> {
        let Some(entry) = self.entry_if_any(sequence)? else {
            return Ok(None);
        };
        // One that was altered may be another event: whoever verifies the log names it.
        let Ok(parsed) = Parsed::read(entry.value()) else {
            return Ok(None);
        };
        if parsed.header.kind != RecordKind::Generation || parsed.header.generation != number {
            return Ok(None);
        }
        match self.stored(sequence, entry.value(), &parsed)?.content {
            Content::Record(Record::Event(EventRecord::Generation(generation))) => Ok(Some(generation)),
            Content::Unreadable(error) => Err(error),
            Content::Record(_) | Content::Erased | Content::Sealed => Ok(None),
        }
    }

    /// The sequences of the records of a time.
    pub(in crate::ledger) fn span(
        &self,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<Range<u64>, LedgerError> {
        self.range(&Page { from, until, ..Page::default() })
    }

    /// The records with these sequences; those that were deleted are left out.
    pub(in crate::ledger) fn records(
        &self,
        span: Range<u64>,
        kinds: &[RecordKind],
    ) -> Result<Vec<Stored>, LedgerError> {
        let mut records = Vec::new();
        for sequence in span {
            let Some(entry) = self.entry_if_any(sequence)? else {
                continue;
            };
            let parsed = self.parse(sequence, entry.value())?;
            if kinds.is_empty() || kinds.contains(&parsed.header.kind) {
                records.push(self.stored(sequence, entry.value(), &parsed)?);
            }
        }
        Ok(records)
    }
}
