//! Recording what was changed, or refused: for certain, since nothing may serve that is not on record.

use std::time::Duration;

use praetor_ledger::{Digest, Draft, LedgerError, Receipt, RecordId, RefusalRecord};

use crate::config::BindingConfig;
use crate::engine::record;
use crate::gate::Refused;
use crate::service::Service;
use crate::service::refusals::Refusal;

impl Service {
    pub(in crate::service) fn keep_refusal(
        &self,
        declared: &BindingConfig,
        refused: &Refused,
        actor: &str,
    ) -> Result<(), LedgerError> {
        let record = RefusalRecord {
            actor: actor.into(),
            plugin: declared.id.as_str().into(),
            digest: declared.digest.unwrap_or_else(|| Digest::of(b"")),
            step: refused.step.as_str().into(),
            code: refused.code.into(),
            says: refused.says.clone(),
        };
        let serving = self.schedule.load().number;
        let receipt = self.certainly(&record::refusal_event(serving, record.clone()))?;
        tracing::warn!(plugin = declared.id, code = refused.code, "a plugin is refused; what serves goes on");
        if !declared.id.is_empty() {
            self.refusals.add(Refusal { at: receipt.recorded_at, record });
        }
        Ok(())
    }

    /// Stores an event, and finds out what became of it where the store cannot say.
    pub(super) fn certainly(&self, draft: &Draft) -> Result<Receipt, LedgerError> {
        match self.store.append(self.store.prepare(draft)?).wait() {
            Err(LedgerError::OutcomeUnknown { id, cause }) => {
                self.found(id).ok_or(LedgerError::OutcomeUnknown { id, cause })
            }
            other => other,
        }
    }

    fn found(&self, id: RecordId) -> Option<Receipt> {
        for _ in 0..LOOKS {
            match self.store.get(id).wait() {
                Ok(found) => return found.map(|stored| stored.receipt),
                Err(_) => std::thread::sleep(LOOK_AGAIN),
            }
        }
        None
    }
}

/// Looks for an event whose outcome is unknown: the store opens itself again within seconds.
const LOOKS: u8 = 30;
const LOOK_AGAIN: Duration = Duration::from_millis(100);
