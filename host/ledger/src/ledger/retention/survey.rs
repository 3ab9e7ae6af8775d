//! Looks at all keys and at the clear part of all entries: how many of what, and what could go.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use praetor_decision::Day;

use super::deleting::Deletion;
use super::holds::Forbidden;
use crate::error::LedgerError;
use crate::keys::{Class, KeyRow, Period};
use crate::ledger::holding;
use crate::ledger::reading::Reader;
use crate::ledger::shared::Shared;
use crate::ledger::tables::HOLD;
use crate::limits;

/// What was seen.
pub(super) struct Survey {
    pub(super) day: Day,
    /// What there is of each class and quarter.
    pub(super) groups: BTreeMap<(Class, Period), Group>,
    /// What becomes of each key, by its number.
    fates: Vec<Fate>,
    /// The full segments that are not deleted, in order.
    pub(super) segments: Vec<Segment>,
    pub(super) deletions: Vec<Deletion>,
    pub(super) forbidden: Forbidden,
    /// Decisions without a key, in segments that are not deleted.
    pub(super) unreadable: u64,
}

/// What there is of a class and a quarter.
#[derive(Default)]
pub(super) struct Group {
    pub(super) keys: u64,
    pub(super) held: u64,
    pub(super) decisions: u64,
}

/// A full segment.
pub(super) struct Segment {
    pub(super) number: u64,
    pub(super) decisions: u64,
    /// Decisions that can be read, also after the keys of the plan have expired.
    pub(super) readable: u64,
}

/// What becomes of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// There is none with this number, or it is the log's.
    None,
    Stays(Class, Period),
    Goes(Class, Period),
}

impl Survey {
    /// Surveys the store as it is, in short snapshots, for a long one would pin freed pages.
    pub(super) fn of(shared: &Shared) -> Result<Self, LedgerError> {
        // Entries first: every key that one of these needs is durable then.
        let end = shared.records.load(Ordering::Acquire);
        let mut survey = shared.read(|reader| {
            let holds = holding::rows(&reader.table(HOLD)?, shared.log)?;
            Ok(Self {
                day: shared.today(),
                groups: BTreeMap::new(),
                fates: Vec::new(),
                segments: Vec::new(),
                deletions: reader.deletions()?,
                forbidden: Forbidden::by(&holds, &shared.ring, shared.now())?,
                unreadable: 0,
            })
        })?;
        survey.look_at_keys(shared)?;
        survey.look_at_entries(shared, end)?;
        Ok(survey)
    }

    /// Numbers of the keys that go.
    pub(super) fn expired(&self) -> Vec<u64> {
        let goes = |(fate, id): (&Fate, u64)| matches!(fate, Fate::Goes(..)).then_some(id);
        self.fates.iter().zip(0..).filter_map(goes).collect()
    }

    fn look_at_keys(&mut self, shared: &Shared) -> Result<(), LedgerError> {
        let (mut from, mut last) = (0, 0);
        while from <= last {
            let until = from + limits::KEYS_LOOKED_AT;
            last = shared.read(|reader| {
                // Anew for each snapshot: an epoch that ended in between changed the tags of all rows.
                let holds = holding::rows(&reader.table(HOLD)?, shared.log)?;
                self.forbidden = Forbidden::by(&holds, &shared.ring, shared.now())?;
                for row in reader.key_rows_in(from, until)? {
                    let (id, row) = row?;
                    self.count_key(shared, id, &row);
                }
                reader.last_key()
            })?;
            from = until;
        }
        Ok(())
    }

    fn count_key(&mut self, shared: &Shared, id: u64, row: &KeyRow) {
        if row.period == 0 {
            return;
        }
        let (expired, held) = (shared.has_expired(row, self.day), self.forbidden.forbids(&row.tag));
        let group = self.groups.entry((row.class, row.period)).or_default();
        group.keys += 1;
        group.held += u64::from(expired && held);
        let Ok(at) = usize::try_from(id) else { return };
        if self.fates.len() <= at {
            self.fates.resize(at + 1, Fate::None);
        }
        if let Some(fate) = self.fates.get_mut(at) {
            let goes = expired && !held;
            *fate = if goes { Fate::Goes(row.class, row.period) } else { Fate::Stays(row.class, row.period) };
        }
    }

    fn look_at_entries(&mut self, shared: &Shared, end: u64) -> Result<(), LedgerError> {
        let size = shared.retention.segment;
        let deleted: Vec<u64> = self.deletions.iter().map(|deletion| deletion.segment).collect();
        for segment in 0..end.div_ceil(size) {
            if deleted.binary_search(&segment).is_ok() {
                continue;
            }
            let (mut from, until) = (segment * size, end.min((segment + 1) * size));
            let mut seen = Segment { number: segment, decisions: 0, readable: 0 };
            while from < until {
                let some = from..until.min(from + limits::ENTRIES_SURVEYED);
                from = some.end;
                shared.read(|reader| self.count_entries(reader, some, &mut seen))?;
            }
            if until == (segment + 1) * size {
                self.segments.push(seen);
            }
        }
        Ok(())
    }

    fn count_entries(
        &mut self,
        reader: &Reader<'_>,
        range: std::ops::Range<u64>,
        segment: &mut Segment,
    ) -> Result<(), LedgerError> {
        for row in reader.entries_in(range)? {
            let (sequence, entry) = row?;
            let header = reader.parse(sequence, entry.value())?.header;
            if !header.kind.is_decision() {
                continue;
            }
            segment.decisions += 1;
            let fate = usize::try_from(header.key_id).ok().and_then(|at| self.fates.get(at));
            let (class, period) = match fate.copied().unwrap_or(Fate::None) {
                Fate::None => {
                    self.unreadable += 1;
                    continue;
                }
                Fate::Stays(class, period) => {
                    segment.readable += 1;
                    (class, period)
                }
                Fate::Goes(class, period) => (class, period),
            };
            self.groups.entry((class, period)).or_default().decisions += 1;
        }
        Ok(())
    }
}
