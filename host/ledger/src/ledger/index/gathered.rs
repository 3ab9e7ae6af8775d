//! What a batch of entries adds to the index: read first, written in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use redb::{ReadableTable, WriteTransaction};

use super::set::Set;
use super::term::{Term, Vocabulary};
use super::{UNIT, forgetting, subjects, tags};
use crate::aspects::Aspects;
use crate::entry::Parsed;
use crate::error::LedgerError;
use crate::id::LogId;
use crate::ledger::follower::Batch;
use crate::ledger::opening::LOG_KEY;
use crate::ledger::shared::storage;
use crate::ledger::tables::{POSTING, PostingKey};
use crate::record::{ErasureState, EventRecord, Record};
use crate::store::Content;

/// What a batch adds to the index.
#[derive(Default)]
pub(super) struct Gathered {
    /// Places in a unit by the unit and the term.
    postings: BTreeMap<(u64, Term), Vec<u16>>,
    /// Sequences with the numbers of their keys.
    subjects: Vec<(u64, u64)>,
    /// Keys that were erased.
    erased: Vec<u64>,
}

impl Gathered {
    /// Reads a batch.
    pub(super) fn of(batch: &Batch<'_>, vocabulary: &mut Vocabulary) -> Result<Self, LedgerError> {
        let mut gathered = Self::default();
        for (place, (entry, sequence)) in batch.entries().iter().zip(batch.first..).enumerate() {
            if let Some(entry) = entry {
                gathered.add(batch, (place, sequence), entry, vocabulary)?;
            }
        }
        Ok(gathered)
    }

    fn add(
        &mut self,
        batch: &Batch<'_>,
        (place, sequence): (usize, u64),
        entry: &[u8],
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LedgerError> {
        let reader = batch.reader;
        // What cannot be read is looked at in each search, and makes it fail.
        let Ok(parsed) = Parsed::read(entry) else {
            self.post(sequence, Vocabulary::unread());
            return Ok(());
        };
        if parsed.header.key_id != LOG_KEY {
            self.subjects.push((sequence, parsed.header.key_id));
        }
        self.post(sequence, vocabulary.kind(reader.ring(), parsed.header.kind)?);
        if let Some(gleaned) = batch.gleaned(place, &parsed.header)? {
            gleaned.terms.iter().for_each(|term| self.post(sequence, *term));
            return Ok(());
        }
        match reader.stored(sequence, entry, &parsed)?.content {
            Content::Record(Record::Decision(decision)) => {
                for term in vocabulary.of_content(reader.ring(), &Aspects::of(&decision))? {
                    self.post(sequence, term);
                }
            }
            Content::Record(Record::Event(event)) => self.note(event),
            Content::Sealed | Content::Unreadable(_) => self.post(sequence, Vocabulary::unread()),
            Content::Erased => {}
        }
        Ok(())
    }

    fn post(&mut self, sequence: u64, term: Term) {
        self.postings.entry((sequence / UNIT, term)).or_default().push(low(sequence, UNIT));
    }

    fn note(&mut self, event: EventRecord) {
        if let EventRecord::Erasure(erasure) = event
            && let ErasureState::Erased { keys, .. } = erasure.state
        {
            self.erased.extend(keys);
        }
    }

    /// Writes it. What was erased since its entry was read is taken out again.
    pub(super) fn write(self, batch: &Batch<'_>, transaction: &WriteTransaction) -> Result<(), LedgerError> {
        let until = batch.first.saturating_add(batch.entries().len() as u64);
        self.post_all(batch.log, transaction)?;
        subjects::add(transaction, batch.log, &self.subjects, batch.first..until)?;
        let keys: BTreeSet<u64> = self.subjects.iter().map(|(_, key)| *key).collect();
        tags::take_in(transaction, batch.log, &keys)?;
        forgetting::keys(transaction, batch.log, &self.erased, until)
    }

    fn post_all(&self, log: LogId, transaction: &WriteTransaction) -> Result<(), LedgerError> {
        let mut table = transaction.open_table(POSTING).map_err(storage)?;
        for ((unit, term), lows) in &self.postings {
            let key = posting_key(log, *unit, *term);
            let row = table.get(&key).map_err(storage)?;
            let set = row.map_or_else(|| Ok(Set::new()), |row| Set::decode(row.value()));
            let mut set = set?;
            lows.iter().for_each(|low| set.insert(*low));
            table.insert(&key, set.encode().as_slice()).map_err(storage)?;
        }
        Ok(())
    }
}

/// A number's place in its unit.
pub(super) fn low(number: u64, unit: u64) -> u16 {
    u16::try_from(number % unit).unwrap_or(u16::MAX)
}

/// The key of a row of postings.
pub(in crate::ledger) fn posting_key(log: LogId, unit: u64, term: Term) -> PostingKey {
    let mut key = [0; 21];
    let parts: [&[u8]; 3] = [&log.to_be_bytes(), &unit.to_be_bytes(), &term.bytes()];
    key.iter_mut().zip(parts.concat()).for_each(|(byte, part)| *byte = part);
    key
}
