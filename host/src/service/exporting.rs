//! Decisions in bulk: from the ledger that serves, or from a folder that no server has open.

use praetor_ledger::{
    Content, DecisionRecord, Extract, ExtractOrder, Extracted, Ledger, LedgerError, Proof, Record, RecordId,
    Store, Stored,
};
use praetor_ledger::{Extracting, LedgerOptions};
use praetor_sandbox::{Engine, EngineOptions};

use super::manifests::Manifests;
use super::{Answered, OpenError, Service, ServiceError, ledger_options};
use crate::config::Config;
use crate::engine::record;
use crate::export::Archive;
use crate::told::Told;

impl Service {
    /// Begins to give decisions in bulk; it is on record when this returns. Waits about a second: not
    /// to be called on a thread of a runtime.
    ///
    /// # Errors
    /// The ledger could not store it, or no checkpoint came in time; nothing may be given.
    pub fn extract(&self, order: &ExtractOrder) -> Result<Extract, LedgerError> {
        self.store.extract(order)
    }

    /// A stored decision, ready to be read; none if the record is none, or was not decrypted.
    ///
    /// # Errors
    /// It was erased, or cannot be read.
    pub fn retell(&self, stored: Stored) -> Result<Option<Answered>, ServiceError> {
        retold(stored, |record, generation| self.told(record, generation))
    }
}

impl Archive for Service {
    fn page(&self, extract: &Extract, from: u64) -> Result<Extracted, LedgerError> {
        self.store.extracted(extract, from)
    }

    fn retell(&self, stored: Stored) -> Result<Option<Answered>, ServiceError> {
        Self::retell(self, stored)
    }

    fn proof(&self, id: RecordId, checkpoint: &[u8]) -> Result<Option<Proof>, LedgerError> {
        self.store.proof_under(id, checkpoint).wait()
    }

    fn verifier_key(&self) -> String {
        self.store.verifier_key()
    }
}

/// The ledger in a folder that no server has open. Loads no plugin but those whose words it tells.
pub struct ClosedArchive {
    ledger: Ledger,
    engine: Engine,
    manifests: Manifests,
}

impl ClosedArchive {
    /// Opens the ledger of a config; makes none.
    ///
    /// # Errors
    /// There is none, a server has it open, or it cannot be read.
    pub fn open(config: &Config) -> Result<Self, OpenError> {
        let options: LedgerOptions = ledger_options(config);
        let ledger = Ledger::open_existing(&options)?;
        let compiled = Some(config.data_dir.join("compiled"));
        let engine = Engine::new(&EngineOptions { cache: compiled, ..EngineOptions::default() })?;
        Ok(Self { ledger, engine, manifests: Manifests::default() })
    }

    /// Begins to give decisions in bulk; it is on record when this returns.
    ///
    /// # Errors
    /// The ledger could not store it, or no checkpoint came in time; nothing may be given.
    pub fn extract(&self, order: &ExtractOrder) -> Result<Extract, LedgerError> {
        self.ledger.extract(order)
    }

    fn told(&self, record: &DecisionRecord, generation: u64) -> Told {
        record::told(record, generation, &|digest| {
            self.manifests.find(digest, None, &self.ledger, &self.engine)
        })
    }
}

impl Archive for ClosedArchive {
    fn page(&self, extract: &Extract, from: u64) -> Result<Extracted, LedgerError> {
        self.ledger.extracted(extract, from)
    }

    fn retell(&self, stored: Stored) -> Result<Option<Answered>, ServiceError> {
        retold(stored, |record, generation| self.told(record, generation))
    }

    fn proof(&self, id: RecordId, checkpoint: &[u8]) -> Result<Option<Proof>, LedgerError> {
        self.ledger.proof_under(id, checkpoint).wait()
    }

    fn verifier_key(&self) -> String {
        self.ledger.verifier_key()
    }
}

fn retold(
    stored: Stored,
    tell: impl FnOnce(&DecisionRecord, u64) -> Told,
) -> Result<Option<Answered>, ServiceError> {
    let receipt = stored.receipt;
    match stored.content {
        Content::Record(Record::Decision(record)) => Ok(Some(Answered {
            receipt,
            told: tell(&record, stored.generation).into(),
            as_of_today: record::as_of_today(&record),
        })),
        Content::Record(Record::Event(_)) | Content::Sealed => Ok(None),
        Content::Erased => Err(ServiceError::Erased),
        Content::Unreadable(error) => Err(ServiceError::Ledger(error)),
    }
}
