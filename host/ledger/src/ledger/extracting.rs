//! Decisions in bulk, in pages: that they were given is on record before the first one.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::reading::Reader;
use super::shared::Shared;
use super::task::{Desk, Queue, Reply, Task};
use crate::error::{Alteration, LedgerError};
use crate::limits;
use crate::record::{EventRecord, ExtractRecord};
use crate::store::{Extract, ExtractOrder, Extracted, Receipt, Stored};

/// Logs that they are given, and waits for the checkpoint that covers that.
pub(super) fn begin(shared: &Shared, queue: &Queue, order: &ExtractOrder) -> Result<Extract, LedgerError> {
    let logged = order.clone();
    let receipt = queue.carry_out(|reply| Box::new(Begin { order: logged, reply }))?;
    let before = receipt.sequence;
    let range = shared.read(|reader| {
        let first = order.from.map_or(Ok(0), |from| reader.first_at(from, before))?;
        let end = order.until.map_or(Ok(before), |until| reader.first_at(until, before))?;
        Ok(first..end)
    })?;
    let checkpoint = shared.checkpoint_over(before.saturating_add(1))?;
    Ok(Extract { receipt, order: order.clone(), range, checkpoint })
}

struct Begin {
    order: ExtractOrder,
    reply: Reply<Receipt>,
}

impl Task for Begin {
    fn write(&mut self, desk: &Desk<'_>) -> Result<Vec<EventRecord>, LedgerError> {
        let order = self.order.clone();
        Ok(vec![EventRecord::Extract(ExtractRecord {
            actor: order.actor,
            from: order.from,
            until: order.until,
            kinds: order.kinds,
            format: order.format,
            by_reference: order.by_reference,
            before: desk.next,
        })])
    }

    fn end(self: Box<Self>, _: &Shared, result: Result<Vec<Receipt>, LedgerError>) {
        let receipt = result.and_then(|receipts| receipts.into_iter().next().ok_or(LedgerError::Cipher));
        self.reply.send(receipt);
    }
}

/// The next page, from a sequence on. Each is a short snapshot of its own, for a long one would pin
/// every page that is freed meanwhile.
pub(super) fn page(shared: &Shared, extract: &Extract, from: u64) -> Result<Extracted, LedgerError> {
    shared.read(|reader| {
        let mut page = Pass::new(reader, &extract.order);
        let mut next = from.max(extract.range.start);
        let stop = extract.range.end.min(next.saturating_add(limits::PAGE_SCAN as u64));
        while next < stop && page.has_room() {
            page.take(next)?;
            next += 1;
        }
        let next = (next < extract.range.end).then_some(next);
        Ok(Extracted { decisions: page.decisions, deleted: page.deleted, next })
    })
}

/// One page as it fills.
struct Pass<'a> {
    reader: &'a Reader<'a>,
    order: &'a ExtractOrder,
    decisions: Vec<Stored>,
    /// Stored bytes that were decrypted.
    bytes: usize,
    deleted: u64,
    /// Segments whose deletion is on record; looked up when an entry is missing.
    gone: Option<BTreeSet<u64>>,
}

impl<'a> Pass<'a> {
    const fn new(reader: &'a Reader<'a>, order: &'a ExtractOrder) -> Self {
        Self { reader, order, decisions: Vec::new(), bytes: 0, deleted: 0, gone: None }
    }

    const fn has_room(&self) -> bool {
        self.decisions.len() < limits::EXTRACT_RECORDS && self.bytes < limits::EXTRACT_BYTES
    }

    fn take(&mut self, sequence: u64) -> Result<(), LedgerError> {
        let Some(entry) = self.reader.entry_if_any(sequence)? else {
            return self.missing(sequence);
        };
        let parsed = self.reader.parse(sequence, entry.value())?;
        if !self.order.wants(parsed.header.kind) {
            return Ok(());
        }
        let stored = if self.order.by_reference {
            self.reader.sealed(sequence, entry.value(), &parsed)?
        } else {
            self.bytes += parsed.payload_bytes();
            self.reader.stored(sequence, entry.value(), &parsed)?
        };
        self.decisions.push(stored);
        Ok(())
    }

    /// Whoever gets the copy must be able to rely on it that nothing was left out in silence.
    fn missing(&mut self, sequence: u64) -> Result<(), LedgerError> {
        let gone = match self.gone.take() {
            Some(gone) => gone,
            None => self.reader.deletions_on_record()?.0,
        };
        if !gone.contains(&(sequence / self.reader.segment())) {
            return Err(LedgerError::Altered { sequence, what: Alteration::Shape });
        }
        self.gone = Some(gone);
        self.deleted += 1;
        Ok(())
    }
}
