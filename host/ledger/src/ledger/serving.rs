//! What the ledger does besides storing and finding records, by the words of the store.

use praetor_decision::{Day, Name};

use super::{
    BackedUp, Check, Ledger, backup, due, epochs, erasing, examining, exporting, extracting, holding,
    retention,
};
use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::store::{
    Completed, Completion, Disclosed, Disclosure, DueCounts, DueListing, DuePage, Duties, Erasing, Erasure,
    Extract, ExtractOrder, Extracted, Extracting, Hold, HoldOrder, Receipt, Retained, Retaining,
    RetentionPlan, Upkeep, Whose,
};

impl Erasing for Ledger {
    fn erase(&self, whose: &Whose) -> Result<Erasure, LedgerError> {
        erasing::erase(&self.shared, &self.queue, whose)
    }

    fn hold(&self, order: &HoldOrder) -> Result<Hold, LedgerError> {
        holding::hold(&self.shared, &self.queue, order)
    }

    fn release(&self, hold: u64, actor: &Name) -> Result<Option<Receipt>, LedgerError> {
        holding::release(&self.queue, hold, actor)
    }

    fn holds(&self) -> Result<Vec<Hold>, LedgerError> {
        holding::list(&self.shared)
    }

    fn disclose(&self, whose: &Whose) -> Result<Disclosure, LedgerError> {
        exporting::begin(&self.shared, &self.queue, whose)
    }

    fn disclosed(&self, disclosure: &Disclosure, from: u64) -> Result<Disclosed, LedgerError> {
        exporting::page(&self.shared, disclosure, from)
    }

    fn end_epoch(&self) -> Result<u32, LedgerError> {
        let epoch = epochs::end_epoch(&self.shared, &self.queue)?;
        // A backup of the keys that are over is replaced by the thread that watches them.
        self.shared.stale.notify();
        Ok(epoch)
    }
}

impl Upkeep for Ledger {
    fn back_up(&self, actor: &Name, progress: &mut dyn FnMut(u64, u64)) -> Result<BackedUp, LedgerError> {
        backup::back_up(&self.shared, &self.queue, actor, progress)
    }

    fn examine(&self) -> Vec<Check> {
        examining::examine(&self.shared)
    }
}

impl Duties for Ledger {
    fn due(&self, page: &DuePage) -> Result<DueListing, LedgerError> {
        due::page(&self.shared, page)
    }

    fn complete(&self, completion: &Completion) -> Result<Completed, LedgerError> {
        due::complete(&self.shared, &self.queue, completion)
    }

    fn due_counts(&self, today: Day, now: Timestamp) -> Result<DueCounts, LedgerError> {
        self.shared.read(|reader| due::counts(reader, today, now))
    }
}

impl Extracting for Ledger {
    fn extract(&self, order: &ExtractOrder) -> Result<Extract, LedgerError> {
        extracting::begin(&self.shared, &self.queue, order)
    }

    fn extracted(&self, extract: &Extract, from: u64) -> Result<Extracted, LedgerError> {
        extracting::page(&self.shared, extract, from)
    }
}

impl Retaining for Ledger {
    fn retention(&self) -> Result<RetentionPlan, LedgerError> {
        retention::plan(&self.shared)
    }

    fn retain(&self, actor: &Name) -> Result<Retained, LedgerError> {
        retention::apply(&self.shared, &self.queue, actor)
    }

    fn finish_deletions(&self) -> Result<bool, LedgerError> {
        retention::finish_deletions(&self.shared, &self.queue)
    }
}
