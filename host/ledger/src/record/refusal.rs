//! A plugin that was not put to work.

use praetor_decision::Name;
use serde::{Deserialize, Serialize};

use crate::id::Digest;

/// A plugin was refused on its way to work; the generation that served goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalRecord {
    /// The name of the token, or of the watched folder, that wanted it to work.
    pub actor: Name,
    /// The binding that it was for; empty: the bytes were no plugin at all, for none yet.
    pub plugin: Name,
    /// SHA-256 of its original bytes, which need not be kept.
    pub digest: Digest,
    /// The step of the gate at which it was refused.
    pub step: Name,
    /// The stable name of what is wrong.
    pub code: Name,
    /// What is wrong, in words for the operator; of the plugin, never of a person.
    pub says: String,
}
