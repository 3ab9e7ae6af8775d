//! Questions that are sent again under an idempotency key, and are not decided again.

use std::sync::Arc;

use praetor_ledger::{Attempt, Claim, Claimed};

use super::{Answered, Service, ServiceError};
use crate::wire::Asked;

/// A key that the caller sent with a request. It is treated as a secret: it is hashed and never shown.
#[derive(Clone)]
pub struct IdempotencyKey {
    key: Arc<str>,
    item: Option<u32>,
}

impl IdempotencyKey {
    /// The key of a request.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.into(), item: None }
    }

    /// The key of one question of the request.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self { key: Arc::clone(&self.key), item: Some(u32::try_from(index).unwrap_or(u32::MAX)) }
    }
}

impl std::fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdempotencyKey").field("item", &self.item).finish_non_exhaustive()
    }
}

/// What is to be done about a question that came under a key.
#[derive(Debug)]
pub enum Begun {
    /// It is to be decided, and nobody else decides it meanwhile.
    Fresh(Claim),
    /// It was decided; this is what was answered.
    Again(Box<Answered>),
}

impl Service {
    /// Looks a key up, and claims it if nothing stands under it. Reads on the calling thread, and may
    /// compile a plugin that serves no more: not to be called on a thread of a runtime.
    ///
    /// # Errors
    /// The key is being used, or was used for another question; the decision under it was erased; or
    /// the ledger cannot be read.
    pub fn begin(&self, asked: &Asked, actor: &str, key: &IdempotencyKey) -> Result<Begun, ServiceError> {
        let IdempotencyKey { key, item } = key;
        let (caller, key) = (actor.into(), key.as_ref().to_owned());
        let attempt = Attempt { caller, key, item: *item, request: asked.canonical() };
        match self.store.claim(&attempt).wait()? {
            Claimed::Fresh(claim) => Ok(Begun::Fresh(claim)),
            Claimed::Stored(stored) => {
                let told = self.retell(*stored)?.ok_or(ServiceError::KeyReused)?;
                Ok(Begun::Again(Box::new(told)))
            }
            Claimed::InFlight => Err(ServiceError::KeyInFlight),
            Claimed::OtherRequest => Err(ServiceError::KeyReused),
        }
    }
}
